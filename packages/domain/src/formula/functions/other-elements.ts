/** What formulas reach beyond their own element: other elements of the document, and controls with two ends. */
import { defineFunctions } from '../function-entry.ts';

export const otherElementFunctions = defineFunctions('scalar', 'Other elements', {
  Lookup: {
    takes: 'value: any, own key: any, other key: any, ...[own key: any, other key: any] -> same',
    summary:
      'A value of the row of another element whose keys equal ours: `Lookup([Element/Value], [own key], [Element/Key])`. Of several such rows, the least value; null when there is none, or when a key is null.',
    examples: [
      ['Lookup([Targets/Target], [Region], [Targets/Region], DateTrunc("month", [Day]), [Targets/Month])', '100'],
      ['Lookup([Targets/Target], [Region], [Targets/Region])', '100'],
      ['Lookup([Targets/Target], "West", [Targets/Region])', null],
      ['Lookup([Targets/Target], [Note], [Targets/Region])', null],
    ],
  },
  Rollup: {
    takes: 'aggregate: any, own key: any, other key: any, ...[own key: any, other key: any] -> same',
    summary:
      'An aggregate over the rows of another element whose keys equal ours: `Rollup(Sum([Element/Value]), [own key], [Element/Key])`. Null when there are none.',
    examples: [
      ['Rollup(Sum([Targets/Target]), [Region], [Targets/Region])', '220'],
      ['Rollup(Max([Targets/Target]) / 2, [Region], [Targets/Region])', '60'],
      ['Rollup(Sum([Targets/Target]), "West", [Targets/Region])', null],
    ],
  },
  RangeStart: {
    takes: 'control: any -> same',
    summary: 'The lower end of a range control. Null when it is open.',
    examples: [['RangeStart([Period])', '2026-01-01']],
  },
  RangeEnd: {
    takes: 'control: any -> same',
    summary: 'The upper end of a range control. Null when it is open.',
    examples: [
      ['RangeEnd([Period])', null],
      ['Coalesce(RangeEnd([Period]), Date("2026-12-31"))', '2026-12-31'],
    ],
  },
});
