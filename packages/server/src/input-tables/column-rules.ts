/** The rules of a column: setting them, and the values that its list offers. */
import { findElement } from '@penstock/domain/queries/leaf-sources';
import { isDataElement } from '@penstock/domain/workbooks/references';
import { mayHaveList, mayWrite, mostAllowedValues, noRules } from '@penstock/domain/input-tables/column-rules';
import type { AllowedValues, ColumnRules } from '@penstock/domain/input-tables/column-rules';
import type { Column } from '@penstock/domain/input-tables/column';
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import type { Actor } from '@penstock/domain/members/actor';
import { cellProblem } from '@penstock/domain/values/cell-problem';
import type { Definition } from '@penstock/domain/workbooks/definition';
import type { DocumentVersion } from '@penstock/domain/workbooks/versions';
import type { ElementQueries } from '../queries/element-queries.ts';
import { requireEditRight } from './commands.ts';
import type { CommandNeeds } from './commands.ts';
import { refuseKeyColumn } from './linked.ts';
import { dataTableOf } from './reach.ts';
import type { Reached } from './reach.ts';
import { setColumnRules } from './store.ts';

/** Whether this person decides who may write which column. */
export function mayProtect({ memberId }: Actor, { table, isOwner }: Reached): boolean {
  return isOwner || table.ownerMemberId === memberId;
}

/** Throws `input-table.column-unknown`, `input-table.column-protected`, `input-table.rules-invalid`. */
export async function changeColumnRules(
  needs: CommandNeeds,
  actor: Actor,
  tableId: string,
  columnId: string,
  rules: ColumnRules,
): Promise<void> {
  const reached = await needs.reach.of(actor, tableId);
  requireEditRight(actor, reached);
  const { table } = reached;
  const column = await columnOf(needs, reached, columnId);
  refuseKeyColumn(table, columnId);
  const before = table.columnRules.get(columnId) ?? noRules;
  const protects = JSON.stringify(before.protection) !== JSON.stringify(rules.protection);
  if (protects && !mayProtect(actor, reached))
    throw new PenstockError(
      'input-table.column-protected',
      'Only the owner of the table or of its workbook decides who may change a column.',
    );
  if (!mayProtect(actor, reached) && !mayWrite(before, await needs.reads.writer(actor, table)))
    throw new PenstockError('input-table.column-protected', `You are not among those who may change "${column.name}".`);
  if (rules.allowed !== null) {
    const { definition } = await needs.workbooks.definition(actor, table.workbookId, 'draft');
    requireList(rules.allowed, column, definition);
  }
  await setColumnRules(needs.database.pool, table.id, columnId, rules);
  needs.reach.forget(table.id);
}

/** At most a thousand values, in order; of another element's column as this person may see them now. */
export async function choicesOf(
  needs: CommandNeeds & { readonly elementQueries: Pick<ElementQueries, 'values'> },
  actor: Actor,
  { id: tableId, columnId, version: wanted }: { readonly id: string; readonly columnId: string; readonly version: DocumentVersion | null },
  request: { readonly id: string; readonly signal: (workbookId: string) => AbortSignal },
): Promise<{ readonly values: readonly string[]; readonly hasMore: boolean }> {
  const reached = await needs.reach.of(actor, tableId);
  await columnOf(needs, reached, columnId);
  const from = reached.table.columnRules.get(columnId)?.allowed?.from;
  if (from === undefined) return { values: [], hasMore: false };
  if (from.kind === 'values') return { values: from.values, hasMore: false };
  const { definition, version } = await needs.workbooks.definition(actor, reached.table.workbookId, wanted);
  const element = findElement(definition, from.elementId);
  if (element === undefined || !isDataElement(element)) throw invalid('The element that the list comes from is gone.');
  const { values, hasMore } = await needs.elementQueries.values(
    {
      actor,
      requestId: request.id,
      workbookId: reached.table.workbookId,
      elementId: element.id,
      version,
      controls: {},
      view: { sorts: null, filters: [], collapsed: {} },
      element: null,
      signal: request.signal(reached.table.workbookId),
    },
    { columnId: from.columnId, containing: '' },
    { offset: 0, limit: mostAllowedValues },
  );
  const found = values[0] ?? [];
  return { values: found.filter((value) => value !== null).map(String), hasMore };
}

async function columnOf(needs: CommandNeeds, { table }: Reached, columnId: string): Promise<Column> {
  const { shape } = await needs.editLog.status(dataTableOf(table));
  const column = shape.columns.get(columnId);
  if (column !== undefined) return column;
  throw new PenstockError('input-table.column-unknown', `There is no column ${columnId} in this table.`, {
    facts: { columns: [columnId] },
  });
}

function requireList({ from, otherwise }: AllowedValues, column: Column, definition: Definition): void {
  if (!mayHaveList(column.type)) throw invalid('Only columns of text, numbers and dates have a list of values.');
  if (from.kind === 'values') {
    if (new Set(from.values).size !== from.values.length) throw invalid('A value is there twice.');
    const unfit = from.values.find((value) => cellProblem(value, column) !== null);
    if (unfit !== undefined) throw invalid(`"${unfit.slice(0, 60)}" does not fit the column.`);
    return;
  }
  const element = findElement(definition, from.elementId);
  const listed = element !== undefined && isDataElement(element) ? element.columns.find(({ id }) => id === from.columnId) : undefined;
  if (listed === undefined || listed.level !== null) throw invalid('The workbook has no such column of rows.');
  if (otherwise === 'refuse') throw invalid('Values of another element can only warn: whether an edit is taken never waits for a query.');
}

function invalid(detail: string): PenstockError {
  return new PenstockError('input-table.rules-invalid', detail);
}
