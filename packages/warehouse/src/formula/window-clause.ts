/** What follows OVER: the rows that a window function looks at. The query compiler gives partition and order. */
import type { Expression } from '@penstock/domain/formula/expression';
import type { SqlFragment } from '../sql/fragment.ts';
import { joined, sql, verbatim } from '../sql/fragment.ts';
import type { WindowClause } from './template.ts';

export interface WindowContext {
  readonly partitionBy: readonly SqlFragment[];
  readonly orderBy: readonly WindowOrder[];
}

export interface WindowOrder {
  readonly sql: SqlFragment;
  readonly direction: 'ascending' | 'descending';
}

/**
 *   over      all rows of the partition
 *   ordered   its rows in order
 *   running   from its first row to this one
 *   entire    all rows of the partition, in order
 *   moving    as many rows before and after this one as the second and third argument say
 *   ranked    its rows with a first argument, in the order of that; the last argument may say `"desc"`
 */
export function windowClause(
  clause: WindowClause,
  window: WindowContext | null,
  values: readonly Expression[],
  ranked: SqlFragment,
): SqlFragment {
  const partition = window === null || window.partitionBy.length === 0 ? [] : [sql`partition by ${joined(window.partitionBy, ', ')}`];
  const order = orderOf(window?.orderBy ?? []);
  switch (clause) {
    case 'over':
      return enclose(partition);
    case 'ordered':
      return enclose([...partition, ...order]);
    case 'running':
      return enclose([...partition, ...order, verbatim('rows between unbounded preceding and current row')]);
    case 'entire':
      return enclose([...partition, ...order, verbatim('rows between unbounded preceding and unbounded following')]);
    case 'moving':
      return enclose([...partition, ...order, verbatim(`rows between ${count(values[1])} preceding and ${count(values[2])} following`)]);
    case 'ranked': {
      const last = values.at(-1);
      const descending = last?.node === 'literal' && last.value === 'desc';
      const counted = [...(window?.partitionBy ?? []), sql`${ranked} is null`];
      return enclose([
        sql`partition by ${joined(counted, ', ')}`,
        ...orderOf([{ sql: ranked, direction: descending ? 'descending' : 'ascending' }]),
      ]);
    }
  }
}

/** Nulls last either way: engines differ in their habits. */
function orderOf(orders: readonly WindowOrder[]): readonly SqlFragment[] {
  if (orders.length === 0) return [];
  const terms = orders.map((order) => sql`${order.sql} ${verbatim(order.direction === 'descending' ? 'desc nulls last' : 'nulls last')}`);
  return [sql`order by ${joined(terms, ', ')}`];
}

function enclose(pieces: readonly SqlFragment[]): SqlFragment {
  return sql`(${joined(pieces, ' ')})`;
}

function count(expression: Expression | undefined): number {
  return expression?.node === 'literal' && typeof expression.value === 'string' ? Number(expression.value) : 0;
}
