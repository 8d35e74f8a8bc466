/** What an engine writes in its own way when it renders formulas: a dialect is only its difference from `standard/`. */
import type { DataType, Expression, LiteralExpression } from '@penstock/domain/formula/expression';
import type { SqlFragment, SqlParameter } from '../sql/fragment.ts';
import type { ConvertedForm } from './template.ts';

export interface FormulaDialect {
  readonly name: 'postgresql' | 'duckdb';
  /** SQL type of each type of the language: the type of parameters and of nulls. */
  readonly types: Readonly<Record<DataType, string>>;
  /** How values of each type take a form, as a template of one argument; plain where there is none. */
  readonly forms: Readonly<Record<ConvertedForm, { readonly [Type in DataType]?: string }>>;
  readonly templates: Templates;
  /** A value as a literal: for text that a person copies, never for a statement that runs. */
  literal(parameter: SqlParameter): string;
}

/** By name of the function. */
export type Templates = Readonly<Record<string, FunctionTemplate>>;

/** One for all types, or one for each type of the function's first value. */
export type FunctionTemplate = TypeTemplate | { readonly [Type in DataType]?: TypeTemplate };

/** See `template.ts` for the notation; a function where the text depends on constants or on how many arguments there are. */
export type TypeTemplate = string | ((call: CallToRender) => string | TemplateWithTexts);

export interface TemplateWithTexts {
  readonly template: string;
  /** Become parameters at `{text}`, in order. */
  readonly texts: readonly string[];
}

/** What a template may depend on: never the values of rows. */
export interface CallToRender {
  readonly type: DataType;
  readonly arguments: readonly Expression[];
  readonly weekStart: 'monday' | 'sunday';
  /** The document's; SQL names it as `{zone}`, a parameter. */
  readonly timeZone: string;
}

/** A piece of a formula as SQL. */
export interface FormulaPart {
  readonly sql: SqlFragment;
  readonly type: DataType;
  /** An operator stands outermost. */
  readonly loose: boolean;
  /** A number that may be of any number type of the engine, such as a column's. */
  readonly machine: boolean;
  /** Of a literal: the literal. */
  readonly literal: LiteralExpression | null;
}

/** The text of a constant argument, which the checker has seen to be one. */
export function constantText(expression: Expression | undefined): string {
  if (expression?.node !== 'literal' || typeof expression.value !== 'string') throw new Error('A constant was expected.');
  return expression.value;
}
