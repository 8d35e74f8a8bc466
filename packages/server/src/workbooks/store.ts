/** Metadata SQL of workbooks. */
import type { Right } from '@penstock/domain/workbooks/rights';
import type { Queryable } from '../members/store.ts';

/** What rights are decided on. */
export interface WorkbookFacts {
  readonly id: string;
  readonly ownerId: string;
  readonly documentTimeZone: string;
  readonly grantedToEveryone: Right | null;
  readonly grantedTo: ReadonlyMap<string, Right>;
}

export interface Page {
  readonly id: string;
  readonly name: string;
  readonly elements: readonly Element[];
}

export interface Element {
  readonly id: string;
  readonly kind: 'input-table';
  readonly inputTableId: string;
  readonly name: string;
  readonly position: number;
}

export interface Workbook {
  readonly id: string;
  readonly name: string;
  readonly owner: { readonly id: string; readonly name: string };
  readonly documentTimeZone: string;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly pages: readonly Page[];
}

export interface WorkbookSummary {
  readonly id: string;
  readonly name: string;
  readonly owner: { readonly id: string; readonly name: string };
  readonly updatedAt: Date;
  readonly visitedAt: Date | null;
  readonly grantedToMe: Right | null;
  readonly grantedToEveryone: Right | null;
  /** Exact value that the list is ordered by, as text. */
  readonly orderedBy: string;
}

export interface Grant {
  /** `null`: everyone. */
  readonly member: { readonly id: string; readonly name: string; readonly email: string } | null;
  readonly right: Right;
}

export type ListFilter = 'all' | 'mine' | 'shared' | 'recent';

/** `null` for unknown and deleted ones. */
export async function workbookFacts(on: Queryable, id: string): Promise<WorkbookFacts | null> {
  const { rows } = await on.query<{ owner_id: string; document_time_zone: string; member_id: string | null; granted_right: Right | null }>(
    `select w.owner_id, w.document_time_zone, g.member_id, g.granted_right
     from workbooks w left join workbook_grants g on g.workbook_id = w.id where w.id = $1 and w.deleted_at is null`,
    [id],
  );
  const [first] = rows;
  if (first === undefined) return null;
  const grantedTo = new Map<string, Right>();
  let grantedToEveryone: Right | null = null;
  for (const { member_id: memberId, granted_right: right } of rows) {
    if (right === null) continue;
    if (memberId === null) grantedToEveryone = right;
    else grantedTo.set(memberId, right);
  }
  return { id, ownerId: first.owner_id, documentTimeZone: first.document_time_zone, grantedToEveryone, grantedTo };
}

/** Does nothing when the id exists: a repeated request. */
export async function insertWorkbook(
  on: Queryable,
  workbook: { id: string; name: string; ownerId: string; documentTimeZone: string },
): Promise<void> {
  await on.query('insert into workbooks (id, name, owner_id, document_time_zone) values ($1, $2, $3, $4) on conflict (id) do nothing', [
    workbook.id,
    workbook.name,
    workbook.ownerId,
    workbook.documentTimeZone,
  ]);
}

export async function loadWorkbook(on: Queryable, id: string): Promise<Workbook | null> {
  const { rows } = await on.query<{
    name: string;
    owner_id: string;
    owner_name: string;
    document_time_zone: string;
    version: number;
    created_at: Date;
    updated_at: Date;
    pages: readonly Page[];
  }>(
    `select w.name, w.owner_id, m.name as owner_name, w.document_time_zone, w.version, w.created_at, w.updated_at,
       (select coalesce(json_agg(json_build_object('id', p.id, 'name', p.name, 'elements',
          (select coalesce(json_agg(json_build_object('id', e.id, 'kind', e.kind, 'inputTableId', e.input_table_id, 'name', e.name, 'position', e.position)
                  order by e.position, e.id), '[]'::json)
           from workbook_elements e where e.workbook_id = p.workbook_id and e.page_id = p.id)) order by p.position, p.id), '[]'::json)
        from workbook_pages p where p.workbook_id = w.id) as pages
     from workbooks w join members m on m.id = w.owner_id where w.id = $1 and w.deleted_at is null`,
    [id],
  );
  const [row] = rows;
  if (row === undefined) return null;
  return {
    id,
    name: row.name,
    owner: { id: row.owner_id, name: row.owner_name },
    documentTimeZone: row.document_time_zone,
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    pages: row.pages,
  };
}

