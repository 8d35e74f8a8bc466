/** Connects to PostgreSQL: typed fields only, no connection string, no environment, no file (P28). */
import net from 'node:net';
import pg from 'pg';
import type { Capabilities, ConnectTarget, Outcome, WarehouseDriver, WarehouseFailure, WarehouseSession } from '../port.ts';
import { serverFailure, socketFailure } from './error-kinds.ts';
import { guardedConnection } from './guarded-connection.ts';
import { isServerError, Pipeline } from './pipeline.ts';
import type { PipelineEnd } from './pipeline.ts';
import { beginSession } from './session-settings.ts';
import { PostgresqlSession } from './session.ts';
import { encodeParameter } from './wire-values.ts';

const capabilities: Capabilities = {
  transactionalDdl: true,
  enforcesUnique: true,
  concurrentMerge: true,
  flushIntervalMs: 0,
  maximumParameters: 65_535,
  maximumStatementBytes: 256 * 1024 * 1024,
};

/** Until a run asks for another limit. */
const defaultStatementTimeoutMs = 120_000;

export const postgresqlDriver: WarehouseDriver = { capabilities, connect };

/** pg's client without what the environment or a service file could add to the start of a session. */
class PlainClient extends pg.Client {
  getStartupConf(): Record<string, string> {
    return { user: this.user ?? '', database: this.database ?? '', client_encoding: 'UTF8' };
  }
}

async function connect(target: ConnectTarget): Promise<Outcome<WarehouseSession>> {
  const problem = targetProblem(target);
  if (problem !== null) return { kind: 'failed', failure: { kind: 'other', message: problem, engineCode: null, remedy: null } };
  const secrets = [target.password];
  const tls = target.tls === 'require';
  const config = {
    host: target.host,
    port: target.port,
    user: target.user,
    database: target.database,
    password: target.password,
    ssl: tls ? { rejectUnauthorized: true } : false,
    connection: guardedConnection(target.address, target.port, tls),
  };
  const client = new PlainClient(config);
  // Without a listener a lost connection would end the process; the session adds its own.
  client.on('error', () => undefined);
  let late = false;
  const deadline = setTimeout(() => {
    late = true;
    client.connection.stream.destroy(new Error('timeout'));
  }, target.connectTimeoutMs);
  try {
    await client.connect();
    const end = await begin(client, target);
    if (end.kind === 'done') {
      const login = end.results[0]?.rows[0]?.[0];
      if (typeof login !== 'string') throw new Error('The server did not say who is signed in.');
      return { kind: 'done', value: new PostgresqlSession(client, { ...target, secrets }, login, defaultStatementTimeoutMs) };
    }
    throw end.error;
  } catch (error) {
    client.connection.stream.destroy();
    return { kind: 'failed', failure: connectFailure(error, target, late, secrets) };
  } finally {
    clearTimeout(deadline);
  }
}

function connectFailure(error: unknown, target: ConnectTarget, late: boolean, secrets: readonly string[]): WarehouseFailure {
  if (late) {
    const message = `${target.host}:${target.port} did not answer within ${target.connectTimeoutMs} ms.`;
    return { kind: 'timeout', message, engineCode: null, remedy: null };
  }
  if (isServerError(error)) return serverFailure({ code: error.code, message: error.message, schema: error.schema ?? null }, secrets);
  return socketFailure(error, secrets);
}

function begin(client: pg.Client, target: ConnectTarget): Promise<PipelineEnd> {
  const { text, parameters } = beginSession({ ...target, statementTimeoutMs: defaultStatementTimeoutMs });
  return new Promise((resolve) => {
    client.query(new Pipeline([{ text, values: parameters.map(encodeParameter), name: '', parsed: false }], [], resolve));
  });
}

/** Why these fields cannot be dialled; callers validate what people type, this is the last door. */
function targetProblem(target: ConnectTarget): string | null {
  if (net.isIP(target.address) === 0) return 'The address to dial is not an IP address.';
  if (target.host.startsWith('/') || target.host === '') return 'The host is not a host name.';
  if (!Number.isInteger(target.port) || target.port < 1 || target.port > 65_535) return 'The port is not between 1 and 65535.';
  if (target.password === '') return 'There is no password or token to sign in with.';
  if (target.user === '') return 'There is no login to sign in with.';
  for (const field of [target.host, target.user, target.password, target.database, target.applicationName, target.role ?? '']) {
    if (field.includes('\0')) return 'A connection field contains a NUL character.';
  }
  return null;
}
