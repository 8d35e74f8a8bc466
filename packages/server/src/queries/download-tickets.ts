/**
 * A browser saves a file as it comes only when it follows a link to it, and a link can neither carry a large question nor the
 * token that a mutation needs. So the question is asked beforehand, in the ordinary way, and the link names it: by a secret
 * that is good once, for a minute, for the same member, on every node.
 */
import { createHash } from 'node:crypto';
import type { Clock } from '@penstock/domain/ports/clock';
import type { RandomSource } from '@penstock/domain/ports/random';
import type { Database } from '../metadata/database.ts';

export interface TicketNeeds {
  readonly database: Database;
  readonly clock: Clock;
  readonly random: RandomSource;
}

export interface Download {
  readonly workbookId: string;
  readonly elementId: string;
  /** As it was asked, to be validated again. */
  readonly question: unknown;
}

const lifetimeMs = 60_000;

export async function keepDownload({ database, clock, random }: TicketNeeds, memberId: string, download: Download): Promise<string> {
  const ticket = Buffer.from(random.bytes(24)).toString('base64url');
  const nowMs = clock.nowMs();
  await database.pool.query('delete from download_tickets where expires_at <= $1', [new Date(nowMs)]);
  await database.pool.query(
    `insert into download_tickets (ticket_hash, member_id, workbook_id, element_id, question, expires_at)
     values ($1, $2, $3, $4, $5, $6)`,
    [hash(ticket), memberId, download.workbookId, download.elementId, JSON.stringify(download.question), new Date(nowMs + lifetimeMs)],
  );
  return ticket;
}

/** `null`: used before, too old, or somebody else's. */
export async function takeDownload({ database, clock }: TicketNeeds, memberId: string, ticket: string): Promise<Download | null> {
  const { rows } = await database.pool.query<{ workbook_id: string; element_id: string; question: unknown }>(
    `delete from download_tickets where ticket_hash = $1 and member_id = $2 and expires_at > $3
     returning workbook_id, element_id, question`,
    [hash(ticket), memberId, new Date(clock.nowMs())],
  );
  const [row] = rows;
  return row === undefined ? null : { workbookId: row.workbook_id, elementId: row.element_id, question: row.question };
}

function hash(ticket: string): Buffer {
  return createHash('sha256').update(ticket).digest();
}
