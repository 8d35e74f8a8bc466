/**
 * The checker: gives every name its column and every call its function, so that what is left is typed data
 * (`expression.ts`). Nothing is evaluated; the only conversion that happens by itself is from a date to the datetime at
 * which that day begins.
 */
import { findFunction, functionCatalogue } from './catalogue.ts';
import { fitArguments } from './fit-arguments.ts';
import type { CheckedValue } from './fit-arguments.ts';
import type { Expression, DataType, LookupExpression, Shape } from './expression.ts';
import type { FunctionEntry } from './function-entry.ts';
import { nearest } from './nearest.ts';
import { parseFormula } from './parse.ts';
import { printName } from './print.ts';
import type { FormulaProblem, ProblemCode, Span } from './problem.ts';
import { problemAt } from './problem.ts';
import type { FormulaScope } from './scope.ts';
import type { CallNode, SyntaxNode } from './syntax.ts';
import { isCanonicalDate } from '../values/date-time.ts';

export type CheckResult =
  | { readonly kind: 'checked'; readonly expression: Expression; readonly type: DataType; readonly shape: Shape }
  /** At least one, in the order of their places. */
  | { readonly kind: 'wrong'; readonly problems: readonly FormulaProblem[] };

/** Pure and quick: runs at every keystroke in the browser, and again in the server. */
export function checkFormula(text: string, scope: FormulaScope): CheckResult {
  const { tree, problems } = parseFormula(text);
  const checker = new Checker(scope);
  const value = checker.value(tree, 'own');
  // What could not be read is not told a second time.
  const further = checker.problems.filter((found) => problems.every((known) => known.from !== found.from));
  const all = [...problems, ...further].toSorted((left, right) => left.from - right.from);
  if (value === null || all.length > 0) return { kind: 'wrong', problems: all };
  return { kind: 'checked', expression: value.expression, type: value.expression.type, shape: value.shape };
}

/** Whose columns a name means: the element's own, or those of the element that a Lookup looks into. */
type Side = 'own' | 'other';

class Checker {
  readonly problems: FormulaProblem[] = [];
  readonly #scope: FormulaScope;

  constructor(scope: FormulaScope) {
    this.#scope = scope;
  }

  /** `null`: a problem was reported. */
  value(node: SyntaxNode, side: Side): CheckedValue | null {
    switch (node.node) {
      case 'number':
      case 'text':
      case 'logical':
        return plain(node, { node: 'literal', type: node.node, value: node.value });
      case 'null':
        return { ...plain(node, { node: 'literal', type: 'text', value: null }), untyped: true };
      case 'name':
        return this.#name(node, node.path, side);
      case 'call':
        return this.#call(node, side);
      case 'missing':
        return null;
    }
  }

