/** What the room of input tables asks of the other rooms; `services.ts` gives it. */
import type { ExecutionIdentity } from '@penstock/domain/execution-identity/decide';
import type { Clock } from '@penstock/domain/ports/clock';
import type { Dialect } from '@penstock/warehouse/dialect';
import type { Outcome, StatementTag, WarehouseSession } from '@penstock/warehouse/port';
import type { ConnectionStore } from '../connections/store.ts';
import type { EditLog } from '../edit-log/edit-log.ts';
import type { EditTrace } from '../edit-log/edit-trace.ts';
import type { EditLogPorts } from '../edit-log/ports.ts';
import type { Members } from '../members/members.ts';
import type { Database } from '../metadata/database.ts';
import type { DataPermissions } from '../data-permissions/data-permissions.ts';
import type { MetadataListener } from '../metadata/listener.ts';
import type { EditingNotices } from '../notices/edit-log-notices.ts';
import type { NewNotice } from '../notices/notices.ts';
import type { NoSession } from '../queries/run-as.ts';
import type { Teams } from '../teams/teams.ts';
import type { Toggles } from '../run-as-service-account/toggles.ts';
import type { Workbooks } from '../workbooks/workbooks.ts';
import type { WriteAccess } from '../write-destinations/write-access.ts';

export interface RunAsDoor {
  withSession<T>(
    identity: ExecutionIdentity,
    tag: StatementTag,
    use: (session: WarehouseSession) => Promise<T>,
  ): Promise<Outcome<T> | NoSession>;
}

export interface Needs {
  readonly clock: Clock;
  readonly database: Database;
  readonly notifications: Pick<MetadataListener, 'on' | 'onGap'>;
  readonly dialect: Dialect;
  readonly runAs: RunAsDoor;
  readonly editLog: Pick<EditLog, 'createTable' | 'submit' | 'status' | 'pending' | 'catchUp' | 'read' | 'recheck' | 'on'>;
  /** The log and the data tables beside the applier, for rebuilding and for the past. */
  readonly logPorts: Pick<EditLogPorts, 'store' | 'log' | 'data' | 'signer' | 'inflate' | 'clock' | 'settings'>;
  readonly connections: Pick<ConnectionStore, 'load'>;
  readonly dataPermissions: Pick<DataPermissions, 'personFacts'>;
  readonly toggles: Pick<Toggles, 'partFacts'>;
  readonly writeAccess: Pick<WriteAccess, 'choose' | 'refused'>;
  readonly workbooks: Pick<Workbooks, 'reach' | 'require' | 'drafts' | 'definition'>;
  readonly teams: Pick<Teams, 'teamsOf'>;
  readonly members: Pick<Members, 'byId'>;
  readonly notices: { tell(memberId: string, notice: NewNotice): Promise<void>; tellAdmins(notice: NewNotice): Promise<void> };
  readonly editingNotices: EditingNotices;
  readonly trace: EditTrace | null;
  readonly crashPoint: (name: string) => void;
  readonly onFailure: (error: unknown, doing: string) => void;
}
