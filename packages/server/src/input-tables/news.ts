/** What the room does when the edit log has news: tell listeners, note positions, move a table's life on, tell people. */
import { withdrawnCode } from '@penstock/domain/edit-log/rejects';
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import type { Settled } from '../edit-log/table-log.ts';
import type { InputTables } from './input-tables.ts';
import { dataTableOf } from './reach.ts';
import { advanceLife } from './store.ts';

/** Listeners whose right ended without an edit are found within this time (P18). */
const lookAgainMs = 4_000;

type Room = Omit<InputTables, 'close'>;

/** Starts following; the returned function stops it. */
export function followNews(room: Room): () => void {
  const stops = [
    room.editLog.on('logged', (entry) => {
      room.reads.logged(entry);
      room.live.logged(entry);
    }),
    room.editLog.on('settled', (settled) => {
      room.live.happened(settled.tableId, settledEvent(settled));
      if (settled.state === 'rejected' && settled.code !== withdrawnCode)
        background(room, 'telling of a rejected edit', () => tellAuthor(room, settled));
      if (settled.num === 1 && settled.state === 'applied')
        background(room, 'noting that a table is made', () => advanceLife(room.database.pool, settled.tableId, 'live', null));
    }),
    room.editLog.on('restricted', (tableId) => {
      room.access.drop(tableId);
      room.live.happened(tableId, { event: 'editing' });
    }),
    room.editLog.on('health', () => room.live.everywhere({ event: 'editing' })),
    room.notifications.on('input_tables_changed', (tableId) => room.live.happened(tableId, { event: 'editing' })),
    room.notifications.onGap(() => {
      room.reads.forgetAll();
      room.live.lookAgain();
    }),
  ];
  const timer = setInterval(() => room.live.lookAgain(), lookAgainMs);
  timer.unref();
  return () => {
    clearInterval(timer);
    for (const stop of stops) if (typeof stop === 'function') stop();
  };
}

function settledEvent({ num, state, code, reason }: Settled): {
  event: 'settled';
  num: number;
  state: 'applied' | 'rejected' | 'waiting';
  code: string | null;
  reason: string | null;
} {
  return {
    event: 'settled',
    num,
    state: state === 'pending' ? 'waiting' : state,
    code: code === '' ? null : code,
    reason: reason === '' ? null : reason,
  };
}

/** I8: the author is told wherever they are, with the way to send the edit again; a refused write drops what was known of rights (D5). */
async function tellAuthor(room: Room, settled: Settled): Promise<void> {
  const table = await room.reach.table(settled.tableId);
  room.access.drop(table.id);
  const status = await room.editLog.status(dataTableOf(table));
  const exception = status.exceptions.find(({ num }) => num === settled.num);
  if (exception === undefined || exception.memberId === '') return;
  await room.notices.tell(exception.memberId, {
    code: exception.code,
    subject: `edit:${table.id}:${exception.num}`,
    detail: `Your edit ${exception.num} of ${table.name} was refused by the warehouse: ${exception.reason}`.slice(0, 2_000),
    nextStep: 'It is kept in your tray: mend the cause and send it again, or put it away.',
    link: `/workbooks/${table.workbookId}`,
  });
}

function background(room: Room, doing: string, work: () => Promise<void>): void {
  work().catch((error: unknown) => {
    // A table that was retired meanwhile needs no notice.
    if (!(error instanceof PenstockError)) room.onFailure(error, doing);
  });
}