/** Locks the workbook until the transaction ends; its version, or `null` when it is gone. */
export async function lockWorkbook(on: Queryable, id: string): Promise<number | null> {
  const { rows } = await on.query<{ version: number }>('select version from workbooks where id = $1 and deleted_at is null for update', [
    id,
  ]);
  return rows[0]?.version ?? null;
}

export async function updateWorkbook(
  on: Queryable,
  id: string,
  changes: { name: string | null; documentTimeZone: string | null },
): Promise<void> {
  await on.query(
    'update workbooks set name = coalesce($2, name), document_time_zone = coalesce($3, document_time_zone), version = version + 1, updated_at = now() where id = $1',
    [id, changes.name, changes.documentTimeZone],
  );
}

/** Puts these pages and elements in the place of all that were there. */
export async function replacePages(on: Queryable, id: string, pages: readonly Page[]): Promise<void> {
  await on.query('delete from workbook_pages where workbook_id = $1', [id]);
  await on.query(
    'insert into workbook_pages (workbook_id, id, name, position) select $1, p.id, p.name, p.position from unnest($2::uuid[], $3::text[]) with ordinality as p (id, name, position)',
    [id, pages.map((page) => page.id), pages.map((page) => page.name)],
  );
  const elements = pages.flatMap((page) => page.elements.map((element) => ({ ...element, pageId: page.id })));
  await on.query(
    `insert into workbook_elements (workbook_id, id, page_id, kind, input_table_id, name, position)
     select $1, e.* from unnest($2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::text[], $7::int[]) as e`,
    [
      id,
      elements.map((element) => element.id),
      elements.map((element) => element.pageId),
      elements.map((element) => element.kind),
      elements.map((element) => element.inputTableId),
      elements.map((element) => element.name),
      elements.map((element) => element.position),
    ],
  );
}

/** At the end of its page; does nothing when the element exists. */
export async function insertElement(on: Queryable, workbookId: string, pageId: string, element: Omit<Element, 'position'>): Promise<void> {
  await on.query(
    `insert into workbook_elements (workbook_id, id, page_id, kind, input_table_id, name, position)
     select $1, $2, $3, $4, $5, $6, coalesce(max(position) + 1, 0) from workbook_elements where workbook_id = $1 and page_id = $3
     on conflict do nothing`,
    [workbookId, element.id, pageId, element.kind, element.inputTableId, element.name],
  );
}

export async function deleteWorkbook(on: Queryable, id: string): Promise<void> {
  await on.query('update workbooks set deleted_at = now() where id = $1 and deleted_at is null', [id]);
}

export async function grantsOf(on: Queryable, id: string): Promise<readonly Grant[]> {
  const { rows } = await on.query<{ granted_right: Right; member_id: string | null; name: string | null; email: string | null }>(
    `select g.granted_right, g.member_id, m.name, m.email from workbook_grants g left join members m on m.id = g.member_id
     where g.workbook_id = $1 order by m.name nulls first, g.member_id`,
    [id],
  );
  return rows.map((row) => ({
    right: row.granted_right,
    member: row.member_id === null ? null : { id: row.member_id, name: row.name ?? '', email: row.email ?? '' },
  }));
}

/** Puts these grants in the place of all that were there. */
export async function replaceGrants(
  on: Queryable,
  id: string,
  grants: readonly { memberId: string | null; right: Right }[],
): Promise<void> {
  await on.query('delete from workbook_grants where workbook_id = $1', [id]);
  await on.query(
    'insert into workbook_grants (workbook_id, member_id, granted_right) select $1, g.* from unnest($2::uuid[], $3::text[]) as g',
    [id, grants.map((grant) => grant.memberId), grants.map((grant) => grant.right)],
  );
}

