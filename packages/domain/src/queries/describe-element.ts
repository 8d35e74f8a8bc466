/** What an element and its source are made of, for the screens: names, types, and what is wrong with which formula. */
import type { DataType } from '../formula/expression.ts';
import type { FormulaScope } from '../formula/scope.ts';
import type { Definition, Source, SourceColumn } from '../workbooks/definition.ts';
import { CheckedElements } from './check-element.ts';
import type { ElementProblem } from './problem.ts';
import { PlanningProblem } from './problem.ts';
import type { SourceOf } from './resolved-source.ts';

export interface DescribedColumn {
  readonly id: string;
  readonly name: string;
  /** `null`: only shown, or wrong. */
  readonly type: DataType | null;
  readonly level: string | null;
  readonly problem: ElementProblem | null;
}

export type DescribedElement =
  | {
      readonly kind: 'described';
      /** All, hidden ones too. */
      readonly columns: readonly DescribedColumn[];
      /** What its source gives. */
      readonly source: readonly SourceColumn[];
      /** What the names in a formula mean: of one of its columns, or of a new one (`null`). */
      scope(columnId: string | null): FormulaScope;
    }
  | { readonly kind: 'wrong'; readonly problem: ElementProblem };

export function describeElement(definition: Definition, elementId: string, sourceOf: SourceOf): DescribedElement {
  return orWrong(() => {
    const checked = new CheckedElements(definition, sourceOf).element(elementId);
    const columns = checked.element.columns.map(({ id, name, level }): DescribedColumn => {
      const outcome = checked.check(id);
      return outcome.kind === 'wrong'
        ? { id, name, level, type: null, problem: outcome.problem }
        : { id, name, level, type: outcome.column.type, problem: null };
    });
    return { kind: 'described', columns, source: checked.source.described.columns, scope: (columnId) => checked.scope(columnId) };
  });
}

/** The columns of a source as an element of the document would see them. */
export function describeSource(
  definition: Definition,
  source: Source,
  sourceOf: SourceOf,
):
  | { readonly kind: 'described'; readonly columns: readonly SourceColumn[] }
  | { readonly kind: 'wrong'; readonly problem: ElementProblem } {
  return orWrong(() => ({ kind: 'described', columns: new CheckedElements(definition, sourceOf).source(source).described.columns }));
}

function orWrong<T>(describe: () => T): T | { readonly kind: 'wrong'; readonly problem: ElementProblem } {
  try {
    return describe();
  } catch (error) {
    if (error instanceof PlanningProblem) return { kind: 'wrong', problem: error.problem };
    throw error;
  }
}
