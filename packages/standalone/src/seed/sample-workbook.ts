/**
 * A workbook of alice's with one input table, made as she would make it: the service account logs every edit, her own
 * login writes the data, in the destination wb_a.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { newColumnId, newEditId, newRowId } from '@penstock/domain/input-tables/ids';
import { keysBetween } from '@penstock/domain/input-tables/order-key';
import type { ColumnType } from '@penstock/domain/input-tables/column';
import type { CellValue } from '@penstock/domain/values/cell-value';
import { idWhere, listOf, memberOf, numberOf, textOf } from './answer-shape.ts';
import type { ApiClient } from './api-client.ts';
import { expectSuccess } from './expect-success.ts';

const workbookName = 'Regional sales targets';
const tableName = 'Targets 2027';

const random = { bytes: (count: number): Uint8Array => randomBytes(count) };

interface SampleColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly options?: readonly { readonly id: string; readonly label: string; readonly color: string | null }[];
}

const columns: readonly SampleColumn[] = [
  {
    name: 'Region',
    type: 'single-select',
    options: [
      { id: 'east', label: 'East', color: 'blue' },
      { id: 'south', label: 'South', color: 'amber' },
      { id: 'west', label: 'West', color: 'green' },
      { id: 'central', label: 'Central', color: 'violet' },
    ],
  },
  { name: 'Account manager', type: 'text' },
  { name: 'Sales 2026', type: 'number' },
  { name: 'Target', type: 'number' },
  { name: 'Review', type: 'date' },
  { name: 'Agreed', type: 'checkbox' },
  { name: 'Note', type: 'text' },
];

const rows: readonly (readonly CellValue[])[] = [
  ['east', 'Alice Moreau', '213082.84', '230000', '2027-01-15', true, 'New office in Boston from March'],
  ['south', 'Alice Moreau', '122905.86', '130000', '2027-01-15', false, 'Furniture is the lever here'],
  ['west', 'Bob Tanaka', '250128.37', '275000', '2027-01-22', true, null],
  ['central', 'Bob Tanaka', '147098.13', '150000', '2027-01-22', false, 'Discounts above 20 % lose money'],
];

/** What may be granted in the warehouse by the table's owner, so that colleagues can edit. */
export interface MadeTable {
  readonly schema: string;
  readonly table: string;
}

/** Makes workbook and table unless they are there; everybody in the organization may edit the workbook. */
export async function addSampleWorkbook(alice: ApiClient, connectionId: string): Promise<MadeTable | null> {
  const known = idWhere(expectSuccess(await alice.get('/workbooks')), 'name', workbookName);
  const id = known ?? textOf(expectSuccess(await alice.post('/workbooks', { name: workbookName })), 'id');
  expectSuccess(await alice.put(`/workbooks/${id}/grants`, { grants: [{ to: 'everyone', right: 'edit' }] }));

  const [page] = listOf(expectSuccess(await alice.get(`/workbooks/${id}`)), 'pages');
  if (page === undefined || listOf(page, 'elements').length > 0) return null;
  const newColumns = columns.map((column) => ({ id: newColumnId(random), ...column }));
  const answer = expectSuccess(
    await alice.post('/input-tables', {
      workbookId: id,
      pageId: textOf(page, 'id'),
      name: tableName,
      connectionId,
      destinationId: await destination(alice, connectionId, 'wb_a'),
      columns: newColumns,
      editId: newEditId(random),
    }),
  );
  const inputTable = memberOf(answer, 'inputTable');

  const orders = keysBetween(null, null, rows.length);
  expectSuccess(
    await alice.post(`/input-tables/${textOf(inputTable, 'id')}/edits`, {
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
  return { schema: textOf(made, 'schema'), table: textOf(made, 'table') };
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
