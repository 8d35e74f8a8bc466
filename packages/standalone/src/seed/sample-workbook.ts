/** A workbook of alice's with one input table, in the destination wb_a. */
import type { CellValue } from '@penstock/domain/values/cell-value';
import { idWhere, listOf, textOf } from './answer-shape.ts';
import type { ApiClient } from './api-client.ts';
import { expectSuccess } from './expect-success.ts';
import { addInputTable } from './sample-input-table.ts';
import type { MadeTable, SampleColumn } from './sample-input-table.ts';

const workbookName = 'Regional sales targets';
const tableName = 'Targets 2027';

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

/** Makes workbook and table unless they are there; everybody in the organization may edit the workbook. */
export async function addSampleWorkbook(alice: ApiClient, connectionId: string): Promise<MadeTable | null> {
  const known = idWhere(expectSuccess(await alice.get('/workbooks')), 'name', workbookName);
  const id = known ?? textOf(expectSuccess(await alice.post('/workbooks', { name: workbookName })), 'id');
  expectSuccess(await alice.put(`/workbooks/${id}/grants`, { grants: [{ to: 'everyone', right: 'edit' }] }));
  const [page] = listOf(expectSuccess(await alice.get(`/workbooks/${id}`)), 'pages');
  if (page === undefined || listOf(page, 'elements').length > 0) return null;
  return addInputTable(alice, { workbookId: id, pageId: textOf(page, 'id'), connectionId }, { name: tableName, columns, rows });
}
