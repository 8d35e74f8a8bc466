/** A database of its own on the test stack's real PostgreSQL, reached through a door that can lose answers. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { FaultProxy } from '@penstock/testkit/fault-proxy';
import { startFaultProxy } from '@penstock/testkit/fault-proxy';
import { Client } from 'pg';
import { inject } from 'vitest';
import type { ConnectTarget, Outcome, ResultSet, RunOptions, Statement, StatementTag, WarehouseSession } from '../src/port.ts';
import { postgresqlDriver } from '../src/postgresql/driver.ts';

export const tag: StatementTag = { purpose: 'test', requestId: 'test', human: null, document: null, element: null };
export const options: RunOptions = { tag, timeoutMs: 20_000 };

export interface Engine {
  readonly target: ConnectTarget;
  readonly proxy: FaultProxy;
  connect(overrides?: Partial<ConnectTarget>): Promise<WarehouseSession>;
  /** Around the driver, to see what really happened. */
  query(text: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>;
  stop(): Promise<void>;
}

export async function startEngine(): Promise<Engine> {
  const stack = inject('stack');
  const database = `contract_${randomBytes(4).toString('hex')}`;
  const administer = async (text: string): Promise<void> => {
    const client = new Client({ host: stack.warehouseSocket, user: 'postgres', database: 'postgres' });
    await client.connect();
    await client.query(text);
    await client.end();
  };
  await administer(`create database ${database}`);
  const witness = new Client({ host: stack.warehouseSocket, user: 'postgres', database });
  await witness.connect();
  const proxy = await startFaultProxy({ path: join(stack.warehouseSocket, '.s.PGSQL.5432') });
  const sessions: WarehouseSession[] = [];
  const target: ConnectTarget = {
    host: 'warehouse.test',
    address: '127.0.0.1',
    port: proxy.port,
    database,
    user: 'postgres',
    password: 'not asked for, never shown',
    tls: 'off',
    connectTimeoutMs: 5_000,
    applicationName: 'contract',
    readOnly: false,
  };
  return {
    target,
    proxy,
    connect: async (overrides = {}) => {
      const session = done(await postgresqlDriver.connect({ ...target, ...overrides }));
      sessions.push(session);
      return session;
    },
    query: async (text, values = []) => (await witness.query<Record<string, unknown>>(text, [...values])).rows,
    stop: async () => {
      await Promise.all(sessions.map((session) => session.close(true)));
      await witness.end();
      await proxy.close();
      await administer(`drop database ${database} with (force)`);
    },
  };
}

/** The value of an outcome that has to be `done`. */
export function done<T>(outcome: Outcome<T>): T {
  if (outcome.kind !== 'done') throw new Error(`${outcome.kind}: ${JSON.stringify(outcome.failure)}`);
  return outcome.value;
}

export async function run(session: WarehouseSession, statement: Statement): Promise<ResultSet> {
  return done(await session.run(statement, options));
}

export function sql(text: string, ...parameters: Statement['parameters'][number][]): Statement {
  return { text, parameters };
}
