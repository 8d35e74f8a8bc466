/**
 * What a filter demands of a column. A control that holds nothing demands nothing; what it holds is compared as the
 * column's own type, and a choice that is no value of that type equals nothing.
 */
import type { DataType } from '../formula/expression.ts';
import type { ControlValue, Filter, FilterRule } from '../workbooks/definition.ts';
import { isCanonicalDate, isCanonicalMoment } from '../values/date-time.ts';
import { canonicalNumber } from '../values/number.ts';
import type { Condition, ControlState, Value } from './plan.ts';

/** A filter of the first few by a column needs positions, which the planner makes. */
export type PlainRule = Exclude<FilterRule, { kind: 'top' }>;

export function isTop(filter: Filter): filter is Filter & Extract<FilterRule, { kind: 'top' }> {
  return filter.kind === 'top';
}

/** `null`: the rule does not fit the column's type. `type` is `null` for columns that are only shown, which read as text. */
export function conditionsOf(
  rule: PlainRule,
  value: Value,
  type: DataType | null,
  control: ControlState | undefined,
): readonly Condition[] | null {
  const comparedAs = type ?? 'text';
  switch (rule.kind) {
    case 'list': {
      const values = rule.values.flatMap((wanted) => fittingValue(wanted, comparedAs));
      return [{ kind: 'list', value, type: comparedAs, mode: rule.mode, values }];
    }
    case 'range':
      return range(value, comparedAs, rule.from, rule.to);
    case 'text':
      if (comparedAs !== 'text') return null;
      return rule.text === '' && rule.operator !== 'equals' && rule.operator !== 'does-not-equal'
        ? []
        : [{ kind: 'text', value, operator: rule.operator, text: rule.text, caseSensitive: rule.caseSensitive }];
    case 'null':
      return [{ kind: 'null', value, mode: rule.mode }];
    case 'control':
      return control === undefined ? [] : conditionsOfControl(control, value, comparedAs);
  }
}

function conditionsOfControl({ kind, value: held }: ControlState, value: Value, type: DataType): readonly Condition[] | null {
  if (held === null || held === '') return [];
  switch (kind) {
    case 'list': {
      const chosen = typeof held === 'string' ? [held] : isList(held) ? held : [];
      if (chosen.length === 0) return [];
      return [{ kind: 'list', value, type, mode: 'include', values: chosen.flatMap((one) => fittingValue(one, type)) }];
    }
    case 'text':
      if (type !== 'text') return null;
      return typeof held === 'string' ? [{ kind: 'text', value, operator: 'contains', text: held, caseSensitive: false }] : [];
    case 'number-range':
    case 'date-range':
      return isRange(held) ? range(value, type, held.from, held.to) : [];
    case 'switch':
      if (type !== 'logical') return null;
      return typeof held === 'boolean' ? [{ kind: 'list', value, type, mode: 'include', values: [held] }] : [];
  }
}

function range(value: Value, type: DataType, from: string | null, to: string | null): readonly Condition[] | null {
  const [low, high] = [bound(from, type), bound(to, type)];
  if (low === undefined || high === undefined || type === 'logical') return null;
  return low === null && high === null ? [] : [{ kind: 'range', value, type, from: low, to: high }];
}

/** A bound of a datetime may be a date: then it is the whole day in the document's time zone. `undefined`: it does not fit. */
function bound(text: string | null, type: DataType): string | null | undefined {
  if (text === null || text === '') return null;
  if (type === 'datetime' && isCanonicalDate(text)) return text;
  const [fitting] = fittingValue(text, type);
  return typeof fitting === 'string' ? fitting : undefined;
}

function fittingValue(wanted: string | boolean | null, type: DataType): readonly (string | boolean | null)[] {
  if (wanted === null) return [null];
  switch (type) {
    case 'logical': {
      const logical = typeof wanted === 'boolean' ? wanted : wanted === 'true' ? true : wanted === 'false' ? false : null;
      return logical === null ? [] : [logical];
    }
    case 'text':
      return typeof wanted === 'string' && !wanted.includes('\0') && wanted.isWellFormed() ? [wanted] : [];
    case 'number': {
      const number = typeof wanted === 'string' ? canonicalNumber(wanted) : null;
      return number === null || number === 'too-many-digits' ? [] : [number];
    }
    case 'date':
      return typeof wanted === 'string' && isCanonicalDate(wanted) ? [wanted] : [];
    case 'datetime':
      return typeof wanted === 'string' && isCanonicalMoment(wanted) ? [wanted] : [];
  }
}

/** What a formula reads of a control, in canonical encoding; `null` where it holds nothing, or nothing of its type. */
export function heldValue({ kind, value: held }: ControlState, part: 'value' | 'from' | 'to'): string | boolean | null {
  if (held === null) return null;
  switch (kind) {
    case 'list':
    case 'text': {
      const one = isList(held) ? held[0] : held;
      return typeof one === 'string' && one !== '' ? (fittingValue(one, 'text')[0] ?? null) : null;
    }
    case 'number-range':
    case 'date-range': {
      const end = isRange(held) && part !== 'value' ? held[part] : null;
      return bound(end, kind === 'number-range' ? 'number' : 'date') ?? null;
    }
    case 'switch':
      return typeof held === 'boolean' ? held : null;
  }
}

function isList(held: ControlValue): held is readonly string[] {
  return Array.isArray(held);
}

function isRange(held: ControlValue): held is { readonly from: string | null; readonly to: string | null } {
  return held !== null && typeof held === 'object' && !Array.isArray(held);
}
