/** The room of input tables as one object: made once by `services.ts`, asked by the routes. */
import { followNews } from './news.ts';
import { LiveEvents } from './live-events.ts';
import type { Needs } from './needs.ts';
import { Reach } from './reach.ts';
import { Reads } from './reads.ts';
import { TableAccess } from './table-access.ts';

export interface InputTables extends Needs {
  readonly reach: Reach;
  readonly access: TableAccess;
  readonly reads: Reads;
  readonly live: LiveEvents;
  close(): void;
}

export function makeInputTables(needs: Needs): InputTables {
  const reach = new Reach(needs);
  const access = new TableAccess(needs);
  const reads = new Reads({ ...needs, access });
  const live = new LiveEvents({
    entriesAfter: async (tableId, after) => reads.entriesAfter(await reach.table(tableId), after),
    onFailure: (error) => needs.onFailure(error, 'delivering live edits'),
  });
  const room = { ...needs, reach, access, reads, live };
  const stop = followNews(room);
  return { ...room, close: stop };
}
