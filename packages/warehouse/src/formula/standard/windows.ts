/** Window functions; `window-clause.ts` writes what follows OVER. */
import type { CallToRender, Templates } from '../dialect.ts';
import { constantText } from '../dialect.ts';
import { extreme } from './aggregates.ts';

export const windowTemplates: Templates = {
  RunningSum: 'sum({0}) over {running}',
  RunningAvg: 'avg({0}) over {running}',
  RunningMin: extreme('min', ' over {running}'),
  RunningMax: extreme('max', ' over {running}'),
  RunningCount: 'count({0}) over {running}',
  MovingSum: 'sum({0}) over {moving}',
  MovingAvg: 'avg({0}) over {moving}',
  MovingMin: extreme('min', ' over {moving}'),
  MovingMax: extreme('max', ' over {moving}'),
  MovingCount: 'count({0}) over {moving}',
  Lag: shifted('lag'),
  Lead: shifted('lead'),
  FirstValue: 'first_value({0}) over {running}',
  LastValue: 'last_value({0}) over {entire}',
  NthValue: ({ arguments: [, row] }) => (constantText(row) === '0' ? 'nullif({0}, {0})' : 'nth_value({0}, {1:word}) over {entire}'),
  Difference: '{0:exact} - lag({0:exact}) over {ordered}',
  PercentChange: '({0:exact} - lag({0:exact}) over {ordered}) / nullif(lag({0:exact}) over {ordered}, 0)',
  RowNumber: 'row_number() over {ordered}',
  Rank: 'case when {0} is not null then rank() over {ranked} end',
  RankDense: 'case when {0} is not null then dense_rank() over {ranked} end',
  RankPercentile: 'case when {0} is not null then percent_rank() over {ranked} end',
  CumeDist: 'case when {0} is not null then cume_dist() over {ranked} end',
  Ntile: ({ arguments: [buckets] }) => (constantText(buckets) === '0' ? 'nullif(0, 0)' : 'ntile({0:word}) over {ordered}'),
  PercentOfTotal: '{0:exact} / nullif(sum({0:exact}) over {over}, 0)',
  TotalSum: 'sum({0}) over {over}',
  TotalAvg: 'avg({0}) over {over}',
  TotalMin: extreme('min', ' over {over}'),
  TotalMax: extreme('max', ' over {over}'),
  TotalCount: ({ arguments: values }) => `count(${values.length === 0 ? '*' : '{0}'}) over {over}`,
};

/** Its default and the value have to be of one type of the engine: numbers become exact. */
function shifted(name: 'lag' | 'lead'): (call: CallToRender) => string {
  return ({ arguments: values }) => {
    if (values.length < 3) return `${name}({0}${values.length === 2 ? ', {1:word}' : ''}) over {ordered}`;
    const form = values[0]?.type === 'number' ? ':exact' : '';
    return `${name}({0${form}}, {1:word}, {2${form}}) over {ordered}`;
  };
}
