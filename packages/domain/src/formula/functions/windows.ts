/**
 * For each row a value that depends on others: on all rows of the same group, in the order of the table. Nulls are left
 * out of sums, means and counts.
 */
import { defineFunctions } from '../function-entry.ts';

export const windowFunctions = defineFunctions('window', 'Windows', {
  RunningSum: {
    takes: 'number: number -> number',
    summary: 'The sum of the rows up to this one.',
    examples: [['RunningSum([Amount])', ['10', '30.5', '30.5', '25.5', '35.5']]],
  },
  RunningAvg: {
    takes: 'number: number -> number',
    summary: 'The mean of the rows up to this one.',
    examples: [['RunningAvg([Amount])', ['10', '15.25', '15.25', '8.5', '8.875']]],
  },
  RunningMin: {
    takes: 'value: same -> same',
    summary: 'The least value up to this row.',
    examples: [
      ['RunningMin([Amount])', ['10', '10', '10', '-5', '-5']],
      ['RunningMin([Note])', [null, 'late', '', '', '']],
    ],
  },
  RunningMax: {
    takes: 'value: same -> same',
    summary: 'The greatest value up to this row.',
    examples: [['RunningMax([Amount])', ['10', '20.5', '20.5', '20.5', '20.5']]],
  },
  RunningCount: {
    takes: 'value: any -> number',
    summary: 'How many values there are up to this row.',
    examples: [['RunningCount([Amount])', ['1', '2', '2', '3', '4']]],
  },
  MovingSum: {
    takes: 'number: number, before: whole, after?: whole -> number',
    summary: 'The sum from so many rows before this one to so many after it.',
    examples: [
      ['MovingSum([Amount], 1)', ['10', '30.5', '20.5', '-5', '5']],
      ['MovingSum([Row], 1, 1)', ['3', '6', '9', '12', '9']],
    ],
  },
  MovingAvg: {
    takes: 'number: number, before: whole, after?: whole -> number',
    summary: 'The mean from so many rows before this one to so many after it.',
    examples: [['MovingAvg([Row], 1, 1)', ['1.5', '2', '3', '4', '4.5']]],
  },
  MovingMin: {
    takes: 'value: same, before: whole, after?: whole -> same',
    summary: 'The least value from so many rows before this one to so many after it.',
    examples: [['MovingMin([Amount], 1)', ['10', '10', '20.5', '-5', '-5']]],
  },
  MovingMax: {
    takes: 'value: same, before: whole, after?: whole -> same',
    summary: 'The greatest value from so many rows before this one to so many after it.',
    examples: [['MovingMax([Amount], 1)', ['10', '20.5', '20.5', '-5', '10']]],
  },
  MovingCount: {
    takes: 'value: any, before: whole, after?: whole -> number',
    summary: 'How many values there are from so many rows before this one to so many after it.',
    examples: [['MovingCount([Amount], 2)', ['1', '2', '2', '2', '2']]],
  },
  Lag: {
    takes: 'value: same, rows?: whole, otherwise?: same -> same',
    summary: 'The value so many rows before, one when left out.',
    examples: [
      ['Lag([Amount])', [null, '10', '20.5', null, '-5']],
      ['Lag([Region], 2, "none")', ['none', 'none', 'North', 'North', 'South']],
    ],
  },
  Lead: {
    takes: 'value: same, rows?: whole, otherwise?: same -> same',
    summary: 'The value so many rows after, one when left out.',
    examples: [
      ['Lead([Row])', ['2', '3', '4', '5', null]],
      ['Lead([Row], 2, 0)', ['3', '4', '5', '0', '0']],
    ],
  },
  FirstValue: {
    takes: 'value: same -> same',
    summary: 'The value of the first row.',
    examples: [['FirstValue([Region])', ['North', 'North', 'North', 'North', 'North']]],
  },
  LastValue: {
    takes: 'value: same -> same',
    summary: 'The value of the last row.',
    examples: [['LastValue([Region])', ['East', 'East', 'East', 'East', 'East']]],
  },
  NthValue: {
    takes: 'value: same, row: whole -> same',
    summary: 'The value of the row with that number.',
    examples: [
      ['NthValue([Row], 2)', ['2', '2', '2', '2', '2']],
      ['NthValue([Row], 9)', [null, null, null, null, null]],
    ],
  },
  FillDown: {
    takes: 'value: same -> same',
    summary: 'The value, or the last one before it that is not null.',
    examples: [
      ['FillDown([Amount])', ['10', '20.5', '20.5', '-5', '10']],
      ['FillDown([Note])', [null, 'late', '', '', 'late']],
    ],
  },
  Difference: {
    takes: 'number: number -> number',
    summary: 'How much more it is than in the row before.',
    examples: [
      ['Difference([Row] * [Row])', [null, '3', '5', '7', '9']],
      ['Difference([Amount])', [null, '10.5', null, null, '15']],
    ],
  },
  PercentChange: {
    takes: 'number: number -> number',
    summary: 'The difference from the row before, as a share of it. Null after 0.',
    examples: [
      ['PercentChange([Row])', [null, '1', '0.5', '0.333333333333', '0.25']],
      ['PercentChange([Row] - 1)', [null, null, '1', '0.5', '0.333333333333']],
    ],
  },
  RowNumber: { takes: '-> number', summary: 'The number of the row, from 1.', examples: [['RowNumber()', ['1', '2', '3', '4', '5']]] },
  Rank: {
    takes: 'value: same, direction?: direction -> number',
    summary:
      'Its rank among all values, from 1 for the least, or with `"desc"` for the greatest; equal values share one, and the next is left out. Null has none.',
    examples: [
      ['Rank([Amount])', ['2', '4', null, '1', '2']],
      ['Rank([Amount], "desc")', ['2', '1', null, '4', '2']],
    ],
  },
  RankDense: {
    takes: 'value: same, direction?: direction -> number',
    summary: 'As `Rank`, but no rank is left out.',
    examples: [
      ['RankDense([Amount])', ['2', '3', null, '1', '2']],
      ['RankDense([Region], "desc")', ['2', '2', '1', '1', '3']],
    ],
  },
  RankPercentile: {
    takes: 'number: number, direction?: direction -> number',
    summary: 'The share of the other rows that have a lower rank, from 0 to 1. Null has none.',
    examples: [
      ['RankPercentile([Row])', ['0', '0.25', '0.5', '0.75', '1']],
      ['RankPercentile([Row], "desc")', ['1', '0.75', '0.5', '0.25', '0']],
    ],
  },
  CumeDist: {
    takes: 'value: same, direction?: direction -> number',
    summary: 'The share of rows with the same rank or a lower one. Null has none.',
    examples: [['CumeDist([Row])', ['0.2', '0.4', '0.6', '0.8', '1']]],
  },
  Ntile: {
    takes: 'buckets: whole -> number',
    summary: 'Which of so many equal parts of the rows this one is in, from 1. Null for 0 parts.',
    examples: [
      ['Ntile(2)', ['1', '1', '1', '2', '2']],
      ['Ntile(0)', [null, null, null, null, null]],
    ],
  },
  PercentOfTotal: {
    takes: 'number: number -> number',
    summary: 'Its share of the sum of all rows. Null when they add up to 0.',
    examples: [
      ['PercentOfTotal([Row])', ['0.0666666666667', '0.133333333333', '0.2', '0.266666666667', '0.333333333333']],
      ['PercentOfTotal([Row] - 3)', [null, null, null, null, null]],
      ['PercentOfTotal(Sum([Amount]))', ['1']],
    ],
  },
  TotalSum: {
    takes: 'number: number -> number',
    summary: 'The sum of all rows, beside each of them.',
    examples: [['TotalSum([Row])', ['15', '15', '15', '15', '15']]],
  },
  TotalAvg: {
    takes: 'number: number -> number',
    summary: 'The mean of all rows, beside each of them.',
    examples: [['TotalAvg([Row])', ['3', '3', '3', '3', '3']]],
  },
  TotalMin: {
    takes: 'value: same -> same',
    summary: 'The least value of all rows, beside each of them.',
    examples: [['TotalMin([Region])', ['East', 'East', 'East', 'East', 'East']]],
  },
  TotalMax: {
    takes: 'value: same -> same',
    summary: 'The greatest value of all rows, beside each of them.',
    examples: [['TotalMax([Row])', ['5', '5', '5', '5', '5']]],
  },
  TotalCount: {
    takes: 'value?: any -> number',
    summary: 'How many values all rows have, or how many rows there are, beside each of them.',
    examples: [
      ['TotalCount()', ['5', '5', '5', '5', '5']],
      ['TotalCount([Amount])', ['4', '4', '4', '4', '4']],
    ],
  },
});
