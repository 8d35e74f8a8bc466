/** DuckDB, which only tests use: it shows that the language is no single engine's. Numbers are calculated as doubles. */
import type { FormulaDialect } from './dialect.ts';
import { postgresqlFormulas } from './postgresql.ts';
import { standardTemplates } from './standard/templates.ts';

export const duckdbFormulas: FormulaDialect = {
  name: 'duckdb',
  types: { text: 'varchar', number: 'double', logical: 'boolean', date: 'date', datetime: 'timestamptz' },
  forms: {
    exact: { number: '{0}::double' },
    whole: { number: 'case when {0} between -1000000000 and 1000000000 then trunc({0:exact})::int end' },
    size: { number: 'case when {0} < 0 then 0 when {0} > 10000 then 10000 else trunc({0:exact})::int end' },
    // 0.1 + 0.2 is 0.30000000000000004 in doubles; twelve decimals are what engines agree on.
    compared: { number: 'round({0}, 12)' },
  },
  templates: { ...standardTemplates },
  literal: (parameter) => postgresqlFormulas.literal(parameter),
};
