/** The record of what Admins changed: entries are only ever added, in the transaction of the change itself. */
import type { Queryable } from '../members/store.ts';

export interface AuditEvent {
  /** For example `run-as-service-account.switched-on`. */
  readonly action: string;
  readonly subject: { readonly kind: 'workbook' | 'connection' | 'member' | 'organization'; readonly id: string };
  /** Plain data without secrets; `null` where there was or is nothing. */
  readonly before: unknown;
  readonly after: unknown;
}

export interface AuditEntry extends AuditEvent {
  /** Decimal digits; grows. */
  readonly number: string;
  readonly at: Date;
  readonly by: { readonly id: string; readonly email: string };
}

/** `memberId`: who did it. */
export async function recordAudit(on: Queryable, memberId: string, event: AuditEvent): Promise<void> {
  await on.query(
    `insert into audit_entries (member_id, member_email, action, subject_kind, subject_id, before, after)
     select id, email, $2, $3, $4, $5, $6 from members where id = $1`,
    [memberId, event.action, event.subject.kind, event.subject.id, jsonOf(event.before), jsonOf(event.after)],
  );
}

/** Newest first. */
export async function auditEntries(
  on: Queryable,
  options: { readonly subjectId: string | null; readonly before: string | null; readonly limit: number },
): Promise<readonly AuditEntry[]> {
  const { rows } = await on.query<{
    number: string;
    at: Date;
    member_id: string;
    member_email: string;
    action: string;
    subject_kind: AuditEvent['subject']['kind'];
    subject_id: string;
    before: unknown;
    after: unknown;
  }>(
    `select number::text, at, member_id, member_email, action, subject_kind, subject_id, before, after from audit_entries
     where ($1::uuid is null or subject_id = $1) and ($2::bigint is null or number < $2) order by audit_entries.number desc limit $3`,
    [options.subjectId, options.before, options.limit],
  );
  return rows.map((row) => ({
    number: row.number,
    at: row.at,
    by: { id: row.member_id, email: row.member_email },
    action: row.action,
    subject: { kind: row.subject_kind, id: row.subject_id },
    before: row.before,
    after: row.after,
  }));
}

function jsonOf(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}
