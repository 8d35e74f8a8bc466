/** What an engine writes in its own way when it renders plans: a dialect is only its difference. */
import type { DataType } from '@penstock/domain/formula/expression';
import type { RelationPath } from '@penstock/domain/queries/resolved-source';
import type { FormulaDialect } from '../formula/dialect.ts';
import type { SqlFragment } from '../sql/fragment.ts';

export interface QueryDialect {
  readonly formulas: FormulaDialect;
  quoteName(name: string): string;
  quoteRelation(path: RelationPath): string;
  /** How a stored column becomes a value of the formula language; `'as-is'` where it is one. */
  reading(engineType: string): StoredReading;
  /** Whether two group keys are the same, null being one; in a way that the engine can hash. */
  sameKey(left: SqlFragment, right: SqlFragment, type: DataType | null): SqlFragment;
  /** Whether two values have the same canonical spelling (`domain/values/cell-value.ts`); what has none equals nothing. */
  sameValue(left: SqlFragment, right: SqlFragment, type: DataType | null): SqlFragment;
  /** Between the name of a step and its parenthesis. */
  asStep(readAgain: boolean): string;
}

/** The type that a product's own column of moments has, for `reading`: ISO 8601 in UTC, stored as text on every engine. */
export const momentAsText = 'moment as text';

/** `wall-clock`: a timestamp without a zone, shown as it is stored: it is read in the document's time zone. */
export type StoredReading = 'as-is' | 'to-text' | 'to-number' | 'to-datetime' | 'wall-clock';
