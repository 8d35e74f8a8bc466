/** Aggregates. Those of values may be FILTERed and ordered as standard SQL has it. */
import type { CallToRender, FunctionTemplate, Templates } from '../dialect.ts';

/** The least or greatest: of logical values, whether all or any are true. */
export function extreme(name: 'min' | 'max', behind = ''): FunctionTemplate {
  const values = `${name}({0:ordered})${behind}`;
  const logical = `${name === 'min' ? 'bool_and' : 'bool_or'}({0})${behind}`;
  return { text: values, number: values, date: values, datetime: values, logical };
}

const where = ' filter (where {1})';

export const aggregateTemplates: Templates = {
  Sum: 'sum({0})',
  Avg: 'avg({0})',
  Min: extreme('min'),
  Max: extreme('max'),
  Count: ({ arguments: values }) => (values.length === 0 ? 'count(*)' : 'count({0})'),
  CountDistinct: 'count(distinct {0:equal})',
  CountIf: 'count(*) filter (where {0})',
  CountNull: 'count(*) filter (where {0} is null)',
  SumIf: `sum({0})${where}`,
  AvgIf: `avg({0})${where}`,
  MinIf: extreme('min', where),
  MaxIf: extreme('max', where),
  CountDistinctIf: `count(distinct {0:equal})${where}`,
  AllTrue: 'bool_and({0})',
  AnyTrue: 'bool_or({0})',
  SumProduct: 'sum({0:exact} * {1:exact})',
  WeightedAvg: 'sum({0:exact} * {1:exact}) / nullif(sum({1:exact}) filter (where {0} is not null), 0)',
  ListAgg: (call) => `string_agg({0}, ${separator(call)} order by {0:ordered})`,
  ListAggDistinct: (call) => `string_agg(distinct {0:ordered}, ${separator(call)} order by {0:ordered})`,
  Median: 'percentile_cont(0.5) within group (order by {0})',
  Percentile: 'percentile_cont({1:word}) within group (order by {0})',
  PercentileDiscrete: 'percentile_disc({1:word}) within group (order by {0})',
  StdDev: 'stddev_samp({0:exact})',
  StdDevPop: 'stddev_pop({0:exact})',
  Variance: 'var_samp({0:exact})',
  VariancePop: 'var_pop({0:exact})',
  Covar: 'covar_samp({0}, {1})',
  CovarPop: 'covar_pop({0}, {1})',
  Corr: 'corr({0}, {1})',
  Slope: 'regr_slope({0}, {1})',
  Intercept: 'regr_intercept({0}, {1})',
  GeoMean: 'exp(avg(ln(nullif(greatest({0:exact}, 0), 0))))',
};

/** Of a list, `", "` when it is left out. */
function separator({ arguments: values }: CallToRender): string {
  return values.length > 1 ? '{1}' : "', '";
}
