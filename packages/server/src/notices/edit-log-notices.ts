/**
 * Who is told when editing stops (R56): every Admin, once for each table or connection and cause, with a link; the
 * person whom it concerns, about their own restriction. A notice goes when its cause is gone.
 */
import type { Restriction } from '@penstock/domain/edit-log/ports';
import type { EditLog } from '../edit-log/edit-log.ts';
import type { Database } from '../metadata/database.ts';
import type { NewNotice, Notices } from './notices.ts';

interface Needs {
  readonly editLog: Pick<EditLog, 'on' | 'status'>;
  readonly notices: Notices;
  readonly database: Database;
  readonly onError: (error: unknown) => void;
}

interface TableFacts {
  readonly table: {
    readonly tableId: string;
    readonly connectionId: string;
    readonly database: string;
    readonly schema: string;
    readonly table: string;
  };
  /** As a person knows it: name, and where it is. */
  readonly title: string;
  readonly link: string;
}

/** A sign-in that ended is the person's own affair; everything else may need an Admin. */
const ownAffairs: ReadonlySet<string> = new Set(['sign-in.ended']);

/** For what stops an edit before the edit log hears of it: the warehouse said that the table is gone, or the right to it. */
export interface EditingNotices {
  refused(tableId: string, restriction: Restriction): void;
  /** An edit was admitted, or a re-check found nothing in its way. */
  mended(tableId: string): void;
}

/** Listens for as long as the edit log lives. */
export function tellOfEditing({ editLog, notices, database, onError }: Needs): EditingNotices {
  /** Tables of which a refusal was told here. */
  const refused = new Set<string>();
  editLog.on('health', (connectionId, refusal) => void tellOfLog(connectionId, refusal).catch(onError));
  editLog.on('restricted', (tableId) => void tellOfTable(tableId).catch(onError));
  editLog.on('found', (tableId, finding) => {
    if (finding.kind === 'forged' || finding.kind === 'contradiction') void tellOfForgery(tableId, finding.num).catch(onError);
  });

  async function tellOfLog(connectionId: string, refusal: { readonly code: string; readonly reason: string } | null): Promise<void> {
    const subject = `connection:${connectionId}`;
    for (const code of ['edit-log.unavailable', 'edit-log.moved']) if (code !== refusal?.code) await notices.close(subject, code);
    if (refusal === null) return;
    const name = await connectionName(database, connectionId);
    await notices.tellAdmins({
      code: refusal.code,
      subject,
      detail: `Nobody can edit input tables on ${name}: ${refusal.reason}`,
      nextStep: 'Look at the service account and the edit log under the connection; edits go on by themselves once the log takes them.',
      link: `/connections/${connectionId}`,
    });
  }

  async function tellOfTable(tableId: string): Promise<void> {
    const facts = await tableFacts(database, tableId);
    if (facts === null) return;
    const { restrictions } = await editLog.status(facts.table);
    for (const restriction of restrictions) await tellOfRestriction(facts, restriction);
    const standing = restrictions.map((restriction) => `${subjectOf(tableId, restriction)} ${restriction.code}`);
    await notices.closeOthers(`input-table:${tableId}`, standing);
  }

  async function tellOfRestriction(facts: TableFacts, restriction: Restriction): Promise<void> {
    const { memberId, code, reason } = restriction;
    const notice: NewNotice = {
      code,
      subject: subjectOf(facts.table.tableId, restriction),
      detail: `Editing of ${facts.title} is restricted: ${reason}`,
      nextStep: 'Mend what the reason names, then choose Re-check at the table.',
      link: facts.link,
    };
    if (memberId !== null) await notices.tell(memberId, notice);
    if (ownAffairs.has(code)) return;
    await notices.tellAdmins(
      memberId === null ? notice : { ...notice, detail: `${await memberName(database, memberId)}: ${notice.detail}` },
    );
  }

  async function tellOfRefusal(tableId: string, restriction: Restriction): Promise<void> {
    const facts = await tableFacts(database, tableId);
    if (facts !== null) await tellOfRestriction(facts, restriction);
  }

  async function tellOfForgery(tableId: string, num: string): Promise<void> {
    const facts = await tableFacts(database, tableId);
    if (facts === null) return;
    await notices.tellAdmins({
      code: 'edit-log.forged',
      subject: `input-table:${tableId}:log`,
      detail: `The edit log holds a row for ${facts.title} that Penstock did not write (number ${num}). It is set aside and changes nothing.`,
      nextStep: 'Find out who may write the edit log under the connection, and take that right away.',
      link: `/connections/${facts.table.connectionId}`,
    });
  }

  return {
    refused(tableId, restriction) {
      refused.add(tableId);
      void tellOfRefusal(tableId, restriction).catch(onError);
    },
    mended(tableId) {
      if (refused.delete(tableId)) void tellOfTable(tableId).catch(onError);
    },
  };
}

function subjectOf(tableId: string, { memberId }: Restriction): string {
  return memberId === null ? `input-table:${tableId}` : `input-table:${tableId}:${memberId}`;
}

async function tableFacts(database: Database, tableId: string): Promise<TableFacts | null> {
  const { rows } = await database.pool.query<Record<string, string>>(
    `select t.connection_id, t.destination_database, t.destination_schema, t.table_name, t.name, t.workbook_id, w.name as workbook_name, c.name as connection_name
     from input_tables t join workbooks w on w.id = t.workbook_id join connections c on c.id = t.connection_id where t.id = $1`,
    [tableId],
  );
  const [row] = rows;
  if (row === undefined) return null;
  const {
    connection_id: connectionId = '',
    destination_database: databaseName = '',
    destination_schema: schema = '',
    table_name: table = '',
  } = row;
  return {
    table: { tableId, connectionId, database: databaseName, schema, table },
    title: `"${row['name']}" in "${row['workbook_name']}" on ${row['connection_name']}`,
    link: `/workbooks/${row['workbook_id']}`,
  };
}

async function connectionName(database: Database, id: string): Promise<string> {
  const { rows } = await database.pool.query<{ name: string }>('select name from connections where id = $1', [id]);
  return rows[0]?.name ?? 'a connection';
}

async function memberName(database: Database, id: string): Promise<string> {
  const { rows } = await database.pool.query<{ name: string }>('select name from members where id = $1', [id]);
  return rows[0]?.name ?? 'A member';
}
