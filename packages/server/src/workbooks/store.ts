/** Metadata SQL of documents: what they are, who owns them, where they lie, with whom they are shared. */
import type { Definition, DocumentKind } from '@penstock/domain/workbooks/definition';
import type { Right } from '@penstock/domain/workbooks/rights';
import type { Queryable } from '../members/store.ts';
import { grantedToMe, reachingGrants } from './grants-sql.ts';

/** What rights are decided on. */
export interface WorkbookFacts {
  readonly id: string;
  readonly name: string;
  readonly kind: DocumentKind;
  readonly ownerId: string;
  readonly documentTimeZone: string;
  readonly revision: number;
  readonly publishedNumber: number | null;
  /** Every grant that reaches the document, also from folders. */
  readonly grants: readonly { readonly to: Recipient; readonly right: Right }[];
}

/** Both `null`: everyone in the organization. */
export interface Recipient {
  readonly memberId: string | null;
  readonly teamId: string | null;
}

export interface Person {
  readonly id: string;
  readonly name: string;
}

export interface Workbook {
  readonly id: string;
  readonly kind: DocumentKind;
  readonly name: string;
  readonly owner: Person;
  readonly folderId: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly revision: number;
  readonly draft: Definition;
  readonly published: Published | null;
  /** The newest version says something else; it may be one that waits for an Admin before readers see it. */
  readonly hasUnpublishedChanges: boolean;
}

/** The version that readers see. */
export interface Published {
  readonly number: number;
  readonly publishedAt: Date;
  readonly publishedBy: Person;
  readonly summary: string;
  readonly definition: Definition;
}

export interface WorkbookSummary {
  readonly id: string;
  readonly kind: DocumentKind;
  readonly name: string;
  readonly owner: Person;
  readonly folderId: string | null;
  readonly publishedNumber: number | null;
  readonly updatedAt: Date;
  readonly visitedAt: Date | null;
  readonly deletedAt: Date | null;
  readonly granted: readonly Right[];
  /** Exact value that the list is ordered by, as text. */
  readonly orderedBy: string;
}

export interface Grant {
  readonly member: { readonly id: string; readonly name: string; readonly email: string } | null;
  readonly team: { readonly id: string; readonly name: string } | null;
  readonly right: Right;
}

export const listFilters = ['all', 'mine', 'shared', 'recent', 'trash'] as const;
export type ListFilter = (typeof listFilters)[number];

/** `null` for unknown and deleted ones. */
export async function workbookFacts(on: Queryable, id: string): Promise<WorkbookFacts | null> {
  const { rows } = await on.query<{
    name: string;
    kind: DocumentKind;
    owner_id: string;
    document_time_zone: string;
    revision: number;
    published_number: number | null;
    member_id: string | null;
    team_id: string | null;
    granted_right: Right | null;
  }>(
    `select w.name, w.kind, w.owner_id, w.document_time_zone, w.revision, w.published_number, g.member_id, g.team_id, g.granted_right
     from workbooks w left join ${reachingGrants} g on g.workbook_id = w.id where w.id = $1 and w.deleted_at is null`,
    [id],
  );
  const [first] = rows;
  if (first === undefined) return null;
  return {
    id,
    name: first.name,
    kind: first.kind,
    ownerId: first.owner_id,
    documentTimeZone: first.document_time_zone,
    revision: first.revision,
    publishedNumber: first.published_number,
    grants: rows.flatMap(({ member_id: memberId, team_id: teamId, granted_right: right }) =>
      right === null ? [] : [{ to: { memberId, teamId }, right }],
    ),
  };
}

/** Does nothing when the id exists: a repeated request. */
export async function insertWorkbook(
  on: Queryable,
  workbook: { id: string; kind: DocumentKind; name: string; ownerId: string; folderId: string | null; draft: Definition },
): Promise<void> {
  await on.query(
    `insert into workbooks (id, kind, name, owner_id, folder_id, draft, draft_changed_by) values ($1, $2, $3, $4, $5, $6, $4) on conflict (id) do nothing`,
    [workbook.id, workbook.kind, workbook.name, workbook.ownerId, workbook.folderId, JSON.stringify(workbook.draft)],
  );
}

