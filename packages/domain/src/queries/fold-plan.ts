/**
 * Makes a plan of many small steps one that a person would have written. A step that is read once, and does no more than pass
 * on, calculate and filter, becomes part of the step that reads it; a last look at a step (its columns chosen, ordered, cut)
 * becomes part of the step itself. Nothing that changes which rows are seen by whom is moved.
 */
import type { Condition, Input, JoinNode, OrderedValue, SelectColumn, SelectNode, Step, Value, WindowNode } from './plan.ts';
import { valuesOf, visitValues } from './visit-values.ts';

export function foldPlan(steps: readonly Step[]): readonly Step[] {
  let folded = steps;
  for (;;) {
    const next = foldOnce(folded);
    if (next === null) return folded.map((step) => ({ ...step, query: eachSelect(step.query, orderByOutput) }));
    folded = next;
  }
}

function foldOnce(steps: readonly Step[]): readonly Step[] | null {
  for (const [index, step] of steps.entries()) {
    const query = eachSelect(step.query, joinOnce);
    if (query !== step.query) return steps.with(index, { ...step, query });
  }
  const readers = countReaders(steps);
  for (const step of steps) {
    if (readers.get(step.id) !== 1 || step.query.node !== 'select') continue;
    const inner = step.query;
    let done = false;
    const rest = steps
      .filter((other) => other.id !== step.id)
      .map((other) => {
        const query = eachSelect(other.query, (outer) => {
          const folded = done ? null : (foldUp(step.id, inner, outer) ?? foldIn(step.id, inner, outer) ?? foldJoin(step.id, inner, outer));
          done ||= folded !== null;
          return folded ?? outer;
        });
        return query === other.query ? other : { ...other, query };
      });
    if (done) return rest;
  }
  return null;
}

function eachSelect(query: Step['query'], change: (select: SelectNode) => SelectNode): Step['query'] {
  if (query.node === 'select') return change(query);
  const selects = query.selects.map(change);
  return selects.every((select, index) => select === query.selects[index]) ? query : { ...query, selects };
}

function countReaders(steps: readonly Step[]): ReadonlyMap<string, number> {
  const readers = new Map<string, number>();
  for (const { query } of steps) {
    for (const select of query.node === 'select' ? [query] : query.selects) {
      for (const { relation } of [select.from, ...select.joins.map((join) => join.input)]) {
        if (relation.kind === 'step') readers.set(relation.stepId, (readers.get(relation.stepId) ?? 0) + 1);
      }
    }
  }
  return readers;
}

function reads(input: Input, stepId: string): boolean {
  return input.relation.kind === 'step' && input.relation.stepId === stepId;
}

function isOrderedOrCut(select: SelectNode): boolean {
  return select.orderBy.length > 0 || select.limit !== null || select.offset > 0;
}

/** `outer` only chooses, renames, orders and cuts what `inner` gives. */
function foldUp(stepId: string, inner: SelectNode, outer: SelectNode): SelectNode | null {
  if (!reads(outer.from, stepId) || outer.joins.length > 0 || outer.where.length > 0 || outer.groupBy !== null || isOrderedOrCut(inner))
    return null;
  const byName = new Map(inner.columns.map((column) => [column.name, column.value]));
  const renamed = new Map<string, string>();
  const columns: SelectColumn[] = [];
  for (const column of outer.columns) {
    const { value } = column;
    if (value.kind === 'null') columns.push(column);
    else if (value.kind === 'column' && !renamed.has(value.name)) {
      renamed.set(value.name, column.name);
      columns.push({ ...column, value: byName.get(value.name) ?? value });
    } else return null;
  }
  if (inner.groupBy?.every((name) => renamed.has(name)) === false) return null;
  const rename = (names: readonly string[]): readonly string[] => names.map((name) => renamed.get(name) ?? name);
  const orderBy: OrderedValue[] = [];
  for (const { value, direction } of outer.orderBy) {
    if (value.kind !== 'column') return null;
    const output = renamed.get(value.name);
    const hidden = byName.get(value.name);
    if (output === undefined && hidden === undefined) return null;
    orderBy.push({ value: output === undefined ? (hidden ?? value) : { kind: 'output', name: output }, direction });
  }
  return {
    ...inner,
    columns,
    groupBy: inner.groupBy === null ? null : rename(inner.groupBy),
    ...(inner.alsoGroupBy === undefined ? {} : { alsoGroupBy: inner.alsoGroupBy.map(rename) }),
    orderBy,
    limit: outer.limit,
    offset: outer.offset,
  };
}

