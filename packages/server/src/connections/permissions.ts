/** Who may do what on a connection with credentials of its own, where the warehouse cannot tell people apart (R61). */
import type { Database } from '../metadata/database.ts';

/** Replaces who may do what on a connection with credentials of its own (R61). */
export async function replacePermissions(
  database: Database,
  id: string,
  permissions: readonly { readonly to: string; readonly permission: 'can-use' | 'can-write-only' }[],
): Promise<void> {
  await database.transaction(async ({ client }) => {
    await client.query('delete from connection_permissions where connection_id = $1', [id]);
    for (const { to, permission } of permissions) {
      await client.query(
        'insert into connection_permissions (connection_id, member_id, permission) values ($1, $2, $3) on conflict do nothing',
        [id, to === 'everyone' ? null : to, permission],
      );
    }
  });
}

/** Everyone first. */
export async function permissionsOf(database: Database, id: string) {
  const { rows } = await database.pool.query<{ member_id: string | null; permission: 'can-use' | 'can-write-only' }>(
    'select member_id, permission from connection_permissions where connection_id = $1 order by member_id nulls first, permission',
    [id],
  );
  return rows.map((row) => ({ to: row.member_id ?? 'everyone', permission: row.permission }));
}
