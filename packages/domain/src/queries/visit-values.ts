/** Walking over the values of a plan. */
import type { Condition, SelectNode, Value } from './plan.ts';

/** Every value of a SELECT, those inside others too. `withJoins`: also what joins compare. */
export function visitValues(select: SelectNode, visit: (value: Value) => void, withJoins = true): void {
  for (const column of select.columns) visitValue(column.value, visit);
  for (const condition of select.where) for (const value of valuesOf(condition)) visitValue(value, visit);
  for (const order of select.orderBy) visitValue(order.value, visit);
  if (!withJoins) return;
  for (const join of select.joins) {
    for (const pair of join.on) {
      visitValue(pair.left, visit);
      visitValue(pair.right, visit);
    }
  }
}

export function visitValue(value: Value, visit: (value: Value) => void): void {
  visit(value);
  switch (value.kind) {
    case 'formula':
      for (const place of value.places.values()) visitValue(place, visit);
      visitWindow(value, visit);
      return;
    case 'position':
      visitWindow(value, visit);
      return;
    case 'as-text':
    case 'lowest':
      visitValue(value.value, visit);
      return;
    case 'left-out':
      visitValue(value.key, visit);
      return;
    case 'column':
    case 'stored':
    case 'null':
    case 'count':
    case 'output':
      return;
  }
}

function visitWindow(value: Extract<Value, { kind: 'formula' | 'position' }>, visit: (value: Value) => void): void {
  for (const by of value.window?.partitionBy ?? []) visitValue(by, visit);
  for (const by of value.window?.orderBy ?? []) visitValue(by.value, visit);
}

export function valuesOf(condition: Condition): readonly Value[] {
  return 'value' in condition ? [condition.value] : [];
}
