/**
 * The query history as people read it: of a document by those who may edit it, of everything by Admins. They read that
 * and how somebody asked; what somebody else was told of values, and what they explored, stays theirs (P16).
 */
import { mayQuoteValues } from './refusals.ts';
import type { Database } from '../metadata/database.ts';

export interface HistoryQuestion {
  readonly workbookId: string | null;
  readonly state: 'running' | 'done' | 'failed' | 'cancelled' | null;
  /** Of the last item that was shown. */
  readonly before: { readonly at: string; readonly id: string } | null;
  readonly limit: number;
  readonly reader: { readonly memberId: string; readonly isAdmin: boolean };
}

export interface HistoryRow {
  readonly id: string;
  readonly at: Date;
  readonly workbook_id: string | null;
  readonly workbook_name: string | null;
  readonly element_id: string | null;
  readonly document_version: 'draft' | 'published' | null;
  readonly connection_id: string;
  readonly connection_name: string | null;
  readonly member_id: string;
  readonly member_name: string | null;
  readonly purpose: string;
  readonly principal: 'person' | 'service-account' | 'connection-credential';
  readonly login: string | null;
  readonly role: string | null;
  readonly rule: string;
  readonly reason: string;
  /** `null`: somebody else's exploration. */
  readonly statement: string | null;
  readonly explores: boolean;
  readonly state: 'running' | 'done' | 'failed' | 'cancelled';
  readonly failure: string | null;
  readonly detail: string | null;
  readonly queue_ms: number | null;
  readonly warehouse_ms: number | null;
  readonly fetch_ms: number | null;
  readonly row_count: string | null;
  readonly request_id: string;
}

export async function readHistory(
  database: Database,
  { workbookId, state, before, limit, reader }: HistoryQuestion,
): Promise<readonly HistoryRow[]> {
  const { rows } = await database.pool.query<HistoryRow>(
    `select h.*, w.name as workbook_name, c.name as connection_name, m.name as member_name
     from query_history h
     left join workbooks w on w.id = h.workbook_id
     left join connections c on c.id = h.connection_id
     left join members m on m.id = h.member_id
     where ($1::uuid is null or h.workbook_id = $1)
       and ($2::text is null or h.state = $2)
       and ($3::timestamptz is null or (h.at, h.id) < ($3, $4::uuid))
     order by h.at desc, h.id desc
     limit $5`,
    [workbookId, state, before?.at ?? null, before?.id ?? null, limit],
  );
  return rows.map((row) => asReadBy(reader, row));
}

function asReadBy({ memberId, isAdmin }: HistoryQuestion['reader'], row: HistoryRow): HistoryRow {
  if (row.member_id === memberId) return row;
  const detail = row.failure !== null && mayQuoteValues(row.failure) ? null : row.detail;
  return { ...row, detail, statement: row.explores && !isAdmin ? null : row.statement };
}
