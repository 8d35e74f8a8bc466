/**
 * What an operator decides about one server process. `main.ts` reads it from the environment; the standalone
 * stack and tests build it themselves.
 */
import { readFileSync, statSync } from 'node:fs';

export interface ServerConfig {
  /** `production` refuses weak settings. */
  readonly mode: 'production' | 'development';
  readonly host: string;
  /** 0 picks a free port. */
  readonly port: number;
  /** Where browsers reach this server, without a trailing slash; `null`: the address it listens on (loopback only). */
  readonly publicUrl: string | null;
  /** Metadata database, `postgresql://…`; a folder in `?host=` means its Unix socket. */
  readonly databaseUrl: string;
  /** 32 bytes in base64; the root of every stored secret and of the edit log's signatures. */
  readonly masterKey: string;
  /** Identity providers on plain http are accepted; for loopback stacks only. */
  readonly allowInsecureIssuer: boolean;
  /** Lets whoever holds it make the first Admin, once; `null`: set-up is closed. */
  readonly setUpToken: string | null;
  /** Shown on the sign-in page of a demonstration; empty otherwise. */
  readonly demoAccounts: readonly DemoAccount[];
  /** Folder of the built web UI; `null`: API only. */
  readonly webRoot: string | null;
  /** Writes a line for each step of each edit. */
  readonly traceEdits: boolean;
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** Hosts inside the own network that may be dialled; all others must resolve to public addresses. */
  readonly allowedPrivateHosts: readonly string[];
  readonly limits: Limits;
}

export interface DemoAccount {
  readonly name: string;
  readonly email: string;
  readonly note: string;
}

/** Numbers that bound what one caller may take. */
export interface Limits {
  readonly requestBytes: number;
  readonly editsRequestBytes: number;
  readonly requestsPerSecondPerMember: number;
  /** Of one address that has not signed in. */
  readonly requestsPerSecondPerAddress: number;
  readonly metadataConnections: number;
  /** From sending a query of an element until it is cancelled; an export has the longest time that may be set. */
  readonly queryTimeoutMs: number;
  /** Results that are remembered by one node. */
  readonly resultCacheBytes: number;
}

const mebibyte = 1024 * 1024;

export const defaultLimits: Limits = {
  requestBytes: mebibyte,
  editsRequestBytes: 32 * mebibyte,
  requestsPerSecondPerMember: 2_000,
  requestsPerSecondPerAddress: 200,
  metadataConnections: 20,
  queryTimeoutMs: 120_000,
  resultCacheBytes: 64 * mebibyte,
};

/** Product limit: no query runs longer, whatever is configured. */
export const longestQueryMs = 600_000;

/** A setting that cannot be accepted: the program prints the sentence and stops. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the configuration of `penstock serve`; names the variable in every refusal. */
export function configFromEnvironment(environment: Environment): ServerConfig {
  const mode = environment['PENSTOCK_MODE'] ?? 'production';
  if (mode !== 'production' && mode !== 'development') throw new ConfigError('PENSTOCK_MODE is production or development.');
  const config: ServerConfig = {
    mode,
    host: environment['PENSTOCK_HOST'] ?? '127.0.0.1',
    port: wholeNumber(environment, 'PENSTOCK_PORT', 0),
    publicUrl: environment['PENSTOCK_PUBLIC_URL']?.replace(/\/+$/, '') ?? null,
    databaseUrl: required(environment, 'PENSTOCK_DATABASE_URL'),
    masterKey: masterKeyFrom(required(environment, 'PENSTOCK_MASTER_KEY_FILE'), mode),
    allowInsecureIssuer: mode === 'development',
    setUpToken: environment['PENSTOCK_SET_UP_TOKEN'] ?? null,
    demoAccounts: demoAccounts(environment['PENSTOCK_DEMO_ACCOUNTS']),
    webRoot: environment['PENSTOCK_WEB_ROOT'] ?? null,
    traceEdits: onOrOff(environment, 'PENSTOCK_TRACE_EDITS'),
    logLevel: logLevel(environment['PENSTOCK_LOG_LEVEL'] ?? 'info'),
    allowedPrivateHosts: list(environment['PENSTOCK_ALLOWED_PRIVATE_HOSTS']),
    limits: {
      ...defaultLimits,
      metadataConnections: wholeNumber(environment, 'PENSTOCK_METADATA_CONNECTIONS', defaultLimits.metadataConnections),
      queryTimeoutMs: Math.min(
        longestQueryMs,
        wholeNumber(environment, 'PENSTOCK_QUERY_TIMEOUT_SECONDS', defaultLimits.queryTimeoutMs / 1000) * 1000,
      ),
      resultCacheBytes: wholeNumber(environment, 'PENSTOCK_RESULT_CACHE_MB', defaultLimits.resultCacheBytes / mebibyte) * mebibyte,
      requestsPerSecondPerMember: wholeNumber(environment, 'PENSTOCK_REQUESTS_PER_SECOND', defaultLimits.requestsPerSecondPerMember),
    },
  };
  refuseWeakSettings(config);
  return config;
}