export async function loadWorkbook(on: Queryable, id: string): Promise<Workbook | null> {
  const { rows } = await on.query<{
    kind: DocumentKind;
    name: string;
    owner_id: string;
    owner_name: string;
    folder_id: string | null;
    created_at: Date;
    updated_at: Date;
    revision: number;
    draft: Definition;
    has_unpublished_changes: boolean;
    number: number | null;
    published_at: Date | null;
    published_by: string | null;
    publisher_name: string | null;
    summary: string | null;
    definition: Definition | null;
  }>(
    `select w.kind, w.name, w.owner_id, m.name as owner_name, w.folder_id, w.created_at, w.updated_at, w.revision, w.draft,
            w.draft is distinct from (select definition from workbook_versions where workbook_id = w.id order by number desc limit 1)
              as has_unpublished_changes,
            v.number, v.published_at, v.published_by, p.name as publisher_name, v.summary, v.definition
     from workbooks w join members m on m.id = w.owner_id
     left join workbook_versions v on v.workbook_id = w.id and v.number = w.published_number
     left join members p on p.id = v.published_by
     where w.id = $1 and w.deleted_at is null`,
    [id],
  );
  const [row] = rows;
  if (row === undefined) return null;
  const { number, published_at: publishedAt, published_by: publishedBy, definition } = row;
  return {
    id,
    kind: row.kind,
    name: row.name,
    owner: { id: row.owner_id, name: row.owner_name },
    folderId: row.folder_id,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    revision: row.revision,
    draft: row.draft,
    hasUnpublishedChanges: row.has_unpublished_changes,
    published:
      number === null || publishedAt === null || publishedBy === null || definition === null
        ? null
        : { number, publishedAt, publishedBy: { id: publishedBy, name: row.publisher_name ?? '' }, summary: row.summary ?? '', definition },
  };
}

/** Locks the document until the transaction ends; `false` when it is gone. */
export async function lockWorkbook(on: Queryable, id: string): Promise<boolean> {
  const { rowCount } = await on.query('select 1 from workbooks where id = $1 and deleted_at is null for update', [id]);
  return rowCount === 1;
}

export async function renameWorkbook(on: Queryable, id: string, name: string): Promise<void> {
  await on.query('update workbooks set name = $2, updated_at = now() where id = $1', [id, name]);
}

export async function moveWorkbook(on: Queryable, id: string, folderId: string | null): Promise<void> {
  await on.query('update workbooks set folder_id = $2 where id = $1', [id, folderId]);
}

/** Throws for one that is not there: the caller has locked it. */
export async function ownerOf(on: Queryable, id: string): Promise<string> {
  const { rows } = await on.query<{ owner_id: string }>('select owner_id from workbooks where id = $1', [id]);
  if (rows[0] === undefined) throw new Error(`There is no workbook ${id}.`);
  return rows[0].owner_id;
}

export async function setOwner(on: Queryable, id: string, ownerId: string): Promise<void> {
  await on.query('update workbooks set owner_id = $2 where id = $1', [id, ownerId]);
}

export async function deleteWorkbook(on: Queryable, id: string): Promise<void> {
  await on.query('update workbooks set deleted_at = now() where id = $1 and deleted_at is null', [id]);
}

/** Whose document lies in the trash; `null` for one that does not. */
export async function ownerOfDeleted(on: Queryable, id: string): Promise<string | null> {
  const { rows } = await on.query<{ owner_id: string }>('select owner_id from workbooks where id = $1 and deleted_at is not null', [id]);
  return rows[0]?.owner_id ?? null;
}

export async function undeleteWorkbook(on: Queryable, id: string): Promise<void> {
  await on.query('update workbooks set deleted_at = null where id = $1', [id]);
}

