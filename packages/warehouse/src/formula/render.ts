/**
 * A checked formula to SQL. What a person typed becomes a parameter; numbers, logical values and nulls stand in the text,
 * and words from closed lists where SQL wants a keyword.
 *
 * What the columns must be for it: numbers of any number type, texts, booleans, dates, and instants (`timestamp with time
 * zone`): the compiler converts others where it reads them.
 */
import type {
  CallExpression,
  ColumnReference,
  ControlExpression,
  DataType,
  Expression,
  LiteralExpression,
  LookupExpression,
} from '@penstock/domain/formula/expression';
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import type { SqlFragment } from '../sql/fragment.ts';
import { joined, parameter, sql, verbatim } from '../sql/fragment.ts';
import type { FormulaDialect, FormulaPart, TemplateWithTexts } from './dialect.ts';
import type { ConvertedForm, PlaceForm, Template } from './template.ts';
import { sizes } from './sizes.ts';
import { readTemplate } from './template.ts';
import type { WindowContext } from './window-clause.ts';
import { windowClause } from './window-clause.ts';

export interface RenderContext {
  readonly dialect: FormulaDialect;
  /** Enclosed, so that it can stand beside any operator. */
  column(reference: ColumnReference): SqlFragment;
  /** What the control holds, in canonical encoding. */
  control(controlId: string, part: ControlExpression['part']): LiteralExpression['value'];
  /** The value of the joined row, enclosed as a column is. */
  lookup(node: LookupExpression): SqlFragment;
  /** For formulas of shape `window`; `null`: all rows, in no order. */
  readonly window: WindowContext | null;
  /** IANA name. */
  readonly timeZone: string;
  readonly weekStart: 'monday' | 'sunday';
}

/** Templates may repeat an argument, so that a formula nested on purpose could grow beyond bounds; real ones stay far below. */
const maximumLength = 200_000;

export function renderExpression(expression: Expression, context: RenderContext): SqlFragment {
  return part(expression, context).sql;
}

function part(expression: Expression, context: RenderContext): FormulaPart {
  switch (expression.node) {
    case 'literal':
      return literalPart(expression, context.dialect);
    case 'column':
      return machinePart(context.column(expression.reference), expression.type);
    case 'control': {
      const value = context.control(expression.controlId, expression.part);
      return { ...literalPart({ node: 'literal', type: expression.type, value }, context.dialect, true), literal: null };
    }
    case 'lookup':
      return machinePart(context.lookup(expression), expression.type);
    case 'call':
      return callPart(expression, context);
  }
}

function machinePart(fragment: SqlFragment, type: DataType): FormulaPart {
  return { sql: fragment, type, loose: false, machine: type === 'number', literal: null };
}

/** `bound`: as a parameter whatever it is, so that the text of the statement stays the same when the value changes. */
function literalPart(literal: LiteralExpression, dialect: FormulaDialect, bound = false): FormulaPart {
  const { type, value } = literal;
  const sqlType = dialect.types[type];
  const part = { type, loose: false, machine: false, literal };
  if (bound) return { ...part, sql: parameter(value, sqlType) };
  if (value === null) return { ...part, sql: verbatim(`null::${sqlType}`) };
  if (typeof value === 'boolean') return { ...part, sql: verbatim(String(value)) };
  if (type !== 'number') return { ...part, sql: parameter(value, sqlType) };
  if (!/^-?\d+(?:\.\d+)?$/.test(value)) throw new Error('A number is not in canonical encoding.');
  return { ...part, sql: verbatim(value), loose: value.startsWith('-'), machine: !value.includes('.') };
}

function callPart(call: CallExpression, context: RenderContext): FormulaPart {
  const { template: text, texts } = templateOf(call, context);
  const template = readTemplate(text);
  const values = call.arguments.map((argument) => part(argument, context));
  const filled = fill(template, texts, values, call, context);
  if (lengthOf(filled) > maximumLength) {
    throw new PenstockError(
      'formula.too-large',
      `With ${call.function}, the formula becomes SQL of more than ${maximumLength} characters.`,
    );
  }
  return { sql: filled, type: call.type, loose: template.loose, machine: call.type === 'number' && !template.exact, literal: null };
}

