/** Operators; see `template.ts` for the notation. */
import type { FunctionTemplate } from '../dialect.ts';

export const operatorTemplates: Readonly<Record<string, FunctionTemplate>> = {
  Add: '{0:exact} + {1:exact}',
  Subtract: '{0:exact} - {1:exact}',
  Multiply: '{0:exact} * {1:exact}',
  Divide: '{0:exact} / nullif({1:exact}, 0)',
  Negate: '-{0:exact}',
  Concat: ({ arguments: texts }) => texts.map((_, index) => `{${index}}`).join(' || '),
  Equal: '{0:compared} = {1:compared}',
  NotEqual: '{0:compared} <> {1:compared}',
  LessThan: '{0:compared} < {1:compared}',
  AtMost: '{0:compared} <= {1:compared}',
  GreaterThan: '{0:compared} > {1:compared}',
  AtLeast: '{0:compared} >= {1:compared}',
};