/** `inner` only passes on, calculates and filters: `outer` can do so itself. */
function foldIn(stepId: string, inner: SelectNode, outer: SelectNode): SelectNode | null {
  if (!reads(outer.from, stepId) || inner.groupBy !== null || isOrderedOrCut(inner)) return null;
  const keepsUnmatched = outer.joins.some((join) => join.type === 'right' || join.type === 'full');
  const uses = countUses(outer, outer.from.id);
  const foldable = inner.columns.every(({ name, value }) =>
    isSimple(value) ? true : isCalculation(value) && (uses.get(name) ?? 0) <= 1 && !keepsUnmatched,
  );
  if (!foldable || (keepsUnmatched && inner.where.length > 0)) return null;
  const replaced = replaceInput(outer, outer.from.id, inner);
  return { ...replaced, from: inner.from, joins: [...inner.joins, ...replaced.joins], where: [...inner.where, ...replaced.where] };
}

/** A joined step that is a plain view of one table. */
function foldJoin(stepId: string, inner: SelectNode, outer: SelectNode): SelectNode | null {
  const joined = outer.joins.find((join) => reads(join.input, stepId));
  if (joined === undefined || inner.groupBy !== null || isOrderedOrCut(inner)) return null;
  if (inner.joins.length > 0 || inner.where.length > 0 || !inner.columns.every(({ value }) => isSimple(value))) return null;
  const replaced = replaceInput(outer, joined.input.id, inner);
  return {
    ...replaced,
    joins: replaced.joins.map((join) => (join.input.id === joined.input.id ? { ...join, input: inner.from } : join)),
  };
}

/** The same step joined twice by the same keys is joined once; as `inner` if one of them is. */
function joinOnce(select: SelectNode): SelectNode {
  for (const [index, join] of select.joins.entries()) {
    const earlier = select.joins.slice(0, index).find((other) => isSameJoin(other, join));
    if (earlier === undefined) continue;
    const names = new Map<string, Value>();
    visitValues(select, (value) => {
      if (value.kind === 'column' && value.input === join.input.id) names.set(value.name, { ...value, input: earlier.input.id });
    });
    const columns = [...names].map(([name, value]): SelectColumn => ({ name, value, type: null }));
    const replaced = replaceInput({ ...select, joins: select.joins.toSpliced(index, 1) }, join.input.id, { ...select, columns });
    const type = earlier.type === 'inner' || join.type === 'inner' ? 'inner' : earlier.type;
    const unique = type === 'inner' ? false : earlier.unique;
    return {
      ...replaced,
      joins: replaced.joins.map((other) => (other.input.id === earlier.input.id ? { ...other, type, unique } : other)),
    };
  }
  return select;
}

function isSameJoin(one: JoinNode, other: JoinNode): boolean {
  const mergeable = (join: JoinNode): boolean => join.type === 'inner' || (join.type === 'left' && join.unique);
  if (!mergeable(one) || !mergeable(other) || !reads(other.input, one.input.relation.kind === 'step' ? one.input.relation.stepId : ''))
    return false;
  if (one.on.length !== other.on.length || one.on.length === 0) return false;
  // Only joins by group keys: those match one row at most.
  return one.on.every((pair, index) => {
    const pendant = other.on[index];
    if (pendant === undefined || !pair.nullsEqual || !pendant.nullsEqual) return false;
    const sameRight = pair.right.kind === 'column' && pendant.right.kind === 'column' && pair.right.name === pendant.right.name;
    return sameRight && isSame(pair.left, pendant.left);
  });
}

