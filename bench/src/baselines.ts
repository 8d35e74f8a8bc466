/** What the plainest client reaches on the same PostgreSQL: the other half of every ratio. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { timed } from './distribution.ts';

/** How a baseline reaches the warehouse: straight to its socket, as its superuser, past the gateway. */
export type DirectAccess = pg.ClientConfig;

async function connected<T>(access: DirectAccess, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(access);
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

export interface CommitRate {
  readonly perSecond: number;
  readonly latenciesMs: readonly number[];
}

/** Single-row INSERTs, each its own commit, by so many clients at once for so long. */
export async function singleRowCommits(access: DirectAccess, clients: number, durationMs: number): Promise<CommitRate> {
  await connected(access, (client) =>
    client.query(
      'drop table if exists bench_commits; create table bench_commits (id bigint generated always as identity primary key, row_id text, value text)',
    ),
  );
  const latenciesMs: number[] = [];
  const start = performance.now();
  const end = start + durationMs;
  await Promise.all(
    Array.from({ length: clients }, (_, index) =>
      connected(access, async (client) => {
        for (let round = 0; performance.now() < end; round += 1) {
          const insert = {
            name: 'insert',
            text: 'insert into bench_commits (row_id, value) values ($1, $2)',
            values: [`row-${index}`, `value ${round}`],
          };
          latenciesMs.push(await timed(() => client.query(insert)));
        }
      }),
    ),
  );
  return { perSecond: latenciesMs.length / ((performance.now() - start) / 1000), latenciesMs };
}

/** COPY of `rows` x `columns` text cells into an empty table, commit included: milliseconds. */
export async function copyCells(access: DirectAccess, rows: number, columns: number): Promise<number> {
  return connected(access, async (client) => {
    const names = Array.from({ length: columns }, (_, index) => `c${index}`);
    await client.query(`drop table if exists bench_copy; create table bench_copy (${names.map((name) => `${name} text`).join(', ')})`);
    const lines = Array.from({ length: rows }, (_, row) => `${names.map((_, column) => `cell ${row} ${column}`).join('\t')}\n`).join('');
    return timed(() => pipeline(Readable.from([lines]), client.query(copyFrom('copy bench_copy from stdin'))));
  });
}

/** One INSERT ... SELECT of `rows` x `columns` text cells from table to table: milliseconds. */
export async function insertSelect(access: DirectAccess, rows: number, columns: number): Promise<number> {
  return connected(access, async (client) => {
    const names = Array.from({ length: columns }, (_, index) => `c${index}`);
    const definition = `(row_id text primary key, ${names.map((name) => `${name} text`).join(', ')})`;
    await client.query(
      `drop table if exists bench_source, bench_target; create table bench_source ${definition}; create table bench_target ${definition}`,
    );
    const values = names.map((_, column) => `'cell ' || row || ' ${column}'`).join(', ');
    await client.query(`insert into bench_source select 'row ' || row, ${values} from generate_series(1, ${rows}) row`);
    return timed(() => client.query('insert into bench_target select * from bench_source'));
  });
}
