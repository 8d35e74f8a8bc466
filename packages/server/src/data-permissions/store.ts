/** Metadata SQL of data permissions. */
import type { DataGrant, DataPermissionKind } from '@penstock/domain/data-permissions/coverage';
import type { Queryable } from '../members/store.ts';

export type Recipient = 'everyone' | { readonly memberId: string } | { readonly teamId: string };

/** A permission as an Admin gave it. */
export interface GivenPermission extends DataGrant {
  readonly to: Recipient;
}

/** What reaches an active member: given to them, to their teams, to everyone. */
export async function grantsReaching(on: Queryable, connectionId: string, memberId: string): Promise<readonly DataGrant[]> {
  const { rows } = await on.query<{ permission: DataPermissionKind; schema_name: string | null; table_name: string | null }>(
    `select distinct p.permission, p.schema_name, p.table_name
     from data_permissions p join members m on m.id = $2 and m.status = 'active'
     where p.connection_id = $1
       and (p.member_id = $2 or p.team_id in (select team_id from team_members where member_id = $2) or (p.member_id is null and p.team_id is null))`,
    [connectionId, memberId],
  );
  return rows.map((row) => ({ permission: row.permission, schema: row.schema_name, table: row.table_name }));
}

/** Everyone first. */
export async function permissionsOf(on: Queryable, connectionId: string): Promise<readonly GivenPermission[]> {
  const { rows } = await on.query<{
    member_id: string | null;
    team_id: string | null;
    permission: DataPermissionKind;
    schema_name: string | null;
    table_name: string | null;
  }>(
    `select member_id, team_id, permission, schema_name, table_name from data_permissions where connection_id = $1
     order by num_nulls(member_id, team_id) desc, team_id, member_id, schema_name nulls first, table_name nulls first, permission`,
    [connectionId],
  );
  return rows.map((row) => ({
    to: recipientOf(row),
    permission: row.permission,
    schema: row.schema_name,
    table: row.table_name,
  }));
}

/** Puts these permissions in the place of all that were there. */
export async function replacePermissions(on: Queryable, connectionId: string, permissions: readonly GivenPermission[]): Promise<void> {
  await on.query('delete from data_permissions where connection_id = $1', [connectionId]);
  await on.query(
    `insert into data_permissions (connection_id, member_id, team_id, permission, schema_name, table_name)
     select $1, g.* from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[]) as g on conflict do nothing`,
    [
      connectionId,
      permissions.map(({ to }) => (to !== 'everyone' && 'memberId' in to ? to.memberId : null)),
      permissions.map(({ to }) => (to !== 'everyone' && 'teamId' in to ? to.teamId : null)),
      permissions.map(({ permission }) => permission),
      permissions.map(({ schema }) => schema),
      permissions.map(({ table }) => table),
    ],
  );
}

function recipientOf(row: { readonly member_id: string | null; readonly team_id: string | null }): Recipient {
  if (row.member_id !== null) return { memberId: row.member_id };
  return row.team_id === null ? 'everyone' : { teamId: row.team_id };
}
