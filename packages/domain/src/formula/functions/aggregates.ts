/** One value of many rows: of a group, or of all. Nulls are left out; of no values at all the result is null, a count 0. */
import { defineFunctions } from '../function-entry.ts';

export const aggregateFunctions = defineFunctions('aggregate', 'Aggregates', {
  Sum: {
    takes: 'number: number -> number',
    summary: 'The sum.',
    examples: [
      ['Sum([Amount])', '35.5'],
      ['Sum([Amount] * [Weight])', '56'],
      ['Sum(Number([Note]))', null],
    ],
  },
  Avg: {
    takes: 'number: number -> number',
    summary: 'The mean.',
    examples: [
      ['Avg([Amount])', '8.875'],
      ['Avg(Number([Note]))', null],
    ],
  },
  Min: {
    takes: 'value: same -> same',
    summary: 'The least value. Texts compare by code point.',
    examples: [
      ['Min([Amount])', '-5'],
      ['Min([Day])', '2024-02-29'],
      ['Min([Note])', ''],
      ['Min([Done])', false],
      ['Min(Number([Note]))', null],
    ],
  },
  Max: {
    takes: 'value: same -> same',
    summary: 'The greatest value.',
    examples: [
      ['Max([Amount])', '20.5'],
      ['Max([Region])', 'South'],
      ['Max([At])', '2026-12-31T23:59:59.999999Z'],
      ['Max([Done])', true],
    ],
  },
  Count: {
    takes: 'value?: any -> number',
    summary: 'How many values there are; without an argument, how many rows.',
    examples: [
      ['Count([Amount])', '4'],
      ['Count()', '5'],
      ['Count([Note])', '3'],
      ['Count(Number([Note]))', '0'],
    ],
  },
  CountDistinct: {
    takes: 'value: any -> number',
    summary: 'How many different values there are.',
    examples: [
      ['CountDistinct([Region])', '3'],
      ['CountDistinct([Note])', '2'],
    ],
  },
  CountIf: {
    takes: 'condition: logical -> number',
    summary: 'In how many rows the condition is true.',
    examples: [
      ['CountIf([Amount] > 5)', '3'],
      ['CountIf([Done])', '2'],
      ['CountIf(False)', '0'],
    ],
  },
  CountNull: {
    takes: 'value: any -> number',
    summary: 'In how many rows there is no value.',
    examples: [
      ['CountNull([Amount])', '1'],
      ['CountNull([Region])', '0'],
    ],
  },
  SumIf: {
    takes: 'number: number, condition: logical -> number',
    summary: 'The sum over the rows in which the condition is true.',
    examples: [
      ['SumIf([Amount], [Region] = "North")', '30.5'],
      ['SumIf([Amount], False)', null],
    ],
  },
  AvgIf: {
    takes: 'number: number, condition: logical -> number',
    summary: 'The mean over the rows in which the condition is true.',
    examples: [
      ['AvgIf([Amount], [Region] = "North")', '15.25'],
      ['AvgIf([Amount], [Region] = "West")', null],
    ],
  },
  MinIf: {
    takes: 'value: same, condition: logical -> same',
    summary: 'The least value of the rows in which the condition is true.',
    examples: [
      ['MinIf([Amount], [Amount] > 0)', '10'],
      ['MinIf([Region], [Done])', 'North'],
    ],
  },
  MaxIf: {
    takes: 'value: same, condition: logical -> same',
    summary: 'The greatest value of the rows in which the condition is true.',
    examples: [
      ['MaxIf([Amount], [Region] = "East")', '10'],
      ['MaxIf([Day], [Done])', '2026-01-31'],
    ],
  },
  CountDistinctIf: {
    takes: 'value: any, condition: logical -> number',
    summary: 'How many different values the rows have in which the condition is true.',
    examples: [
      ['CountDistinctIf([Region], [Amount] > 5)', '2'],
      ['CountDistinctIf([Region], False)', '0'],
    ],
  },
  AllTrue: {
    takes: 'condition: logical -> logical',
    summary: 'Whether the condition is true in every row where it is not null.',
    examples: [
      ['AllTrue([Weight] > 0)', true],
      ['AllTrue([Done])', false],
    ],
  },
  AnyTrue: {
    takes: 'condition: logical -> logical',
    summary: 'Whether the condition is true in at least one row.',
    examples: [
      ['AnyTrue([Done])', true],
      ['AnyTrue([Weight] > 9)', false],
    ],
  },
  SumProduct: {
    takes: 'left: number, right: number -> number',
    summary: 'The sum of the products.',
    examples: [['SumProduct([Amount], [Weight])', '56']],
  },
  WeightedAvg: {
    takes: 'number: number, weight: number -> number',
    summary: 'The mean by weights, over the rows that have both. Null when the weights add up to 0.',
    examples: [
      ['WeightedAvg([Amount], [Weight])', '11.2'],
      ['WeightedAvg([Amount], 0)', null],
    ],
  },
  ListAgg: {
    takes: 'text: text, separator?: written text -> text',
    summary: 'All texts in the order of code points, with a separator, `", "` when left out.',
    examples: [
      ['ListAgg([Region])', 'East, North, North, South, South'],
      ['ListAgg([Note], "|")', '|late|late'],
    ],
  },
  ListAggDistinct: {
    takes: 'text: text, separator?: written text -> text',
    summary: 'All different texts in the order of code points, with a separator, `", "` when left out.',
    examples: [
      ['ListAggDistinct([Region], "/")', 'East/North/South'],
      ['ListAggDistinct([Region])', 'East, North, South'],
    ],
  },
  First: {
    takes: 'value: same, by: any -> same',
    summary: 'The value of the row whose `by` is least, even when that value is null; the least value where several rows share it.',
    examples: [
      ['First([Region], [Day])', 'South'],
      ['First([Amount], [Day])', null],
      ['First([Amount], [Weight])', '-5'],
    ],
  },
  Last: {
    takes: 'value: same, by: any -> same',
    summary:
      'The value of the row whose `by` is greatest, even when that value is null; the greatest value where several rows share it. Rows without `by` do not count.',
    examples: [
      ['Last([Region], [Day])', 'East'],
      ['Last([Amount], [Weight])', null],
      ['Last([Note], [At])', 'late'],
    ],
  },
});

