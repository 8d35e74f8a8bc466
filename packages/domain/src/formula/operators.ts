/**
 * Operators, weakest first. `-2 ^ 2` is -4 and `Not [a] = 1` is `Not ([a] = 1)`, as in mathematics and in SQL.
 * Each stands for a function of the catalogue.
 */
export interface OperatorLevel {
  readonly place: 'between' | 'before';
  readonly operators: Readonly<Record<string, string>>;
  /** `2 ^ 3 ^ 2` is `2 ^ (3 ^ 2)`; all others group from the left. */
  readonly groups?: 'from the right';
}

export const operatorLevels: readonly OperatorLevel[] = [
  { place: 'between', operators: { or: 'Or' } },
  { place: 'between', operators: { and: 'And' } },
  { place: 'before', operators: { not: 'Not' } },
  {
    place: 'between',
    operators: {
      '=': 'Equal',
      '!=': 'NotEqual',
      '<>': 'NotEqual',
      '<': 'LessThan',
      '<=': 'AtMost',
      '>': 'GreaterThan',
      '>=': 'AtLeast',
    },
  },
  { place: 'between', operators: { '+': 'Add', '-': 'Subtract', '&': 'Concat' } },
  { place: 'between', operators: { '*': 'Multiply', '/': 'Divide', '%': 'Mod' } },
  { place: 'before', operators: { '-': 'Negate' } },
  { place: 'between', operators: { '^': 'Power' }, groups: 'from the right' },
];

export interface Operator {
  readonly sign: string;
  readonly function: string;
  /** Higher binds tighter. */
  readonly level: number;
  readonly fromTheRight: boolean;
}

function operatorsOf(place: OperatorLevel['place']): ReadonlyMap<string, Operator> {
  return new Map(
    operatorLevels.flatMap((row, level) =>
      row.place === place
        ? Object.entries(row.operators).map(([sign, name]): [string, Operator] => [
            sign,
            { sign, function: name, level, fromTheRight: row.groups !== undefined },
          ])
        : [],
    ),
  );
}

export const operatorsBetween = operatorsOf('between');
export const operatorsBefore = operatorsOf('before');

/** Of names that are operators as well: `And(a, b)` is as good as `a And b`. */
export const wordOperators: ReadonlySet<string> = new Set(['and', 'or', 'not']);
