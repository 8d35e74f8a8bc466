/**
 * An input table of the rig, as its people use it through the API: the tests say what they do in the table's own
 * words, and compare it with the log and the warehouse.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { keysBetween } from '@penstock/domain/input-tables/order-key';
import { newColumnId, newEditId, newRowId } from '@penstock/domain/input-tables/ids';
import type { AnyJson } from './any-json.ts';
import type { ApiAnswer, ApiClient, Person, Rig } from './rig.ts';

const random = { bytes: (count: number) => randomBytes(count) };

export const editId = (): string => newEditId(random);
export const rowId = (): string => newRowId(random);
export const columnId = (): string => newColumnId(random);

export interface TestTable {
  readonly id: string;
  readonly connectionId: string;
  readonly workbookId: string;
  readonly pageId: string;
  /** Quoted, for SQL around the product. */
  readonly name: string;
  readonly schema: string;
  readonly columns: readonly string[];
}

export interface TableSetting {
  readonly connectionId: string;
  readonly alice: ApiClient;
  readonly workbookId: string;
  readonly pageId: string;
}

/** C1 (with `change` to its request), alice signed in, and a workbook of hers that everybody may edit. */
export async function settingOf(rig: Rig, change: Readonly<Record<string, unknown>> = {}): Promise<TableSetting> {
  const connectionId = await rig.addC1(change);
  const alice = await rig.signIn('alice');
  const { body } = expectOk(await alice.post('/workbooks', { name: 'Targets' }));
  expectOk(await alice.put(`/workbooks/${body.id}/grants`, { grants: [{ to: 'everyone', right: 'edit' }] }));
  return { connectionId, alice, workbookId: body.id, pageId: body.pages[0].id };
}

/** A table with text columns named A, B, C, ... in WB_A unless another destination is named. */
export async function makeTable(
  setting: TableSetting,
  options: { name?: string; client?: ApiClient; schema?: string; types?: readonly string[] } = {},
): Promise<TestTable> {
  const client = options.client ?? setting.alice;
  const columns = (options.types ?? ['text', 'text', 'text']).map((type, index) => ({
    id: columnId(),
    name: String.fromCodePoint(65 + index),
    type,
  }));
  const destinations = await authorized(client, setting.connectionId);
  const schema = options.schema ?? 'wb_a';
  const destination = destinations.find((entry) => entry.schema === schema);
  const { body } = expectOk(
    await client.post('/input-tables', {
      workbookId: setting.workbookId,
      pageId: setting.pageId,
      name: options.name ?? 'Targets',
      connectionId: setting.connectionId,
      destinationId: destination?.id ?? null,
      columns,
      editId: editId(),
    }),
  );
  const { table } = body.inputTable;
  return {
    id: body.inputTable.id,
    connectionId: setting.connectionId,
    workbookId: setting.workbookId,
    pageId: setting.pageId,
    name: `"${table.schema}"."${table.table}"`,
    schema: table.schema,
    columns: columns.map(({ id }) => id),
  };
}

/** Waits until the probe of the sign-in has answered for every destination. */
export async function authorized(client: ApiClient, connectionId: string): Promise<readonly { id: string; schema: string }[]> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    const { body } = expectOk(await client.get(`/connections/${connectionId}/write-destinations`));
    if (body.items.every((entry: AnyJson) => entry.verdict === 'authorized' || entry.verdict === 'unauthorized')) {
      return body.items.filter((entry: AnyJson) => entry.verdict === 'authorized');
    }
    await sleep(100);
  }
  throw new Error('The write-access check did not end.');
}

export function insertRows(table: TestTable, values: readonly (readonly (string | null)[])[], after: string | null = null): AnyJson {
  const orders = keysBetween(after, null, values.length);
  return { op: 'insertRows', columns: table.columns, rows: values.map((cells, index) => ({ id: rowId(), order: orders[index], cells })) };
}

export function setCell(column: string, row: string, value: unknown, onlyWhile: number | null = null): AnyJson {
  return { op: 'updateCells', columns: [column], rows: [{ id: row, cells: [value] }], inserted: [], onlyWhile };
}

