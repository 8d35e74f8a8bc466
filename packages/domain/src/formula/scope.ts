/** What the names of a formula mean: whoever checks a formula says which columns and controls can be seen from it. */
import type { ControlKind } from '../workbooks/definition.ts';
import type { ColumnReference, DataType, Shape } from './expression.ts';

export interface FormulaScope {
  /** `[Delay]` is `['Delay']`, `[Flights/Delay]` is `['Flights', 'Delay']`; case does not matter. */
  resolve(path: readonly string[]): Resolution;
}

export type Resolution =
  /** `shape`: of the named column's own formula; `'row'` for a column of a source. */
  | { readonly kind: 'column'; readonly reference: ColumnReference; readonly type: DataType; readonly shape: Shape }
  | { readonly kind: 'control'; readonly controlId: string; readonly control: ControlKind; readonly type: DataType }
  /** Names that can be seen and are spelled alike, as they are written between brackets. */
  | { readonly kind: 'none'; readonly suggestions: readonly string[] };
