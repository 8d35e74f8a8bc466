/** What a command of `penstock` needs of the server, without the background work of one that serves. */
import { EditLog } from '../../edit-log/edit-log.ts';
import { editLogPorts } from '../../edit-log/make-edit-log.ts';
import type { EditLogPorts } from '../../edit-log/ports.ts';
import type { Members } from '../../members/members.ts';
import type { Database } from '../../metadata/database.ts';
import type { ServerConfig } from '../config.ts';
import { buildFoundation } from '../foundation.ts';

export interface Tools {
  readonly database: Database;
  readonly members: Members;
  readonly ports: EditLogPorts;
  /** Not started: it appends, it does not apply. */
  readonly editLog: EditLog;
  close(): Promise<void>;
}

export async function openTools(config: ServerConfig): Promise<Tools> {
  const warn = (error: unknown): void => void process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  const foundation = await buildFoundation(config, {
    publicUrl: config.publicUrl ?? 'http://127.0.0.1',
    metadataConnections: 4,
    warn: () => warn,
    observe: () => {},
    crashPoint: () => {},
    onFailure: (_where, error) => warn(error),
    trace: null,
  });
  const ports = await editLogPorts(foundation.logNeeds);
  const editLog = new EditLog(ports);
  return {
    database: foundation.database,
    members: foundation.members,
    ports,
    editLog,
    async close() {
      await editLog.close();
      await foundation.close();
    },
  };
}
