/** Metadata SQL of folders. A folder's path leads from the outermost folder to itself. */
import type { Right } from '@penstock/domain/workbooks/rights';
import type { Queryable } from '../members/store.ts';
import { grantOf } from '../workbooks/store.ts';
import type { Grant, GrantRow, NewGrant } from '../workbooks/store.ts';

export interface Folder {
  readonly id: string;
  readonly name: string;
  readonly parentId: string | null;
  readonly owner: { readonly id: string; readonly name: string };
  /** The member owns it or a folder above it. */
  readonly isOwner: boolean;
  /** By every grant on it or a folder above it that reaches the member. */
  readonly granted: readonly Right[];
}

const selectFolder = `
  select f.id, f.name, f.parent_id, f.owner_id, o.name as owner_name,
    exists (select from folders above where above.id = any (f.path) and above.owner_id = $1) as is_owner,
    (select array_agg(distinct g.granted_right) from folder_grants g where g.folder_id = any (f.path) and (
       g.member_id = $1 or g.team_id in (select team_id from team_members where member_id = $1) or (g.member_id is null and g.team_id is null))) as rights
  from folders f join members o on o.id = f.owner_id`;

/** Every folder, by name, with what reaches the member. */
export async function listFolders(on: Queryable, memberId: string): Promise<readonly Folder[]> {
  const { rows } = await on.query<FolderRow>(`${selectFolder} order by lower(f.name), f.id`, [memberId]);
  return rows.map(folderOf);
}

export async function folderById(on: Queryable, memberId: string, id: string): Promise<Folder | null> {
  const { rows } = await on.query<FolderRow>(`${selectFolder} where f.id = $2`, [memberId, id]);
  return rows[0] === undefined ? null : folderOf(rows[0]);
}

/** Until the transaction ends no other folder is made, moved or deleted, so that all paths stay true. */
export async function lockTree(on: Queryable): Promise<void> {
  await on.query("select pg_advisory_xact_lock(hashtext('folders'))");
}

/** Does nothing when the id exists: a repeated request. */
export async function insertFolder(
  on: Queryable,
  folder: { id: string; name: string; ownerId: string; parentId: string | null },
): Promise<void> {
  await on.query(
    `insert into folders (id, name, owner_id, parent_id, path)
     values ($1, $2, $3, $4, coalesce((select path from folders where id = $4), '{}') || $1::uuid) on conflict (id) do nothing`,
    [folder.id, folder.name, folder.ownerId, folder.parentId],
  );
}

export async function renameFolder(on: Queryable, id: string, name: string): Promise<void> {
  await on.query('update folders set name = $2 where id = $1', [id, name]);
}

/** `true`: `id` is `within` or lies in it. */
export async function liesWithin(on: Queryable, id: string, within: string): Promise<boolean> {
  const { rowCount } = await on.query('select 1 from folders where id = $1 and $2 = any (path)', [id, within]);
  return rowCount === 1;
}

/** With all that lies in it. */
export async function moveFolder(on: Queryable, id: string, parentId: string | null): Promise<void> {
  await on.query('update folders set parent_id = $2 where id = $1', [id, parentId]);
  await on.query(
    `update folders set path = coalesce((select path from folders where id = $2), '{}') || path[array_position(path, $1) : ]
     where $1 = any (path)`,
    [id, parentId],
  );
}

/** What lies in it comes to lie in the folder above. */
export async function deleteFolder(on: Queryable, id: string): Promise<void> {
  await on.query('update workbooks set folder_id = (select parent_id from folders where id = $1) where folder_id = $1', [id]);
  await on.query('update folders set parent_id = (select parent_id from folders where id = $1) where parent_id = $1', [id]);
  await on.query('update folders set path = array_remove(path, $1) where $1 = any (path) and id <> $1', [id]);
  await on.query('delete from folders where id = $1', [id]);
}

export async function grantsOfFolder(on: Queryable, id: string): Promise<readonly Grant[]> {
  const { rows } = await on.query<GrantRow>(
    `select g.granted_right, g.member_id, m.name, m.email, g.team_id, t.name as team_name
     from folder_grants g left join members m on m.id = g.member_id left join teams t on t.id = g.team_id
     where g.folder_id = $1 order by t.name nulls first, m.name nulls first, g.member_id`,
    [id],
  );
  return rows.map(grantOf);
}

/** Puts these grants in the place of all that were there. */
export async function replaceFolderGrants(on: Queryable, id: string, grants: readonly NewGrant[]): Promise<void> {
  await on.query('delete from folder_grants where folder_id = $1', [id]);
  await on.query(
    'insert into folder_grants (folder_id, member_id, team_id, granted_right) select $1, g.* from unnest($2::uuid[], $3::uuid[], $4::text[]) as g',
    [id, grants.map((grant) => grant.memberId), grants.map((grant) => grant.teamId), grants.map((grant) => grant.right)],
  );
}

interface FolderRow {
  readonly id: string;
  readonly name: string;
  readonly parent_id: string | null;
  readonly owner_id: string;
  readonly owner_name: string;
  readonly is_owner: boolean;
  readonly rights: readonly Right[] | null;
}

function folderOf(row: FolderRow): Folder {
  return {
    id: row.id,
    name: row.name,
    parentId: row.parent_id,
    owner: { id: row.owner_id, name: row.owner_name },
    isOwner: row.is_owner,
    granted: row.rights ?? [],
  };
}
