/** An input table as a person makes it: the service account logs every edit, the person's own login writes the data. */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { newColumnId, newEditId, newRowId } from '@penstock/domain/input-tables/ids';
import { keysBetween } from '@penstock/domain/input-tables/order-key';
import type { ColumnType } from '@penstock/domain/input-tables/column';
import type { CellValue } from '@penstock/domain/values/cell-value';
import { listOf, memberOf, numberOf, textOf } from './answer-shape.ts';
import type { ApiClient } from './api-client.ts';
import { expectSuccess } from './expect-success.ts';

const random = { bytes: (count: number): Uint8Array => randomBytes(count) };

export interface SampleColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly options?: readonly { readonly id: string; readonly label: string; readonly color: string | null }[];
}

export interface SampleTable {
  readonly name: string;
  readonly columns: readonly SampleColumn[];
  readonly rows: readonly (readonly CellValue[])[];
}

/** What may be granted in the warehouse by the table's owner, so that colleagues can edit. */
export interface MadeTable {
  readonly inputTableId: string;
  readonly schema: string;
  readonly table: string;
}

/** In the destination wb_a. */
export async function addInputTable(
  client: ApiClient,
  place: { readonly workbookId: string; readonly pageId: string; readonly connectionId: string },
  { name, columns, rows }: SampleTable,
): Promise<MadeTable> {
  const newColumns = columns.map((column) => ({ id: newColumnId(random), ...column }));
  const destinationId = await destination(client, place.connectionId, 'wb_a');
  const answer = expectSuccess(
    await client.post('/input-tables', { ...place, name, destinationId, columns: newColumns, editId: newEditId(random) }),
  );
  const inputTable = memberOf(answer, 'inputTable');
  const orders = keysBetween(null, null, rows.length);
  expectSuccess(
    await client.post(`/input-tables/${textOf(inputTable, 'id')}/edits`, {
      editId: newEditId(random),
      baseNum: numberOf(inputTable, 'headNum'),
      operation: {
        op: 'insertRows',
        columns: newColumns.map((column) => column.id),
        rows: rows.map((cells, index) => ({ id: newRowId(random), order: orders[index], cells })),
      },
    }),
  );
  const made = memberOf(inputTable, 'table');
  return { inputTableId: textOf(inputTable, 'id'), schema: textOf(made, 'schema'), table: textOf(made, 'table') };
}

/** The id of the destination in `schema`, once the check at sign-in has found it writable. */
async function destination(client: ApiClient, connectionId: string, schema: string): Promise<string> {
  for (const deadline = Date.now() + 30_000; ; await sleep(100)) {
    const items = listOf(expectSuccess(await client.get(`/connections/${connectionId}/write-destinations`)), 'items');
    const found = items.find((item) => memberOf(item, 'schema') === schema);
    if (found !== undefined && memberOf(found, 'verdict') === 'authorized') return textOf(found, 'id');
    if (Date.now() > deadline) throw new Error(`${schema} is not writable: ${JSON.stringify(found) ?? 'not configured'}`);
  }
}
