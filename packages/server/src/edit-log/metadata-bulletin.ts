/** News between nodes over LISTEN/NOTIFY: (table, number) only; whoever hears it reads what happened. */
import type { EditBulletin, EditNews } from '@penstock/domain/edit-log/ports';
import type { Database } from '../metadata/database.ts';
import type { MetadataListener } from '../metadata/listener.ts';

const channel = 'edit_log_news';

/** A notification takes a lock that all commits share: what happens within some milliseconds goes in one statement. */
const gatherMs = 20;

interface Needs {
  readonly database: Database;
  readonly notifications: Pick<MetadataListener, 'on'>;
  readonly nodeId: string;
  readonly onFailure: (error: unknown) => void;
}

export function metadataBulletin({ database, notifications, nodeId, onFailure }: Needs): EditBulletin {
  let gathered = new Map<string, EditNews>();

  async function send(): Promise<void> {
    const news = [...gathered.values()];
    gathered = new Map();
    if (database.pool.ended) return;
    const payloads = news.map(({ kind, tableId, num }) => `${nodeId} ${kind} ${tableId} ${num}`);
    await database.pool.query({
      name: 'edit-log news',
      text: `select pg_notify('${channel}', payload) from unnest($1::text[]) as payload`,
      values: [payloads],
    });
  }

  return {
    publish(news) {
      if (gathered.size === 0) setTimeout(() => void send().catch(onFailure), gatherMs);
      gathered.set(`${news.kind} ${news.tableId}`, news);
    },
    subscribe(listener) {
      return notifications.on(channel, (payload) => {
        const [from, kind, tableId, num] = payload.split(' ');
        if (from === nodeId || tableId === undefined) return;
        if (kind === 'logged' || kind === 'settled' || kind === 'recheck') listener({ kind, tableId, num: Number(num) });
      });
    },
  };
}
