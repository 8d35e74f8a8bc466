/**
 * Who may write an edit log on PostgreSQL (R25): every grant that lets a role change the log table or add to its
 * schema, whoever holds it, and the logins that reach it by membership. Privileges are read from the catalogs' access
 * lists, because `has_table_privilege` is silent about roles that must be SET first
 * (https://www.postgresql.org/docs/18/ddl-priv.html).
 */
import type { Statement } from '../port.ts';
import { quoteName } from './quote.ts';

/**
 * Rows: what ('table' | 'schema' | 'server'), role ('PUBLIC' or a name), privilege, whether the role is a superuser,
 * logins that reach the role by membership as a JSON list (superusers left out).
 */
export function listLogWriters(schema: string, table: string | null): Statement {
  return {
    text: `with log_schema as (
  select oid, nspowner, coalesce(nspacl, pg_catalog.acldefault('n', nspowner)) as acl from pg_catalog.pg_namespace where nspname = $1::text
), log_table as (
  select c.oid, c.relowner, coalesce(c.relacl, pg_catalog.acldefault('r', c.relowner)) as acl
  from pg_catalog.pg_class c join log_schema s on c.relnamespace = s.oid where c.relname = $2::text
), grants as (
  select 'table' as what, x.grantee as role, x.privilege_type as privilege from log_table t, pg_catalog.aclexplode(t.acl) x
  where x.privilege_type in ('INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER') and x.grantee <> t.relowner
  union select 'table', x.grantee, x.privilege_type || ' (column ' || a.attname || ')'
  from log_table t join pg_catalog.pg_attribute a on a.attrelid = t.oid and not a.attisdropped, pg_catalog.aclexplode(a.attacl) x
  where x.privilege_type in ('INSERT', 'UPDATE') and x.grantee <> t.relowner
  union select 'table', t.relowner, 'OWNER' from log_table t
  union select 'schema', x.grantee, 'CREATE' from log_schema s, pg_catalog.aclexplode(s.acl) x where x.privilege_type = 'CREATE' and x.grantee <> s.nspowner
  union select 'schema', s.nspowner, 'OWNER' from log_schema s
  union select 'server', r.oid, 'MEMBER' from pg_catalog.pg_roles r where r.rolname = 'pg_write_all_data'
)
select g.what, case when g.role = 0 then 'PUBLIC' else pg_catalog.pg_get_userbyid(g.role)::text end, g.privilege,
  coalesce((select r.rolsuper from pg_catalog.pg_roles r where r.oid = g.role), false),
  array_to_json(array(
    select m.rolname::text from pg_catalog.pg_roles m
    where g.role <> 0 and m.oid <> g.role and not m.rolsuper and m.rolcanlogin and pg_catalog.pg_has_role(m.oid, g.role, 'MEMBER')
    order by 1
  ))::text
from grants g
order by 1, 2, 3`,
    parameters: [schema, table],
  };
}

/** Rows: names of superusers, who may write anywhere and cannot be revoked. */
export function listSuperusers(): Statement {
  return { text: `select rolname::text from pg_catalog.pg_roles where rolsuper and rolcanlogin order by 1`, parameters: [] };
}

export function revokeTableText(schema: string, table: string, privilege: string, role: string): string {
  return `REVOKE ${privilege} ON TABLE ${quoteName(schema)}.${quoteName(table)} FROM ${roleText(role)};`;
}

export function revokeColumnText(schema: string, table: string, privilege: string, column: string, role: string): string {
  return `REVOKE ${privilege} (${quoteName(column)}) ON TABLE ${quoteName(schema)}.${quoteName(table)} FROM ${roleText(role)};`;
}

export function revokeSchemaText(schema: string, role: string): string {
  return `REVOKE CREATE ON SCHEMA ${quoteName(schema)} FROM ${roleText(role)};`;
}

export function revokeMembershipText(role: string, member: string): string {
  return `REVOKE ${quoteName(role)} FROM ${quoteName(member)};`;
}

export function alterTableOwnerText(schema: string, table: string, owner: string): string {
  return `ALTER TABLE ${quoteName(schema)}.${quoteName(table)} OWNER TO ${quoteName(owner)};`;
}

export function alterSchemaOwnerText(schema: string, owner: string): string {
  return `ALTER SCHEMA ${quoteName(schema)} OWNER TO ${quoteName(owner)};`;
}

function roleText(role: string): string {
  return role === 'PUBLIC' ? 'PUBLIC' : quoteName(role);
}