/** P25: settings that would make an installation insecure stop it from starting. */
export function refuseWeakSettings(config: ServerConfig): void {
  if (Buffer.from(config.masterKey, 'base64').length !== 32) {
    throw new ConfigError('The master key file must hold 32 random bytes in base64, for example from `openssl rand -base64 32`.');
  }
  if (config.mode !== 'production') return;
  if (config.publicUrl === null) throw new ConfigError('PENSTOCK_PUBLIC_URL is needed in production mode.');
  if (!config.publicUrl.startsWith('https://')) throw new ConfigError('PENSTOCK_PUBLIC_URL must start with https:// in production mode.');
  if (new Set(Buffer.from(config.masterKey, 'base64')).size < 8) throw new ConfigError('The master key is not random.');
  if (config.setUpToken !== null && config.setUpToken.length < 16)
    throw new ConfigError('PENSTOCK_SET_UP_TOKEN needs at least 16 characters.');
  if (config.allowInsecureIssuer) throw new ConfigError('Identity providers on plain http are not for production mode.');
  if (config.demoAccounts.length > 0) throw new ConfigError('PENSTOCK_DEMO_ACCOUNTS is not for production mode.');
}

function required(environment: Environment, name: string): string {
  const value = environment[name];
  if (value === undefined || value === '') throw new ConfigError(`${name} is not set.`);
  return value;
}

function masterKeyFrom(path: string, mode: ServerConfig['mode']): string {
  if (mode === 'production' && (statSync(path).mode & 0o077) !== 0) {
    throw new ConfigError('The file that PENSTOCK_MASTER_KEY_FILE names can be read by others; set its mode to 0600.');
  }
  return readFileSync(path, 'utf8').trim();
}

function wholeNumber(environment: Environment, name: string, fallback: number): number {
  const text = environment[name];
  if (text === undefined || text === '') return fallback;
  if (!/^\d{1,9}$/.test(text)) throw new ConfigError(`${name} is not a whole number.`);
  return Number(text);
}

function onOrOff(environment: Environment, name: string): boolean {
  const text = environment[name] ?? '';
  if (text !== '' && text !== 'on' && text !== 'off') throw new ConfigError(`${name} is on or off.`);
  return text === 'on';
}

function list(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function logLevel(text: string): ServerConfig['logLevel'] {
  const levels = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;
  const level = levels.find((candidate) => candidate === text);
  if (level === undefined) throw new ConfigError(`PENSTOCK_LOG_LEVEL is one of ${levels.join(', ')}.`);
  return level;
}

function demoAccounts(text: string | undefined): readonly DemoAccount[] {
  if (text === undefined || text === '') return [];
  const parsed: unknown = JSON.parse(text);
  if (!Array.isArray(parsed)) throw new ConfigError('PENSTOCK_DEMO_ACCOUNTS is a JSON list of {name, email, note}.');
  return parsed.map((entry: Partial<DemoAccount>) => ({
    name: String(entry.name),
    email: String(entry.email),
    note: String(entry.note ?? ''),
  }));
}