/** Input tables that were made in this document and still live. */
export async function inputTablesOf(on: Queryable, id: string): Promise<ReadonlySet<string>> {
  const { rows } = await on.query<{ id: string }>("select id from input_tables where workbook_id = $1 and life <> 'retired'", [id]);
  return new Set(rows.map((row) => row.id));
}

/** The document that an input table was made in. */
export async function workbookOfInputTable(on: Queryable, inputTableId: string): Promise<string | null> {
  const { rows } = await on.query<{ workbook_id: string }>("select workbook_id from input_tables where id = $1 and life <> 'retired'", [
    inputTableId,
  ]);
  return rows[0]?.workbook_id ?? null;
}

export async function grantsOf(on: Queryable, id: string): Promise<readonly Grant[]> {
  const { rows } = await on.query<GrantRow>(
    `select g.granted_right, g.member_id, m.name, m.email, g.team_id, t.name as team_name
     from workbook_grants g left join members m on m.id = g.member_id left join teams t on t.id = g.team_id
     where g.workbook_id = $1 order by t.name nulls first, m.name nulls first, g.member_id`,
    [id],
  );
  return rows.map(grantOf);
}

export interface GrantRow {
  readonly granted_right: Right;
  readonly member_id: string | null;
  readonly name: string | null;
  readonly email: string | null;
  readonly team_id: string | null;
  readonly team_name: string | null;
}

export function grantOf(row: GrantRow): Grant {
  return {
    right: row.granted_right,
    member: row.member_id === null ? null : { id: row.member_id, name: row.name ?? '', email: row.email ?? '' },
    team: row.team_id === null ? null : { id: row.team_id, name: row.team_name ?? '' },
  };
}

export type NewGrant = Recipient & { readonly right: Right };

/** Puts these grants in the place of all that were there. */
export async function replaceGrants(on: Queryable, id: string, grants: readonly NewGrant[]): Promise<void> {
  await on.query('delete from workbook_grants where workbook_id = $1', [id]);
  await on.query(
    'insert into workbook_grants (workbook_id, member_id, team_id, granted_right) select $1, g.* from unnest($2::uuid[], $3::uuid[], $4::text[]) as g',
    [id, grants.map((grant) => grant.memberId), grants.map((grant) => grant.teamId), grants.map((grant) => grant.right)],
  );
}

/** In the place of what was granted to this member before; `null` takes it away. */
export async function grantToMember(on: Queryable, id: string, memberId: string, right: Right | null): Promise<void> {
  await on.query('delete from workbook_grants where workbook_id = $1 and member_id = $2', [id, memberId]);
  if (right !== null)
    await on.query('insert into workbook_grants (workbook_id, member_id, granted_right) values ($1, $2, $3)', [id, memberId, right]);
}

export async function noteVisit(on: Queryable, memberId: string, workbookId: string): Promise<void> {
  await on.query(
    `insert into workbook_visits (member_id, workbook_id) values ($1, $2)
     on conflict (member_id, workbook_id) do update set visited_at = now()`,
    [memberId, workbookId],
  );
}

// What a member can reach: their own, and what any grant gives them.
const reachable = `
  from workbooks w
  join members o on o.id = w.owner_id
  left join workbook_visits v on v.workbook_id = w.id and v.member_id = $1
  cross join lateral (select ${grantedToMe} as rights) granted
  where (w.owner_id = $1 or granted.rights is not null)`;

const conditionOf: Readonly<Record<ListFilter, string>> = {
  all: 'w.deleted_at is null',
  mine: 'w.deleted_at is null and w.owner_id = $1',
  shared: 'w.deleted_at is null and w.owner_id <> $1',
  recent: 'w.deleted_at is null and v.visited_at is not null',
  trash: 'w.deleted_at is not null and w.owner_id = $1',
};

const orderOf: Readonly<Record<ListFilter, string>> = {
  all: 'w.updated_at',
  mine: 'w.updated_at',
  shared: 'w.updated_at',
  recent: 'v.visited_at',
  trash: 'w.deleted_at',
};

