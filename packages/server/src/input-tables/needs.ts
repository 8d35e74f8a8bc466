/** What the room of input tables asks of the other rooms; `services.ts` gives it. */
import type { Connection, WriteDestination } from '@penstock/domain/connections/connection';
import type { EditEntry, EditMetadata } from '@penstock/domain/edit-log/entry';
import type { DataTable, EditNews, LoggedTable } from '@penstock/domain/edit-log/ports';
import type { ExecutionIdentity } from '@penstock/domain/execution-identity/decide';
import type { Column } from '@penstock/domain/input-tables/column';
import type { ClientOperation } from '@penstock/domain/input-tables/operation';
import type { Actor } from '@penstock/domain/members/actor';
import type { Clock } from '@penstock/domain/ports/clock';
import type { RandomSource } from '@penstock/domain/ports/random';
import type { Dialect } from '@penstock/warehouse/dialect';
import type { Outcome, StatementTag, WarehouseFailure, WarehouseSession } from '@penstock/warehouse/port';
import type { Database } from '../metadata/database.ts';
import type { MetadataListener } from '../metadata/listener.ts';

export interface Acknowledged {
  readonly editNum: number;
  readonly at: string;
}

interface LoggedRequest {
  readonly actor: Actor;
  /** The login the author has in the warehouse, as far as it is known. */
  readonly login: string;
  readonly connection: Connection;
  readonly table: DataTable;
  readonly editId: string;
  readonly metadata: EditMetadata;
}

/** The edit log as this room sees it. */
export interface EditLogDoor {
  createTable(request: LoggedRequest & { readonly name: string; readonly columns: readonly Column[] }): Promise<Acknowledged>;
  submit(request: LoggedRequest & { readonly base: number; readonly operation: ClientOperation }): Promise<Acknowledged>;
  /** From memory; dropped by news. */
  table(tableId: string): Promise<LoggedTable | null>;
  /** What readers must lay over the data table: logged but not applied, in order, without rejected ones. */
  pendingEntries(tableId: string): Promise<readonly EditEntry[]>;
  /** Numbers above `after`, applied ones and system edits too; `null` when they reach too far back. */
  entriesAfter(tableId: string, after: number): Promise<readonly EditEntry[] | null>;
  /** From the warehouse, verified. */
  readLog(tableId: string, fromNum: number, toNum: number): Promise<readonly EditEntry[]>;
  adopt(request: { readonly actor: Actor; readonly login: string; readonly tableId: string; readonly nums: readonly number[] }): Promise<readonly number[]>;
  rebuild(request: { readonly actor: Actor; readonly login: string; readonly tableId: string }): Promise<{ readonly rows: number; readonly num: number }>;
  /** Lifts what the warehouse no longer justifies. */
  recheck(request: { readonly actor: Actor; readonly tableId: string }): Promise<void>;
  subscribe(listener: (news: EditNews) => void): () => void;
}

export type SessionResult<T> =
  | Outcome<T>
  | { readonly kind: 'no-session'; readonly failure: WarehouseFailure; readonly signIn?: 'required' | 'unreachable' };

export interface RunAsDoor {
  withSession<T>(identity: ExecutionIdentity, tag: StatementTag, use: (session: WarehouseSession) => Promise<T>): Promise<SessionResult<T>>;
}

export interface WorkbookDoor {
  /** Throws `workbook.not-found` for those who may not even see it; remembered for seconds. */
  rightOf(actor: Actor, workbookId: string): Promise<'none' | 'view' | 'explore' | 'edit'>;
  addElement(actor: Actor, workbookId: string, element: { readonly pageId: string; readonly id: string; readonly inputTableId: string; readonly name: string }): Promise<void>;
  timeZoneOf(workbookId: string): Promise<string>;
}

export interface Needs {
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly database: Database;
  readonly notifications: MetadataListener;
  readonly dialect: Dialect;
  readonly runAs: RunAsDoor;
  readonly editLog: EditLogDoor;
  readonly connections: { load(id: string): Promise<Connection | null> };
  readonly writeAccess: {
    choose(actor: Actor, connectionId: string, destinationId: string | null): Promise<WriteDestination>;
    refused(memberId: string, destination: { readonly database: string; readonly schema: string }): void | Promise<void>;
  };
  readonly workbooks: WorkbookDoor;
  readonly members: { byId(id: string): Promise<{ readonly name: string; readonly email: string; readonly status: string } | null> };
  readonly crashPoint: (name: string) => void;
  readonly onFailure: (error: unknown, doing: string) => void;
}