function isSimple(value: Value): boolean {
  return value.kind === 'column' || value.kind === 'stored';
}

/** A formula of one row, which may stand wherever its result may. */
function isCalculation(value: Value): boolean {
  return value.kind === 'formula' && value.window === null;
}

function countUses(select: SelectNode, inputId: string): ReadonlyMap<string, number> {
  const uses = new Map<string, number>();
  visitValues(select, (value) => {
    if (value.kind === 'column' && value.input === inputId) uses.set(value.name, (uses.get(value.name) ?? 0) + 1);
    // What a formula reads, it may say more than once.
    if (value.kind !== 'formula') return;
    for (const place of value.places.values()) {
      if (place.kind === 'column' && place.input === inputId && !readsOnce(value)) uses.set(place.name, (uses.get(place.name) ?? 0) + 1);
    }
  });
  return uses;
}

function readsOnce(formula: Extract<Value, { kind: 'formula' }>): boolean {
  const { expression } = formula;
  // One call over columns and constants, each column once.
  if (expression.node !== 'call') return true;
  const named = expression.arguments.filter((argument) => argument.node === 'column');
  const plain = expression.arguments.every((argument) => argument.node !== 'call' && argument.node !== 'lookup');
  return plain && named.length === formula.places.size;
}

function replaceInput(select: SelectNode, inputId: string, inner: SelectNode): SelectNode {
  const byName = new Map(inner.columns.map((column) => [column.name, column.value]));
  const replace = (value: Value): Value => {
    switch (value.kind) {
      case 'column':
        return value.input === inputId ? (byName.get(value.name) ?? value) : value;
      case 'formula': {
        const places = new Map([...value.places].map(([key, place]) => [key, replace(place)]));
        return { ...value, places, window: value.window === null ? null : replaceWindow(value.window) };
      }
      case 'position':
        return { ...value, window: replaceWindow(value.window) };
      case 'as-text':
      case 'lowest':
        return { ...value, value: replace(value.value) };
      case 'left-out':
        return { ...value, key: replace(value.key) };
      case 'stored':
      case 'null':
      case 'count':
      case 'output':
        return value;
    }
  };
  const replaceWindow = (window: WindowNode): WindowNode => ({
    partitionBy: window.partitionBy.map(replace),
    orderBy: window.orderBy.map((order) => ({ ...order, value: replace(order.value) })),
  });
  return {
    ...select,
    joins: select.joins.map((join): JoinNode => ({
      ...join,
      on: join.on.map((pair) => ({ ...pair, left: replace(pair.left), right: replace(pair.right) })),
    })),
    where: select.where.map((condition): Condition =>
      valuesOf(condition).length === 0 ? condition : replaceInCondition(condition, replace),
    ),
    columns: select.columns.map((column) => ({ ...column, value: replace(column.value) })),
    orderBy: select.orderBy.map((order) => ({ ...order, value: replace(order.value) })),
  };
}

function replaceInCondition(condition: Condition, replace: (value: Value) => Value): Condition {
  return condition.kind === 'live-row' ? condition : { ...condition, value: replace(condition.value) };
}

/** An order by what the SELECT gives anyway is said by the name of that column. */
function orderByOutput(select: SelectNode): SelectNode {
  if (select.orderBy.length === 0) return select;
  const orderBy = select.orderBy.map((order): OrderedValue => {
    const output = select.columns.find((column) => isSame(column.value, order.value));
    return output === undefined ? order : { ...order, value: { kind: 'output', name: output.name } };
  });
  return { ...select, orderBy };
}

function isSame(one: Value, other: Value): boolean {
  if (one === other) return true;
  if (one.kind === 'column' && other.kind === 'column') return one.input === other.input && one.name === other.name;
  if (one.kind !== 'stored' || other.kind !== 'stored') return false;
  return one.input === other.input && one.name === other.name && one.labels === other.labels;
}