export interface ListOptions {
  readonly filter: ListFilter;
  readonly kind: DocumentKind | null;
  readonly folderId: string | null;
  readonly after: { readonly orderedBy: string; readonly id: string } | null;
  readonly limit: number;
}

/** Newest first: by the last visit for `recent`, by the deletion for `trash`, otherwise by the last change. */
export async function listReachable(on: Queryable, memberId: string, options: ListOptions): Promise<readonly WorkbookSummary[]> {
  const order = orderOf[options.filter];
  const { rows } = await on.query<SummaryRow>(
    `select w.id, w.kind, w.name, w.owner_id, o.name as owner_name, w.folder_id, w.published_number, w.updated_at, v.visited_at, w.deleted_at,
            granted.rights, ${order}::text as ordered_by
     ${reachable} and ${conditionOf[options.filter]} and ($2::timestamptz is null or (${order}, w.id) < ($2::timestamptz, $3::uuid))
       and ($5::text is null or w.kind = $5) and ($6::uuid is null or w.folder_id = $6)
     order by ${order} desc, w.id desc limit $4`,
    [memberId, options.after?.orderedBy ?? null, options.after?.id ?? null, options.limit, options.kind, options.folderId],
  );
  return rows.map(summaryOf);
}

export const searchedElementKinds = ['table', 'pivot', 'chart', 'input-table'] as const;

export interface Found {
  readonly kind: DocumentKind | (typeof searchedElementKinds)[number];
  readonly id: string;
  readonly name: string;
  readonly workbook: { readonly id: string; readonly name: string };
}

/**
 * Documents and elements whose name has the text, whatever its case; those that begin with it first. Elements are those
 * of the version that the member sees; `mayBuild`: their account type lets them edit what they are granted to edit.
 */
export async function searchReachable(
  on: Queryable,
  member: { readonly id: string; readonly mayBuild: boolean },
  text: string,
  limit: number,
): Promise<readonly Found[]> {
  const pattern = `%${text.replaceAll(/[\\%_]/g, (special) => `\\${special}`)}%`;
  const { rows } = await on.query<{ kind: Found['kind']; id: string; name: string; workbook_id: string; workbook_name: string }>(
    `with mine as (
       select w.id, w.kind, w.name, case
         when w.published_number is null or ($5 and (w.owner_id = $1 or 'edit' = any (granted.rights))) then w.draft
         else (select definition from workbook_versions where workbook_id = w.id and number = w.published_number) end as definition
       ${reachable} and w.deleted_at is null)
     select * from (
       select kind, id, name, id as workbook_id, name as workbook_name from mine where name ilike $2
       union all
       select e ->> 'kind', coalesce(e ->> 'inputTableId', e ->> 'id')::uuid, e ->> 'name', mine.id, mine.name
         from mine, jsonb_path_query(mine.definition, '$.pages[*].elements[*]') e where e ->> 'name' ilike $2 and e ->> 'kind' = any ($6)
     ) found order by starts_with(lower(name), lower($3)) desc, name, id limit $4`,
    [member.id, pattern, text, limit, member.mayBuild, searchedElementKinds],
  );
  return rows.map((row) => ({ kind: row.kind, id: row.id, name: row.name, workbook: { id: row.workbook_id, name: row.workbook_name } }));
}

interface SummaryRow {
  readonly id: string;
  readonly kind: DocumentKind;
  readonly name: string;
  readonly owner_id: string;
  readonly owner_name: string;
  readonly folder_id: string | null;
  readonly published_number: number | null;
  readonly updated_at: Date;
  readonly visited_at: Date | null;
  readonly deleted_at: Date | null;
  readonly rights: readonly Right[] | null;
  readonly ordered_by: string;
}

function summaryOf(row: SummaryRow): WorkbookSummary {
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    owner: { id: row.owner_id, name: row.owner_name },
    folderId: row.folder_id,
    publishedNumber: row.published_number,
    updatedAt: row.updated_at,
    visitedAt: row.visited_at,
    deletedAt: row.deleted_at,
    granted: row.rights ?? [],
    orderedBy: row.ordered_by,
  };
}
