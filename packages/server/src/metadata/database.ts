/**
 * The metadata database: the product's own PostgreSQL. A pool that outlives a killed server, and transactions.
 * Each room's `store.ts` holds its SQL.
 */
import pg from 'pg';

export interface Transaction {
  readonly client: pg.PoolClient;
}

export interface Database {
  readonly pool: pg.Pool;
  /**
   * Runs `work` in one transaction: committed when it resolves, rolled back when it throws. Everything in it goes through
   * its own client: one that also waits for the pool would hold up everybody once the pool is empty.
   */
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly url: string;
  readonly connections: number;
  readonly onIdleError?: (error: Error) => void;
}

/** Opens the pool lazily: no connection is made before the first query. */
export function openDatabase(options: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.connections,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    // A statement of ours that takes longer than this is stuck; callers get a typed 503 instead of a hung request.
    query_timeout: 30_000,
    application_name: 'penstock',
    keepAlive: true,
  });
  // Without a listener, a connection that dies while idle would end the process.
  pool.on('error', (error) => options.onIdleError?.(error));
  return {
    pool,
    transaction: (work) => inTransaction(pool, work),
    close: () => pool.end(),
  };
}

async function inTransaction<T>(pool: pg.Pool, work: (transaction: Transaction) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  // A connection that dies between two statements of the transaction reports it here as well as in the next query.
  const ignore = () => {};
  client.on('error', ignore);
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const result = await work({ client });
    await client.query('commit');
    return result;
  } catch (error) {
    try {
      await client.query('rollback');
    } catch (rollbackError) {
      broken = rollbackError instanceof Error ? rollbackError : new Error(String(rollbackError));
    }
    throw error;
  } finally {
    client.off('error', ignore);
    client.release(broken);
  }
}