export const statisticFunctions = defineFunctions('aggregate', 'Aggregates', {
  Median: {
    takes: 'number: number -> number',
    summary: 'The middle value, or the mean of the two middle ones.',
    examples: [
      ['Median([Amount])', '10'],
      ['Median([Row])', '3'],
      ['Median([Row] + 0.5)', '3.5'],
      ['Median(Number([Note]))', null],
    ],
  },
  Percentile: {
    takes: 'number: number, share: share -> number',
    summary: 'The value below which that share of the values lies, from 0 to 1, between two values in proportion.',
    examples: [
      ['Percentile([Row], 0.25)', '2'],
      ['Percentile([Amount], 0.9)', '17.35'],
      ['Percentile([Row], 0)', '1'],
      ['Percentile([Row], 1)', '5'],
    ],
  },
  PercentileDiscrete: {
    takes: 'number: number, share: share -> number',
    summary: 'The first of the sorted values with at least that share of all values up to it.',
    examples: [
      ['PercentileDiscrete([Row], 0.5)', '3'],
      ['PercentileDiscrete([Amount], 0.9)', '20.5'],
    ],
  },
  StdDev: {
    takes: 'number: number -> number',
    summary: 'The standard deviation of a sample. Null of a single value.',
    examples: [
      ['StdDev([Row])', '1.58113883008'],
      ['StdDev(If([Row] = 1, 5))', null],
    ],
  },
  StdDevPop: {
    takes: 'number: number -> number',
    summary: 'The standard deviation of a population.',
    examples: [
      ['StdDevPop([Row])', '1.41421356237'],
      ['StdDevPop(If([Row] = 1, 5))', '0'],
    ],
  },
  Variance: {
    takes: 'number: number -> number',
    summary: 'The variance of a sample. Null of a single value.',
    examples: [
      ['Variance([Row])', '2.5'],
      ['Variance(If([Row] = 1, 5))', null],
    ],
  },
  VariancePop: { takes: 'number: number -> number', summary: 'The variance of a population.', examples: [['VariancePop([Row])', '2']] },
  Corr: {
    takes: 'y: number, x: number -> number',
    summary: 'The correlation over the rows that have both. Null when one of them is the same everywhere.',
    examples: [
      ['Corr([Row], [Row] * 2 + 1)', '1'],
      ['Corr([Row], 1)', null],
    ],
  },
  Covar: { takes: 'y: number, x: number -> number', summary: 'The covariance of a sample.', examples: [['Covar([Row], [Row] * 2)', '5']] },
  CovarPop: {
    takes: 'y: number, x: number -> number',
    summary: 'The covariance of a population.',
    examples: [['CovarPop([Row], [Row] * 2)', '4']],
  },
  Slope: {
    takes: 'y: number, x: number -> number',
    summary: 'Of the line that fits best, by least squares. Null when all x are the same.',
    examples: [
      ['Slope([Row] * 2 + 1, [Row])', '2'],
      ['Slope([Row], 1)', null],
    ],
  },
  Intercept: {
    takes: 'y: number, x: number -> number',
    summary: 'Where the line that fits best meets the y axis. Null when all x are the same.',
    examples: [
      ['Intercept([Row] * 2 + 1, [Row])', '1'],
      ['Intercept([Row], 1)', null],
    ],
  },
  GeoMean: {
    takes: 'number: number -> number',
    summary: 'The geometric mean of the values above 0.',
    examples: [
      ['GeoMean([Weight])', '1.43096908111'],
      ['GeoMean(-[Weight])', null],
    ],
  },
  Mode: {
    takes: 'value: same -> same',
    summary: 'The most frequent value, the least of them where several are.',
    examples: [
      ['Mode([Amount])', '10'],
      ['Mode([Region])', 'North'],
      ['Mode([Note])', 'late'],
    ],
  },
});
