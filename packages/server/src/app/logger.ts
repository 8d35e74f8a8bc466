import { pino } from 'pino';
import type { Logger } from 'pino';
import type { ServerConfig } from './config.ts';

/** Names of fields whose values never reach a log, wherever a logged object carries them (P22). */
const secretFields = [
  'authorization',
  'cookie',
  'set-cookie',
  'password',
  'secret',
  'clientSecret',
  'token',
  'accessToken',
  'refreshToken',
  'masterKey',
  'setUpToken',
];

/** Structured logs as JSON lines on standard error; standard output belongs to the ready line. */
export function makeLogger(level: ServerConfig['logLevel']): Logger {
  const paths = secretFields.flatMap((field) => [`["${field}"]`, `*["${field}"]`, `*.*["${field}"]`]);
  return pino({ level, redact: { paths, censor: '[hidden]' }, base: null }, pino.destination({ fd: 2, sync: true }));
}
