/** Metadata SQL of drafts and published versions. */
import type { Definition, DocumentKind } from '@penstock/domain/workbooks/definition';
import type { Queryable } from '../members/store.ts';
import type { Person, Published } from './store.ts';

export interface Draft {
  readonly kind: DocumentKind;
  readonly revision: number;
  readonly definition: Definition;
  readonly publishedNumber: number | null;
}

/** How many of the last changes two editors are told apart by. */
export const rememberedChanges = 1_000;

const selectDraft = 'select kind, revision, draft, published_number from workbooks where id = $1 and deleted_at is null';

export async function loadDraft(on: Queryable, id: string): Promise<Draft | null> {
  return draftOf(await on.query<DraftRow>(selectDraft, [id]));
}

/** Locks the document until the transaction ends. */
export async function lockDraft(on: Queryable, id: string): Promise<Draft | null> {
  return draftOf(await on.query<DraftRow>(`${selectDraft} for update`, [id]));
}

/** The next revision; `null` when the draft says this already. `touched` are the pages and elements that changed. */
export async function updateDraft(
  on: Queryable,
  id: string,
  change: { definition: Definition; memberId: string; touched: readonly string[] },
): Promise<number | null> {
  const { rows } = await on.query<{ revision: number }>(
    `update workbooks set draft = $2, draft_changed_by = $3, revision = revision + 1, updated_at = now()
     where id = $1 and draft is distinct from $2::jsonb returning revision`,
    [id, JSON.stringify(change.definition), change.memberId],
  );
  const revision = rows[0]?.revision;
  if (revision === undefined) return null;
  await on.query('insert into workbook_draft_changes (workbook_id, revision, member_id, touched) values ($1, $2, $3, $4)', [
    id,
    revision,
    change.memberId,
    [...new Set(change.touched)],
  ]);
  await on.query('delete from workbook_draft_changes where workbook_id = $1 and revision <= $2', [id, revision - rememberedChanges]);
  return revision;
}

/** The latest change after `revision` that touched one of these, with who made it. */
export async function changeSince(
  on: Queryable,
  id: string,
  revision: number,
  touched: readonly string[],
): Promise<{ readonly by: Person; readonly touched: readonly string[] } | null> {
  const { rows } = await on.query<{ member_id: string; name: string; touched: readonly string[] }>(
    `select c.member_id, m.name, c.touched from workbook_draft_changes c join members m on m.id = c.member_id
     where c.workbook_id = $1 and c.revision > $2 and c.touched && $3::uuid[] order by c.revision desc limit 1`,
    [id, revision, touched],
  );
  const [row] = rows;
  return row === undefined ? null : { by: { id: row.member_id, name: row.name }, touched: row.touched };
}

export interface Version extends Published {
  readonly revision: number;
}

const selectVersion = `
  select v.number, v.revision, v.definition, v.summary, v.published_at, v.published_by, m.name as publisher_name
  from workbook_versions v join members m on m.id = v.published_by`;

export async function loadVersion(on: Queryable, id: string, number: number): Promise<Version | null> {
  const { rows } = await on.query<VersionRow>(`${selectVersion} where v.workbook_id = $1 and v.number = $2`, [id, number]);
  return rows[0] === undefined ? null : versionOf(rows[0]);
}

/** The version that a revision of the draft was published as. */
export async function versionOfRevision(on: Queryable, id: string, revision: number): Promise<Version | null> {
  const { rows } = await on.query<VersionRow>(`${selectVersion} where v.workbook_id = $1 and v.revision = $2`, [id, revision]);
  return rows[0] === undefined ? null : versionOf(rows[0]);
}

/** Newest first, below the number `before`. */
export async function listVersions(on: Queryable, id: string, before: number | null, limit: number): Promise<readonly Version[]> {
  const { rows } = await on.query<VersionRow>(
    `${selectVersion} where v.workbook_id = $1 and ($2::int is null or v.number < $2) order by v.number desc limit $3`,
    [id, before, limit],
  );
  return rows.map(versionOf);
}

/** What readers of a document see, whoever asks; `null` for one that is unknown, deleted or not published. */
export async function publishedOf(
  on: Queryable,
  id: string,
): Promise<{ readonly name: string; readonly kind: DocumentKind; readonly ownerId: string; readonly version: Version } | null> {
  const { rows } = await on.query<VersionRow & { name: string; kind: DocumentKind; owner_id: string }>(
    `select v.number, v.revision, v.definition, v.summary, v.published_at, v.published_by, m.name as publisher_name, w.name, w.kind, w.owner_id
     from workbooks w join workbook_versions v on v.workbook_id = w.id and v.number = w.published_number join members m on m.id = v.published_by
     where w.id = $1 and w.deleted_at is null`,
    [id],
  );
  const [row] = rows;
  return row === undefined ? null : { name: row.name, kind: row.kind, ownerId: row.owner_id, version: versionOf(row) };
}

/** The draft as it stands becomes the newest version; its number. */
export async function insertVersion(on: Queryable, id: string, by: { summary: string; memberId: string }): Promise<number> {
  const { rows } = await on.query<{ number: number }>(
    `insert into workbook_versions (workbook_id, number, revision, definition, summary, published_by)
     select id, coalesce((select max(number) from workbook_versions where workbook_id = $1), 0) + 1, revision, draft, $2, $3
     from workbooks where id = $1 returning number`,
    [id, by.summary, by.memberId],
  );
  return rows[0]?.number ?? 0;
}

/** The version is what readers see from now on. */
export async function serveVersion(on: Queryable, id: string, number: number): Promise<void> {
  await on.query('update workbooks set published_number = $2 where id = $1', [id, number]);
}

/** What listeners are told about: who changed the draft last, and what is published. */
export interface Head {
  readonly revision: number;
  readonly by: Person;
  readonly publishedNumber: number | null;
}

export async function headOf(on: Queryable, id: string): Promise<Head | null> {
  const { rows } = await on.query<{ revision: number; member_id: string; name: string; published_number: number | null }>(
    `select w.revision, w.draft_changed_by as member_id, m.name, w.published_number
     from workbooks w join members m on m.id = w.draft_changed_by where w.id = $1 and w.deleted_at is null`,
    [id],
  );
  const [row] = rows;
  if (row === undefined) return null;
  return { revision: row.revision, by: { id: row.member_id, name: row.name }, publishedNumber: row.published_number };
}

/** Until the transaction ends no other data model is published: two at once could come to read from each other. */
export async function lockPublishing(on: Queryable): Promise<void> {
  await on.query("select pg_advisory_xact_lock(hashtext('publish data models'))");
}

interface DraftRow {
  readonly kind: DocumentKind;
  readonly revision: number;
  readonly draft: Definition;
  readonly published_number: number | null;
}

function draftOf({ rows }: { readonly rows: readonly DraftRow[] }): Draft | null {
  const [row] = rows;
  if (row === undefined) return null;
  return { kind: row.kind, revision: row.revision, definition: row.draft, publishedNumber: row.published_number };
}

interface VersionRow {
  readonly number: number;
  readonly revision: number;
  readonly definition: Definition;
  readonly summary: string;
  readonly published_at: Date;
  readonly published_by: string;
  readonly publisher_name: string;
}

function versionOf(row: VersionRow): Version {
  return {
    number: row.number,
    revision: row.revision,
    definition: row.definition,
    summary: row.summary,
    publishedAt: row.published_at,
    publishedBy: { id: row.published_by, name: row.publisher_name },
  };
}
