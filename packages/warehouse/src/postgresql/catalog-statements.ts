/**
 * What the catalog explorer asks of PostgreSQL. Every statement shows only what the asking login may read, because it
 * goes by the engine's own privilege functions (https://www.postgresql.org/docs/18/functions-info.html#FUNCTIONS-INFO-ACCESS).
 */
import type { Statement } from '../port.ts';

/** Rows: schema name. The engine's own schemas are left out. */
export function listSchemas(): Statement {
  return {
    text: `select n.nspname::text
from pg_catalog.pg_namespace n
where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and pg_catalog.has_schema_privilege(n.oid, 'USAGE')
order by 1`,
    parameters: [],
  };
}

/** Rows: name of a role that the login may take with SET ROLE. Other people's logins are left out. */
export function listRoles(): Statement {
  return {
    text: `select r.rolname::text
from pg_catalog.pg_roles r
where r.rolname <> session_user and not r.rolcanlogin and not r.rolsuper and pg_catalog.pg_has_role(session_user, r.oid, 'SET')
order by 1`,
    parameters: [],
  };
}

export interface TableFilter {
  /** Exactly this schema; `null` for all. */
  readonly schema: string | null;
  /** Part of the table's or the schema's name, ignoring case; `null` for all. */
  readonly search: string | null;
  readonly limit: number;
}

/** Rows: schema, table, `table` or `view`. */
export function listTables(filter: TableFilter): Statement {
  return {
    text: `select n.nspname::text, c.relname::text, case when c.relkind in ('v', 'm') then 'view' else 'table' end
from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition
  and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  and pg_catalog.has_schema_privilege(n.oid, 'USAGE')
  and (pg_catalog.has_table_privilege(c.oid, 'SELECT') or pg_catalog.has_any_column_privilege(c.oid, 'SELECT'))
  and ($1::text is null or n.nspname = $1::text)
  and ($2::text is null or position(lower($2::text) in lower(c.relname)) > 0 or position(lower($2::text) in lower(n.nspname)) > 0)
order by 1, 2
limit $3::int`,
    parameters: [filter.schema, filter.search, filter.limit],
  };
}

/** Rows: column name, type in the engine's words, whether it may be null (`t`/`f` as boolean). */
export function listColumns(schema: string, table: string): Statement {
  return {
    text: `select a.attname::text, pg_catalog.format_type(a.atttypid, a.atttypmod), not a.attnotnull
from pg_catalog.pg_attribute a
join pg_catalog.pg_class c on c.oid = a.attrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where n.nspname = $1::text and c.relname = $2::text and c.relkind in ('r', 'p', 'v', 'm', 'f')
  and a.attnum > 0 and not a.attisdropped
  and pg_catalog.has_schema_privilege(n.oid, 'USAGE') and pg_catalog.has_column_privilege(c.oid, a.attnum, 'SELECT')
order by a.attnum`,
    parameters: [schema, table],
  };
}

/**
 * Rows: name and type of each column that this session may read, in the table's order. The type by its short name
 * (`int8`, `timestamptz`), that of a domain by what it is made of, `enum` for every enumeration.
 */
export function describeRelation(schema: string, table: string): Statement {
  return {
    text: `with recursive relation as (
  select c.oid, n.oid as schema_oid
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where n.nspname = $1::text and c.relname = $2::text and c.relkind in ('r', 'p', 'v', 'm', 'f')
), typed (attnum, name, typid) as (
  select a.attnum, a.attname::text, a.atttypid
  from relation r join pg_catalog.pg_attribute a on a.attrelid = r.oid
  where a.attnum > 0 and not a.attisdropped
    and pg_catalog.has_schema_privilege(r.schema_oid, 'USAGE') and pg_catalog.has_column_privilege(r.oid, a.attnum, 'SELECT')
  union all
  select typed.attnum, typed.name, t.typbasetype
  from typed join pg_catalog.pg_type t on t.oid = typed.typid
  where t.typtype = 'd'
)
select typed.name, case t.typtype when 'e' then 'enum' else t.typname::text end
from typed join pg_catalog.pg_type t on t.oid = typed.typid
where t.typtype <> 'd'
order by typed.attnum`,
    parameters: [schema, table],
  };
}

/** Rows: names of tables and views in a schema that the product did not make (without its prefix), at most `limit`. */
export function listForeignTables(schema: string, prefix: string, limit: number): Statement {
  return {
    text: `select c.relname::text
from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where n.nspname = $1::text and c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition
  and lower(left(c.relname, length($2::text))) <> lower($2::text)
order by 1
limit $3::int`,
    parameters: [schema, prefix, limit],
  };
}
