/** A linked input table of the rig, as its people use it through the API. */
import type { AnyJson } from './any-json.ts';
import { authorized, columnId, edit, editId, expectOk } from './input-table.ts';
import type { TableSetting, TestTable } from './input-table.ts';
import type { ApiAnswer, ApiClient } from './rig.ts';

export interface LinkedTable extends TestTable {
  /** Ids of its key columns; `columns` are those that people type into. */
  readonly keyColumns: readonly string[];
}

export interface LinkRequest {
  readonly source: unknown;
  /** Names of columns of the source. */
  readonly keys: readonly string[];
  readonly show?: readonly string[];
  readonly own?: readonly { readonly name: string; readonly type: string; readonly options?: readonly unknown[] }[];
  readonly name?: string;
  readonly editableIn?: 'draft' | 'published';
  readonly client?: ApiClient;
}

/** The answer to the request of a linked table in WB_A, whatever it is. */
export async function requestLinked(
  setting: TableSetting,
  { source, keys, show = [], own = [{ name: 'Comment', type: 'text' }], ...more }: LinkRequest,
): Promise<ApiAnswer<AnyJson>> {
  const client = more.client ?? setting.alice;
  const destinations = await authorized(client, setting.connectionId);
  return client.post('/input-tables', {
    workbookId: setting.workbookId,
    pageId: setting.pageId,
    name: more.name ?? 'Inputs',
    connectionId: setting.connectionId,
    destinationId: destinations.find((entry) => entry.schema === 'wb_a')?.id ?? null,
    columns: own.map((column) => ({ id: columnId(), ...column })),
    link: {
      source,
      keys: keys.map((column) => ({ column, columnId: columnId() })),
      show,
      ...(more.editableIn === undefined ? {} : { editableIn: more.editableIn }),
    },
    editId: editId(),
  });
}

export async function makeLinked(setting: TableSetting, request: LinkRequest): Promise<LinkedTable> {
  const { inputTable } = expectOk(await requestLinked(setting, request)).body;
  const { keyColumns } = inputTable.link;
  const own = inputTable.columns.filter((column: AnyJson) => !keyColumns.includes(column.id));
  return {
    id: inputTable.id,
    connectionId: setting.connectionId,
    workbookId: setting.workbookId,
    pageId: setting.pageId,
    name: `"${inputTable.table.schema}"."${inputTable.table.table}"`,
    schema: inputTable.table.schema,
    columns: own.map((column: AnyJson) => column.id),
    keyColumns,
  };
}

/** The operation that types into rows, each named by its keys. */
export function typing(
  table: LinkedTable,
  rows: readonly (readonly [keys: readonly string[], cells: readonly unknown[]])[],
  change: { readonly columns?: readonly string[]; readonly onlyWhile?: number | null } = {},
): AnyJson {
  return {
    op: 'updateKeyedCells',
    columns: change.columns ?? table.columns.slice(0, rows[0]?.[1].length ?? 1),
    rows: rows.map(([keys, cells]) => ({ keys, cells })),
    onlyWhile: change.onlyWhile ?? null,
  };
}

/** Types one value into the first column beside a key; the number of the edit. */
export async function typeBeside(
  client: ApiClient,
  table: LinkedTable,
  keys: readonly string[],
  value: unknown,
  change: { readonly columns?: readonly string[]; readonly onlyWhile?: number | null; readonly baseNum?: number } = {},
): Promise<number> {
  const { baseNum, ...operation } = change;
  const options = baseNum === undefined ? {} : { baseNum };
  return expectOk(await edit(client, table, typing(table, [[keys, [value]]], operation), options)).body.editNum;
}

/** The page of the table's element. */
export async function pageOf(client: ApiClient, table: Pick<LinkedTable, 'id' | 'workbookId'>, question: unknown = {}): Promise<AnyJson> {
  return expectOk(await client.post(`/workbooks/${table.workbookId}/elements/${table.id}/query`, question)).body;
}

/** The rows of a page, each as its values by the names of columns. */
export function shownRows(page: AnyJson): readonly Readonly<Record<string, unknown>>[] {
  return Array.from({ length: page.rowCount }, (_, row) =>
    Object.fromEntries(page.columns.map((column: AnyJson, index: number) => [column.name, page.values[index][row]])),
  );
}