  #name(span: Span, path: readonly string[], side: Side): CheckedValue | null {
    if (path.includes('')) return null;
    let found = this.#scope.resolve(path);
    // A column may be called `Miles/Hour`; nobody should have to know about escapes.
    if (found.kind === 'none' && path.length > 1) {
      const whole = this.#scope.resolve([path.join('/')]);
      if (whole.kind !== 'none') found = whole;
    }
    switch (found.kind) {
      case 'none': {
        const hint = found.suggestions.length === 0 ? '' : ` Did you mean ${found.suggestions.join(' or ')}?`;
        return this.#wrong(
          span,
          'formula.unknown-name',
          `There is no column or control ${printName(path)} here.${hint}`,
          found.suggestions,
        );
      }
      case 'column': {
        const { reference, type, shape } = found;
        if (reference.of === 'other-element' && side === 'own') {
          const name = printName(path);
          const message = `${name} is a column of another element: it is reached with Lookup(${name}, [own key], [its key]) or Rollup.`;
          return this.#wrong(span, 'formula.other-element', message, ['Lookup', 'Rollup']);
        }
        if (reference.of !== 'other-element' && side === 'other') {
          return this.#wrong(
            span,
            'formula.mixed-elements',
            `A column of the other element was expected here; ${printName(path)} is one of this element.`,
          );
        }
        return { ...plain(span, { node: 'column', type, reference }), shape };
      }
      case 'control': {
        const { control, controlId, type } = found;
        if (control === 'number-range' || control === 'date-range') {
          const name = printName(path);
          const message = `${name} is a range: RangeStart(${name}) or RangeEnd(${name}) was expected.`;
          return this.#wrong(span, 'formula.range-control', message, [`RangeStart(${name})`, `RangeEnd(${name})`]);
        }
        return plain(span, { node: 'control', type, controlId, part: 'value' });
      }
    }
  }

  #call(call: CallNode, side: Side): CheckedValue | null {
    const entry = findFunction(call.function);
    if (entry === undefined) {
      for (const argument of call.arguments) this.value(argument, side);
      const near = nearest(
        call.function,
        functionCatalogue.map((known) => known.name),
      );
      const hint = near.length === 0 ? '' : ` Did you mean ${near.join(' or ')}?`;
      return this.#wrong(call.name, 'formula.unknown-function', `There is no function ${call.function}.${hint}`, near);
    }
    if (entry.name === 'Lookup' || entry.name === 'Rollup') return this.#lookup(entry, call, side);
    if (entry.name === 'RangeStart' || entry.name === 'RangeEnd') return this.#rangeEnd(entry, call);
    const values = call.arguments.map((argument) => this.value(argument, side));
    if (!values.every((value) => value !== null)) return null;
    const compared = comparisons.has(entry.name) ? values.find((value) => value.untyped) : undefined;
    if (compared !== undefined) {
      const message = 'Nothing is equal to Null, or greater or less: IsNull(…) or IsNotNull(…) was expected.';
      return this.#wrong(compared.span, 'formula.compared-with-null', message, ['IsNull', 'IsNotNull']);
    }
    const fit = fitArguments(entry, call, values);
    if (fit.kind === 'wrong') {
      this.problems.push(fit.problem);
      return null;
    }
    const folded = fold(entry.name, fit.arguments);
    if (folded !== null) return plain(call, folded);
    if (
      entry.name === 'Date' &&
      fit.arguments[0]?.node === 'literal' &&
      fit.arguments[0].type === 'text' &&
      fit.arguments[0].value !== null
    ) {
      return this.#wrong(values[0]?.span ?? call, 'formula.argument-type', 'A date that exists was expected here, such as "2026-01-31".');
    }
    return this.#shaped(entry, call, values, { node: 'call', type: fit.type, function: entry.name, arguments: fit.arguments });
  }

  /** Which calls may stand inside which, and what shape comes of it. */
  #shaped(entry: FunctionEntry, call: CallNode, values: readonly CheckedValue[], expression: Expression): CheckedValue | null {
    const aggregated = values.find((value) => value.calls.aggregate);
    const windowed = values.find((value) => value.calls.window);
    const span = { from: call.from, to: call.to };
    switch (entry.kind) {
      case 'aggregate':
        if (windowed !== undefined) {
          return this.#wrong(
            windowed.span,
            'formula.nested-window',
            `${entry.name} was given a function that looks at other rows: put that in a column of its own and name the column here.`,
          );
        }
        if (aggregated !== undefined) {
          return this.#wrong(
            aggregated.span,
            'formula.nested-aggregate',
            `${entry.name} was given another aggregate: put that in a column of its own and name the column here.`,
          );
        }
        return { expression, untyped: false, span, shape: 'aggregate', calls: { aggregate: true, window: false } };
      case 'window':
        if (windowed !== undefined) {
          return this.#wrong(
            windowed.span,
            'formula.nested-window',
            `${entry.name} was given another function that looks at other rows: put that in a column of its own and name the column here.`,
          );
        }
        return { expression, untyped: false, span, shape: 'window', calls: { aggregate: aggregated !== undefined, window: true } };
      case 'scalar':
        return {
          expression,
          untyped: false,
          span,
          shape: widest(values),
          calls: { aggregate: aggregated !== undefined, window: windowed !== undefined },
        };
    }
  }

  #rangeEnd(entry: FunctionEntry, call: CallNode): CheckedValue | null {
    const [argument] = call.arguments;
    const path = argument?.node === 'name' ? argument.path : null;
    const found = path === null || call.arguments.length > 1 ? null : this.#scope.resolve(path);
    if (found === null || found.kind !== 'control' || (found.control !== 'number-range' && found.control !== 'date-range')) {
      return this.#wrong(argument ?? call.name, 'formula.argument-type', `${entry.name} takes one range control, such as [Period].`);
    }
    const part = entry.name === 'RangeStart' ? 'from' : 'to';
    return plain(call, { node: 'control', type: found.type, controlId: found.controlId, part });
  }

  #lookup(entry: FunctionEntry, call: CallNode, side: Side): CheckedValue | null {
    const [valueNode, ...keyNodes] = call.arguments;
    if (valueNode === undefined || keyNodes.length === 0 || keyNodes.length % 2 !== 0) {
      const message = `${entry.name} takes a value of another element, then pairs of keys: ${entry.name}([Element/Value], [own key], [Element/Key]).`;
      return this.#wrong(call.name, 'formula.argument-count', message);
    }
    if (side === 'other') {
      return this.#wrong(call.name, 'formula.mixed-elements', `${entry.name} cannot stand inside another Lookup or Rollup.`);
    }
    const value = this.value(valueNode, 'other');
    const checked = keyNodes.map((node, index) => this.value(node, index % 2 === 0 ? 'own' : 'other'));
    if (value === null || !checked.every((key) => key !== null)) return null;
    const kind = entry.name === 'Lookup' ? 'lookup' : 'rollup';
    if (value.calls.window || value.calls.aggregate !== (kind === 'rollup')) {
      const expected = kind === 'lookup' ? 'a value of one row' : 'an aggregate, such as Sum([Element/Column])';
      return this.#wrong(value.span, 'formula.argument-type', `${entry.name} takes ${expected} here.`);
    }
    const elements = new Set([value, ...checked.filter((_, index) => index % 2 === 1)].flatMap((part) => elementsOf(part.expression)));
    const [elementId] = elements;
    if (elementId === undefined || elements.size > 1) {
      const message = `${entry.name} looks into one other element: its value and keys must be columns of the same one.`;
      return this.#wrong(call, 'formula.mixed-elements', message);
    }
    const equal = findFunction('Equal');
    const keys: LookupExpression['keys'][number][] = [];
    for (let index = 0; index < checked.length; index += 2) {
      const pair = checked.slice(index, index + 2);
      const fit = equal === undefined ? null : fitArguments(equal, call, pair);
      const [own, other] = fit?.kind === 'fits' ? fit.arguments : [];
      if (own === undefined || other === undefined) {
        const message = 'A key of the same type as the one before it was expected here.';
        return this.#wrong(pair[1]?.span ?? call, 'formula.argument-type', message);
      }
      keys.push({ own, other });
    }
    const own = checked.filter((_, index) => index % 2 === 0);
    return {
      expression: { node: 'lookup', kind, type: value.expression.type, elementId, value: value.expression, keys },
      untyped: false,
      span: { from: call.from, to: call.to },
      shape: widest(own),
      calls: { aggregate: own.some((key) => key.calls.aggregate), window: own.some((key) => key.calls.window) },
    };
  }

  #wrong(span: Span, code: ProblemCode, message: string, suggestions: readonly string[] = []): null {
    this.problems.push(problemAt(span, code, message, suggestions));
    return null;
  }
}

