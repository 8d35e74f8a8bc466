/**
 * What people are told in the product. A notice is told once per subject and code while its cause lasts; telling it
 * again only counts. It goes away for one reader when they dismiss it, and for all when its cause is gone.
 */
import type { Clock } from '@penstock/domain/ports/clock';
import type { Actor } from '@penstock/domain/members/actor';
import type { Database } from '../metadata/database.ts';

export interface NewNotice {
  /** The error catalogue's code, or one of its own. */
  readonly code: string;
  /** What it is about, for example `connection:<id>`. */
  readonly subject: string;
  /** One sentence; never a secret. */
  readonly detail: string;
  readonly nextStep: string;
  /** Address within the product where something can be done; `null` without one. */
  readonly link: string | null;
}

export interface Notice extends NewNotice {
  readonly id: string;
  readonly audience: 'admins' | 'me';
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  /** How often it was told. */
  readonly times: number;
}

interface Row {
  readonly id: string;
  readonly member_id: string | null;
  readonly code: string;
  readonly subject: string;
  readonly detail: string;
  readonly next_step: string;
  readonly link: string | null;
  readonly created_at: Date;
  readonly last_seen_at: Date;
  readonly times: number;
}

/** A failure that repeats in a tight loop is written down at most this often. */
const tellAgainMs = 10_000;

export class Notices {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #toldAtMs = new Map<string, number>();

  constructor({ database, clock }: { readonly database: Database; readonly clock: Clock }) {
    this.#database = database;
    this.#clock = clock;
  }

  tellAdmins(notice: NewNotice): Promise<void> {
    return this.#tell(null, notice);
  }

  tell(memberId: string, notice: NewNotice): Promise<void> {
    return this.#tell(memberId, notice);
  }

  async #tell(memberId: string | null, notice: NewNotice): Promise<void> {
    const key = `${memberId} ${notice.subject} ${notice.code}`;
    const nowMs = this.#clock.nowMs();
    if (nowMs - (this.#toldAtMs.get(key) ?? -Infinity) < tellAgainMs) return;
    if (this.#toldAtMs.size > 10_000) this.#toldAtMs.clear();
    this.#toldAtMs.set(key, nowMs);
    try {
      await this.#database.pool.query(
        `insert into notices (member_id, code, subject, detail, next_step, link) values ($1, $2, $3, $4, $5, $6)
         on conflict (coalesce(member_id, '00000000-0000-0000-0000-000000000000'), subject, code) where closed_at is null
         do update set times = notices.times + 1, last_seen_at = now(), detail = excluded.detail, next_step = excluded.next_step, link = excluded.link`,
        [memberId, notice.code, notice.subject, notice.detail, notice.nextStep, notice.link],
      );
    } catch (error) {
      this.#toldAtMs.delete(key);
      throw error;
    }
  }

  /** The cause is gone: nobody is shown these any more, and the next time counts as new. All codes when `code` is null. */
  async close(subject: string, code: string | null): Promise<void> {
    this.#toldAtMs.clear();
    await this.#database.pool.query(
      'update notices set closed_at = now() where subject = $1 and ($2::text is null or code = $2) and closed_at is null',
      [subject, code],
    );
  }

  /** Closes those about `subject` and what is below it, except the ones that still stand (`<subject> <code>`). */
  async closeOthers(subject: string, standing: readonly string[]): Promise<void> {
    this.#toldAtMs.clear();
    await this.#database.pool.query(
      `update notices set closed_at = now()
       where (subject = $1 or starts_with(subject, $1 || ':')) and subject <> $1 || ':log' and subject || ' ' || code <> all ($2) and closed_at is null`,
      [subject, standing],
    );
  }

  /** Open ones that the actor has not dismissed, newest first. Admins get those for Admins too. */
  async listFor(actor: Actor): Promise<readonly Notice[]> {
    const { rows } = await this.#database.pool.query<Row>(
      `select n.id, n.member_id, n.code, n.subject, n.detail, n.next_step, n.link, n.created_at, n.last_seen_at, n.times from notices n
       where n.closed_at is null and (n.member_id = $1 or ($2 and n.member_id is null))
         and not exists (select from notice_dismissals d where d.notice_id = n.id and d.member_id = $1)
       order by n.created_at desc, n.id limit 200`,
      [actor.memberId, isAdmin(actor)],
    );
    return rows.map(noticeOf);
  }

  /** False when the actor is shown no such notice. */
  async dismiss(actor: Actor, id: string): Promise<boolean> {
    const { rowCount } = await this.#database.pool.query(
      `insert into notice_dismissals (notice_id, member_id)
       select n.id, $1 from notices n where n.id = $2 and (n.member_id = $1 or ($3 and n.member_id is null))
       on conflict (notice_id, member_id) do update set dismissed_at = notice_dismissals.dismissed_at`,
      [actor.memberId, id, isAdmin(actor)],
    );
    return rowCount === 1;
  }
}

function isAdmin(actor: Actor): boolean {
  return actor.permissions.has('organization.manage');
}

function noticeOf(row: Row): Notice {
  return {
    id: row.id,
    audience: row.member_id === null ? 'admins' : 'me',
    code: row.code,
    subject: row.subject,
    detail: row.detail,
    nextStep: row.next_step,
    link: row.link,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
    times: row.times,
  };
}