function lengthOf(fragment: SqlFragment): number {
  return fragment.parts.reduce((sum, part) => sum + (typeof part === 'string' ? part.length : 1), 0);
}

/** That of the first argument's type, where there is one for each. */
function templateOf(call: CallExpression, context: RenderContext): TemplateWithTexts {
  const entry = context.dialect.templates[call.function];
  const template = typeof entry === 'object' ? entry[call.arguments[0]?.type ?? call.type] : entry;
  if (template === undefined) throw new Error(`${context.dialect.name} has no template for ${call.function}.`);
  const made = typeof template === 'string' ? template : template({ ...call, weekStart: context.weekStart, timeZone: context.timeZone });
  return typeof made === 'string' ? { template: made, texts: [] } : made;
}

function fill(
  template: Template,
  texts: readonly string[],
  values: readonly FormulaPart[],
  call: CallExpression,
  context: RenderContext,
): SqlFragment {
  let text = 0;
  const numbersBeside = values.some((value) => value.type === 'number' && !isWhole(value));
  const argument = (index: number, form: PlaceForm, enclosed: boolean): SqlFragment => {
    const value = values[index];
    if (value === undefined) throw new Error(`${call.function} has no argument ${index}.`);
    return formed(value, form, enclosed, numbersBeside, context);
  };
  const pieces = template.parts.map((piece): SqlFragment => {
    if (typeof piece === 'string') return verbatim(piece);
    switch (piece.place) {
      case 'argument':
        return argument(piece.index, piece.form, piece.enclosed);
      case 'rest':
        return joined(
          values.slice(piece.from).map((_, index) => argument(piece.from + index, piece.form, true)),
          ', ',
        );
      case 'zone':
        return parameter(context.timeZone, context.dialect.types.text);
      case 'text':
        return parameter(texts[text++] ?? null, context.dialect.types.text);
      case 'ranked':
        return windowClause(piece.place, context.window, call.arguments, argument(0, 'ordered', false));
      default:
        return windowClause(piece.place, context.window, call.arguments, verbatim(''));
    }
  });
  return joined(pieces, '');
}

function formed(value: FormulaPart, form: PlaceForm, enclosed: boolean, numbersBeside: boolean, context: RenderContext): SqlFragment {
  switch (form) {
    case 'plain':
      return value.loose && !enclosed ? sql`(${value.sql})` : value.sql;
    case 'word': {
      const word = value.literal?.value;
      if (typeof word !== 'string' || !/^(?:[a-z]+|\d+(?:\.\d+)?)$/.test(word)) throw new Error('Only words of closed lists become SQL.');
      return verbatim(word);
    }
    case 'exact': {
      // An operator with an exact number beside a whole literal reads that as one too; functions have forms for machine numbers.
      const fits = !value.machine || (isWhole(value) && numbersBeside && !enclosed);
      return fits ? formed(value, 'plain', enclosed, numbersBeside, context) : converted(value, form, enclosed, context);
    }
    case 'equal':
    case 'ordered':
      return converted(value, value.literal === null || value.type === 'text' ? form : 'plain', enclosed, context);
    default: {
      // A whole literal within the bounds needs no conversion.
      const [least, most] = sizes[form];
      const whole = isWhole(value) ? Number(value.literal?.value) : Number.NaN;
      return converted(value, whole >= least && whole <= most ? 'plain' : form, enclosed, context);
    }
  }
}

function isWhole(value: FormulaPart): boolean {
  return value.literal?.type === 'number' && typeof value.literal.value === 'string' && !value.literal.value.includes('.');
}

function converted(value: FormulaPart, form: 'plain' | ConvertedForm, enclosed: boolean, context: RenderContext): SqlFragment {
  const text = form === 'plain' ? undefined : context.dialect.forms[form][value.type];
  if (text === undefined) return formed(value, 'plain', enclosed, false, context);
  const template = readTemplate(text);
  const pieces = template.parts.map((piece): SqlFragment => {
    if (typeof piece === 'string') return verbatim(piece);
    if (piece.place !== 'argument') throw new Error('A form has only an argument.');
    return formed(value, piece.form, piece.enclosed, false, context);
  });
  return template.loose && !enclosed ? sql`(${joined(pieces, '')})` : joined(pieces, '');
}
