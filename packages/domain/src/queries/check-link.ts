/**
 * A linked input table as a source: the rows of another source, each with what was typed beside its key. A row whose key is
 * empty in any part has nothing beside it. Typed columns can be named by their id too, so that renaming one in the table
 * breaks no formula.
 */
import type { LinkedSource, SourceColumn } from '../workbooks/definition.ts';
import { PlanningProblem } from './problem.ts';
import type { InputTableColumn, ResolvedSource } from './resolved-source.ts';
import { describeJoin, describeLeaf, joinedNames } from './source-columns.ts';
import type { DescribedSource } from './source-columns.ts';

export interface Link {
  readonly inputTableId: string;
  /** In the order of the input table's key columns. */
  readonly on: readonly { readonly row: SourceColumn; readonly key: InputTableColumn }[];
  /** What the input table adds to each row, under the name that the source gives it. */
  readonly typed: readonly { readonly column: InputTableColumn; readonly name: string }[];
  readonly described: DescribedSource;
}

/** Before a typed column's name where the rows have a column of that name already. */
const typedName = 'Input';

/** Throws `PlanningProblem` where the keys of the link are not those of the input table, or not of their types. */
export function checkLink(
  elementId: string,
  link: LinkedSource,
  rows: DescribedSource,
  inputs: Extract<ResolvedSource, { kind: 'input-table' }>,
): Link {
  const named = new Map(link.keys.map(({ column, columnId }) => [columnId, column]));
  const isOwnKeys = inputs.keyColumns.length > 0 && named.size === inputs.keyColumns.length && link.keys.length === named.size;
  const on = inputs.keyColumns.map((columnId) => {
    const key = inputs.columns.find((column) => column.id === columnId);
    const name = named.get(columnId);
    if (!isOwnKeys || key === undefined || name === undefined) {
      const message = 'The element does not name the key columns of its input table. Put the element back as it was made.';
      throw new PlanningProblem({ elementId }, 'query.link-differs', message);
    }
    return { row: keyOfRows(elementId, rows, name, key), key };
  });
  if (on.length === 0) throw new PlanningProblem({ elementId }, 'query.link-differs', 'The input table is not linked to anything.');
  const typed = inputs.columns.filter(({ id }) => id === undefined || !inputs.keyColumns.includes(id));
  const names = joinedNames(rows.columns, typed, typedName);
  return {
    inputTableId: link.inputTableId,
    on,
    typed: typed.map((column) => ({ column, name: names.get(column.name) ?? column.name })),
    described: describeJoin(rows, describeLeaf(null, typed), typedName),
  };
}

function keyOfRows(elementId: string, rows: DescribedSource, name: string, key: InputTableColumn): SourceColumn {
  const row = rows.columns.find((column) => column.name === name);
  if (row === undefined) {
    const message = `Rows are told apart by “${name}”, which their source does not give any more. Bring the column back.`;
    throw new PlanningProblem({ elementId }, 'query.column-missing', message);
  }
  if (row.type === key.type) return row;
  const message = `Rows are told apart by “${name}”, which was ${key.type ?? 'of another type'} and is ${row.type ?? 'of an unknown type'} now.`;
  throw new PlanningProblem({ elementId }, 'query.join-types-differ', `${message} Bring its type back.`);
}
