/** PostgreSQL 14 and later. Numbers are calculated as `numeric`: exact, and without a largest value to run over. */
import { quoteLiteral } from '../postgresql/quote.ts';
import type { FormulaDialect } from './dialect.ts';
import { standardTemplates } from './standard/templates.ts';

const types = {
  text: 'text',
  number: 'numeric',
  logical: 'boolean',
  date: 'date',
  datetime: 'timestamptz',
} as const;

export const postgresqlFormulas: FormulaDialect = {
  name: 'postgresql',
  types,
  forms: {
    exact: { number: '{0}::numeric' },
    whole: { number: 'case when {0} between -1000000000 and 1000000000 then trunc({0:exact})::int end' },
    size: { number: 'case when {0} < 0 then 0 when {0} > 10000 then 10000 else trunc({0:exact})::int end' },
    compared: { text: '{0} collate "C"' },
  },
  templates: { ...standardTemplates },
  literal: ({ value, type }) => {
    if (value === null) return type === null ? 'null' : `null::${type}`;
    if (typeof value === 'string') return type === 'text' || type === null ? quoteLiteral(value) : `${quoteLiteral(value)}::${type}`;
    return String(value);
  },
};
