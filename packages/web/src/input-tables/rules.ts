/** What is asked of a column beyond its type, as the screen shows it. The server decides. */
import type { Column } from '@penstock/domain/input-tables/column';
import type { CellValue } from '@penstock/domain/values/cell-value';
import type { InputTable, RulesOfColumn } from '../api/contract.ts';

export function rulesOf(table: InputTable, columnId: string): RulesOfColumn | null {
  return table.columnRules.find((rules) => rules.columnId === columnId) ?? null;
}

export function isLocked(table: InputTable, columnId: string): boolean {
  return rulesOf(table, columnId)?.locked === true;
}

/** Whether the column has a list of its own that lacks the value. */
export function isUnlisted(table: InputTable, { id }: Column, value: CellValue): boolean {
  const from = rulesOf(table, id)?.allowed?.from;
  return value !== null && from?.kind === 'values' && !from.values.includes(String(value));
}
