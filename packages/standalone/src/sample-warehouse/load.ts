/**
 * Loads the sample tables in a process of its own, so that reading three million rows neither holds up the server nor
 * leaves its memory behind. Reads `{ connection }` from the parent, reports `{ table, rows, ofRows }`.
 */
import { setPriority } from 'node:os';
import { Client } from 'pg';
import type { ClientConfig } from 'pg';
import { loadSampleTables } from './sample-tables.ts';

const ended = new AbortController();
process.once('disconnect', () => ended.abort());
process.once('message', (message: { connection: ClientConfig }) => {
  setPriority(10);
  void load(message.connection).then(
    () => process.disconnect?.(),
    (error: unknown) => {
      if (!ended.signal.aborted) process.send?.({ failure: error instanceof Error ? error.message : String(error) });
      process.exit(1);
    },
  );
});

async function load(connection: ClientConfig): Promise<void> {
  const client = new Client(connection);
  await client.connect();
  // The statement log is about people and the product.
  await client.query(`set log_statement = 'none'`);
  await loadSampleTables(client, (table, rows, ofRows) => process.send?.({ table, rows, ofRows }), ended.signal);
  await client.end();
}
