/** Operators, conditions and missing values; see `template.ts` for the notation. */
import type { Expression } from '@penstock/domain/formula/expression';
import type { CallToRender, Templates } from '../dialect.ts';

export const operatorTemplates: Templates = {
  Add: '{0:exact} + {1:exact}',
  Subtract: '{0:exact} - {1:exact}',
  Multiply: '{0:exact} * {1:exact}',
  Divide: ({ arguments: [, divisor] }) => (isNonZero(divisor) ? '{0:exact} / {1:exact}' : '{0:exact} / nullif({1:exact}, 0)'),
  Negate: '-{0:exact}',
  Concat: chained('||'),
  Equal: '{0:equal} = {1:equal}',
  NotEqual: '{0:equal} <> {1:equal}',
  LessThan: '{0:ordered} < {1:ordered}',
  AtMost: '{0:ordered} <= {1:ordered}',
  GreaterThan: '{0:ordered} > {1:ordered}',
  AtLeast: '{0:ordered} >= {1:ordered}',
};

export const logicTemplates: Templates = {
  And: chained('and'),
  Or: chained('or'),
  Not: 'not {0}',
  Xor: '{0} <> {1}',
  If: ({ arguments: values }) => `case ${pairs(values.length, 0)} end`,
  Switch: ({ arguments: values }) => `case {0:equal} ${pairs(values.length, 1)} end`,
  Coalesce: 'coalesce({*})',
  IfNull: 'coalesce({0}, {1})',
  NullIf: 'nullif({0:equal}, {1:equal})',
  Zn: 'coalesce({0}, 0)',
  IsNull: '{0} is null',
  IsNotNull: '{0} is not null',
  IsEmpty: "coalesce(trim({0}), '') = ''",
  IsDistinct: '{0:equal} is distinct from {1:equal}',
  Between: '{0:ordered} between {1:equal} and {2:equal}',
  In: '{0:equal} in ({1*:equal})',
  Choose: ({ arguments: values }) =>
    `case trunc({0}) ${values
      .slice(1)
      .map((_, index) => `when ${index + 1} then {${index + 1}}`)
      .join(' ')} end`,
  Greatest: 'greatest({*:ordered})',
  Least: 'least({*:ordered})',
};

function isNonZero(expression: Expression | undefined): boolean {
  return expression?.node === 'literal' && expression.value !== null && expression.value !== '0';
}

function chained(operator: string): (call: CallToRender) => string {
  return ({ arguments: values }) => values.map((_, index) => `{${index}}`).join(` ${operator} `);
}

/** `when {0} then {1} when {2} then {3} else {4}`, from an argument on; what is compared with the value of a CASE is of form `equal`. */
function pairs(count: number, from: number): string {
  const whens: string[] = [];
  let at = from;
  for (; at + 1 < count; at += 2) whens.push(`when {${at}${from === 0 ? '' : ':equal'}} then {${at + 1}}`);
  return at < count ? `${whens.join(' ')} else {${at}}` : whens.join(' ');
}