const comparisons: ReadonlySet<string> = new Set(['Equal', 'NotEqual', 'LessThan', 'AtMost', 'GreaterThan', 'AtLeast']);

function plain(span: Span, expression: Expression): CheckedValue {
  return { expression, untyped: false, span: { from: span.from, to: span.to }, shape: 'row', calls: { aggregate: false, window: false } };
}

function widest(values: readonly CheckedValue[]): Shape {
  if (values.some((value) => value.shape === 'window')) return 'window';
  return values.some((value) => value.shape === 'aggregate') ? 'aggregate' : 'row';
}

/** Spellings of literals that the grammar has none for: negative numbers and dates. */
function fold(name: string, operands: readonly Expression[]): Expression | null {
  const [operand] = operands;
  if (operand?.node !== 'literal' || typeof operand.value !== 'string' || operands.length !== 1) return null;
  if (name === 'Negate' && operand.value !== '0' && !operand.value.startsWith('-')) {
    return { node: 'literal', type: 'number', value: `-${operand.value}` };
  }
  if (name === 'Date' && operand.type === 'text' && isCanonicalDate(operand.value)) {
    return { node: 'literal', type: 'date', value: operand.value };
  }
  return null;
}

function elementsOf(expression: Expression): readonly string[] {
  switch (expression.node) {
    case 'column':
      return expression.reference.of === 'other-element' ? [expression.reference.elementId] : [];
    case 'call':
      return expression.arguments.flatMap(elementsOf);
    case 'literal':
    case 'control':
    case 'lookup':
      return [];
  }
}