/** The answer, whatever it is. */
export async function edit(
  client: ApiClient,
  table: Pick<TestTable, 'id'>,
  operation: AnyJson,
  options: { editId?: string; baseNum?: number } = {},
): Promise<ApiAnswer<AnyJson>> {
  return client.post(`/input-tables/${table.id}/edits`, { editId: options.editId ?? editId(), baseNum: options.baseNum ?? 0, operation });
}

/** The number of an acknowledged edit. */
export async function edited(
  client: ApiClient,
  table: Pick<TestTable, 'id'>,
  operation: AnyJson,
  options: { editId?: string; baseNum?: number } = {},
): Promise<number> {
  return expectOk(await edit(client, table, operation, options)).body.editNum;
}

export async function rowsOf(client: ApiClient, table: Pick<TestTable, 'id'>, query = 'offset=0&limit=1000'): Promise<AnyJson> {
  return expectOk(await client.get(`/input-tables/${table.id}/rows?${query}`)).body;
}

/** Waits until every logged edit is applied (or held back for a reason that is known); after a death that takes a lease's time. */
export async function settled(client: ApiClient, table: Pick<TestTable, 'id'>, timeoutMs = 90_000): Promise<AnyJson> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const { body } = expectOk(await client.get(`/input-tables/${table.id}`));
    if (body.appliedNum >= body.headNum) return body;
    if (Date.now() > deadline) {
      const pending = (await client.get(`/input-tables/${table.id}/pending`)).body;
      throw new Error(
        `The table is applied up to ${body.appliedNum} of ${body.headNum}: ${JSON.stringify({ editing: body.editing, pending })}`,
      );
    }
    await sleep(30);
  }
}

/** The rows of the log that belong to a table, as another client sees them. */
export async function logRows(rig: Rig, table: Pick<TestTable, 'id' | 'connectionId'>): Promise<readonly AnyJson[]> {
  const name = `sigds_wal_${table.connectionId.replaceAll('-', '')}`;
  return rig.inWarehouse(`select * from elog."${name}" where input_table_id = '${table.id}' order by edit_num, edit_id, part`);
}

/**
 * The rows that stand, by the log's own rule: where a no-op has taken an abandoned number, a row of the edit that lost
 * it is void, whenever it landed.
 */
export function standing(rows: readonly AnyJson[]): readonly AnyJson[] {
  const isNoop = (row: AnyJson): boolean => row.edit.length < 200 && row.edit.includes('"op":"noop"');
  const abandoned = new Set(rows.filter(isNoop).map((row) => String(row.edit_num)));
  return rows.filter((row) => !abandoned.has(String(row.edit_num)) || isNoop(row));
}

/** Live rows of the data table in their order: a list of cells each, read around the product. */
export async function dataRows(
  rig: Rig,
  table: TestTable,
  columns: readonly string[] = table.columns,
): Promise<readonly (readonly unknown[])[]> {
  const cells = columns.map((column) => `"${column}_1"`).join(', ');
  const rows = await rig.inWarehouse(`select ${cells} from ${table.name} where not deleted order by order_key, row_id`);
  return rows.map((row: AnyJson) => columns.map((column) => row[`${column}_1`]));
}

/** Throws with what was answered unless it was a success. */
export function expectOk<Answer extends ApiAnswer<AnyJson>>(answer: Answer): Answer {
  if (answer.status >= 200 && answer.status < 300) return answer;
  throw new Error(`Answered ${answer.status}: ${JSON.stringify(answer.body)}`);
}

/** The people of a rig, signed in. */
export async function signInAll(rig: Rig, people: readonly Person[]): Promise<readonly ApiClient[]> {
  return Promise.all(people.map((person) => rig.signIn(person)));
}

export async function until<T>(look: () => Promise<T | null | undefined | false>, timeoutMs = 60_000): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found;
    if (Date.now() > deadline) throw new Error('What the test waits for did not come.');
    await sleep(50);
  }
}
