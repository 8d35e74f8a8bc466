/** The write-access probe on PostgreSQL: create a table, drop it, and what to grant when the engine refuses. */
import type { Statement, TablePath } from '../port.ts';
import { quoteName, quoteTable } from './quote.ts';

/** `mark` is the table's only column: random, so that the sweep knows the table for the one that was recorded. */
export function createProbeTable(path: TablePath, mark: string): Statement {
  return { text: `CREATE TABLE ${quoteTable(path)} (${quoteName(mark)} integer)`, parameters: [] };
}

/** Without IF EXISTS and without CASCADE: it drops exactly the probe or fails. */
export function dropProbeTable(path: TablePath): Statement {
  return { text: `DROP TABLE ${quoteTable(path)}`, parameters: [] };
}

/** One row if the table exists: owner's name, kind (`r` is an ordinary table), names of its columns as a JSON list. */
export function describeProbeTable(path: TablePath): Statement {
  return {
    text: `select pg_catalog.pg_get_userbyid(c.relowner)::text, c.relkind::text,
  array_to_json(array(select a.attname::text from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attnum))::text
from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where n.nspname = $1::text and c.relname = $2::text`,
    parameters: [path.schema, path.table],
  };
}

/** One row: whether the probe holds a row, which ours never does. */
export function probeTableHoldsRows(path: TablePath): Statement {
  return { text: `select exists (select 1 from ${quoteTable(path)})`, parameters: [] };
}

/** One row: does the schema exist, and does the login of the session hold USAGE and CREATE on it. */
export function describeSchemaRights(schema: string): Statement {
  return {
    text: `select n.oid is not null, coalesce(pg_catalog.has_schema_privilege(n.oid, 'USAGE'), false), coalesce(pg_catalog.has_schema_privilege(n.oid, 'CREATE'), false)
from (select 1) one left join pg_catalog.pg_namespace n on n.nspname = $1::text`,
    parameters: [schema],
  };
}

/** What a login still lacks to create tables in a schema. */
export function grantForCreating(schema: string, login: string, missing: readonly ('USAGE' | 'CREATE')[]): string {
  return `GRANT ${missing.join(', ')} ON SCHEMA ${quoteName(schema)} TO ${quoteName(login)};`;
}

export function createSchemaText(schema: string): string {
  return `CREATE SCHEMA ${quoteName(schema)};`;
}