export async function noteVisit(on: Queryable, memberId: string, workbookId: string): Promise<void> {
  await on.query(
    `insert into workbook_visits (member_id, workbook_id) values ($1, $2)
     on conflict (member_id, workbook_id) do update set visited_at = now()`,
    [memberId, workbookId],
  );
}

// What a member can reach: their own, what was shared with them, what was shared with everyone.
const reachable = `
  from workbooks w
  join members o on o.id = w.owner_id
  left join workbook_grants mine on mine.workbook_id = w.id and mine.member_id = $1
  left join workbook_grants everyones on everyones.workbook_id = w.id and everyones.member_id is null
  left join workbook_visits v on v.workbook_id = w.id and v.member_id = $1
  where w.deleted_at is null and (w.owner_id = $1 or mine.id is not null or everyones.id is not null)`;

const conditionOf: Readonly<Record<ListFilter, string>> = {
  all: 'true',
  mine: 'w.owner_id = $1',
  shared: 'w.owner_id <> $1',
  recent: 'v.visited_at is not null',
};

/** Newest first: by the last visit for `recent`, otherwise by the last change. */
export async function listReachable(
  on: Queryable,
  memberId: string,
  options: { filter: ListFilter; after: { orderedBy: string; id: string } | null; limit: number },
): Promise<readonly WorkbookSummary[]> {
  const order = options.filter === 'recent' ? 'v.visited_at' : 'w.updated_at';
  const { rows } = await on.query<SummaryRow>(
    `select w.id, w.name, w.owner_id, o.name as owner_name, w.updated_at, v.visited_at,
            mine.granted_right as granted_to_me, everyones.granted_right as granted_to_everyone, ${order}::text as ordered_by
     ${reachable} and ${conditionOf[options.filter]} and ($2::timestamptz is null or (${order}, w.id) < ($2::timestamptz, $3::uuid))
     order by ${order} desc, w.id desc limit $4`,
    [memberId, options.after?.orderedBy ?? null, options.after?.id ?? null, options.limit],
  );
  return rows.map(summaryOf);
}

export interface Found {
  readonly kind: 'workbook' | 'input-table';
  readonly id: string;
  readonly name: string;
  readonly workbook: { readonly id: string; readonly name: string };
}

/** Workbooks and elements whose name has the text, whatever its case; those that begin with it first. */
export async function searchReachable(on: Queryable, memberId: string, text: string, limit: number): Promise<readonly Found[]> {
  const pattern = `%${text.replaceAll(/[\\%_]/g, (special) => `\\${special}`)}%`;
  const { rows } = await on.query<{ kind: Found['kind']; id: string; name: string; workbook_id: string; workbook_name: string }>(
    `with mine as (select w.id, w.name ${reachable})
     select * from (
       select 'workbook' as kind, id, name, id as workbook_id, name as workbook_name from mine where name ilike $2
       union all
       select e.kind, e.input_table_id, e.name, mine.id, mine.name from mine join workbook_elements e on e.workbook_id = mine.id where e.name ilike $2
     ) found order by starts_with(lower(name), lower($3)) desc, name, id limit $4`,
    [memberId, pattern, text, limit],
  );
  return rows.map((row) => ({ kind: row.kind, id: row.id, name: row.name, workbook: { id: row.workbook_id, name: row.workbook_name } }));
}

interface SummaryRow {
  readonly id: string;
  readonly name: string;
  readonly owner_id: string;
  readonly owner_name: string;
  readonly updated_at: Date;
  readonly visited_at: Date | null;
  readonly granted_to_me: Right | null;
  readonly granted_to_everyone: Right | null;
  readonly ordered_by: string;
}

function summaryOf(row: SummaryRow): WorkbookSummary {
  return {
    id: row.id,
    name: row.name,
    owner: { id: row.owner_id, name: row.owner_name },
    updatedAt: row.updated_at,
    visitedAt: row.visited_at,
    grantedToMe: row.granted_to_me,
    grantedToEveryone: row.granted_to_everyone,
    orderedBy: row.ordered_by,
  };
}
