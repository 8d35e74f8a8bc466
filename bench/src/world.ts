/** The rig that is measured: the shipped server as a process of its own, real sessions, a real warehouse. */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientConfig } from 'pg';
import type { AnyJson } from '../../tests/harness/any-json.ts';
import { superuser } from '@penstock/standalone/postgres/settings';
import { startRig } from '../../tests/harness/rig.ts';
import type { ApiClient, Rig } from '../../tests/harness/rig.ts';
import { c1, createConnection, eventually, signInBuilder, writeAccess } from '../../tests/requirements/connections-of-the-rig.ts';
import { startTestStack } from '../../tests/harness/stack.ts';

export interface World {
  readonly rig: Rig;
  /** Signed in as a person who may build; the author of the measured tables. */
  readonly alice: ApiClient;
  readonly connectionId: string;
  readonly workbookId: string;
  readonly pageId: string;
  readonly destinationId: string;
  /** The warehouse without gateway and product, for baselines. */
  readonly direct: ClientConfig;
  readonly serverPid: number;
  stop(): Promise<void>;
}

export interface MeasuredTable {
  readonly id: string;
  readonly columnIds: readonly string[];
  /** Schema and table, quoted. */
  readonly path: string;
}

export async function startWorld(environment: Readonly<Record<string, string>> = {}): Promise<World> {
  const running = await startTestStack();
  let rig: Rig | null = null;
  const stop = async (): Promise<void> => {
    await rig?.stop();
    await running.stop();
  };
  try {
    rig = await startRig({ stack: running.stack, environment });
    const { warehouse, servers } = rig;
    const ada = await rig.signIn('ada');
    const connection = await createConnection(ada, c1(rig, { writeAccess: writeAccess(rig, ['wb_a'], 'elog') }));
    await rig.inWarehouse('create schema bench');
    const alice = await signInBuilder(rig, 'alice');
    await signInBuilder(rig, 'bob');
    const workbook = await created(alice, '/workbooks', { name: 'Measured' });
    const destination = await authorizedDestination(alice, connection.id);
    const pid = servers[0]?.pid;
    if (pid === undefined) throw new Error('the server does not run');
    return {
      rig,
      alice,
      connectionId: connection.id,
      workbookId: workbook.id,
      pageId: workbook.pages[0].id,
      destinationId: destination,
      direct: { host: running.stack.warehouseSocket, user: superuser, database: warehouse.database, options: '-c search_path=bench' },
      serverPid: pid,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** An empty input table with so many text columns, made by alice. */
export async function makeTable(world: World, name: string, columnCount: number): Promise<MeasuredTable> {
  const columnIds = Array.from({ length: columnCount }, (_, index) => `c${String(index).padStart(8, '0')}`);
  const { inputTable } = await created(world.alice, '/input-tables', {
    workbookId: world.workbookId,
    pageId: world.pageId,
    name,
    connectionId: world.connectionId,
    destinationId: world.destinationId,
    columns: columnIds.map((id, index) => ({ id, name: `Column ${index + 1}`, type: 'text' })),
  });
  return { id: inputTable.id, columnIds, path: `"${inputTable.table.schema}"."${inputTable.table.table}"` };
}

export function newEditId(): string {
  return randomBytes(16).toString('hex');
}

/** Rows of a block, with ids and order keys that sort as they count. */
export function newRows(from: number, count: number, columnCount: number): { id: string; order: string; cells: string[] }[] {
  return Array.from({ length: count }, (_, index) => {
    const row = from + index;
    const key = String(row).padStart(8, '0');
    return { id: `r${key}`, order: `a${key}V`, cells: Array.from({ length: columnCount }, (_, column) => `cell ${row} ${column}`) };
  });
}

/** One edit; throws unless it is acknowledged. */
export async function edit(client: ApiClient, tableId: string, operation: object, baseNum = 0): Promise<{ editNum: number }> {
  const { status, body } = await client.post(`/input-tables/${tableId}/edits`, { editId: newEditId(), baseNum, operation });
  if (status !== 200) throw new Error(`an edit was answered with ${status}: ${JSON.stringify(body).slice(0, 1_000)}`);
  return body;
}

/** Waits until the data table has caught up with the log. */
export async function settled(client: ApiClient, tableId: string): Promise<void> {
  for (const deadline = performance.now() + 120_000; performance.now() < deadline; await sleep(50)) {
    const { body } = await client.get(`/input-tables/${tableId}`);
    if (body.appliedNum >= body.headNum) return;
  }
  throw new Error('the data table does not catch up with its log');
}

async function created(client: ApiClient, path: string, body: object): Promise<AnyJson> {
  const answer = await client.post(path, body);
  if (answer.status >= 300) throw new Error(`POST ${path} was answered with ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

async function authorizedDestination(client: ApiClient, connectionId: string): Promise<string> {
  return await eventually(async () => {
    const { body } = await client.get(`/connections/${connectionId}/write-destinations`);
    return body.items?.find((item: { verdict: string }) => item.verdict === 'authorized')?.id;
  }, 20_000);
}
