/** What the HTTP API answers, as the screens use it. Times are ISO 8601 in UTC, ids are UUIDs. */
import type { Permission } from '@penstock/domain/members/permissions';
import type { Column } from '@penstock/domain/input-tables/column';
import type { ColumnRules } from '@penstock/domain/input-tables/column-rules';
import type { ClientOperation } from '@penstock/domain/input-tables/operation';
import type { DataPermissionKind } from '@penstock/domain/data-permissions/coverage';
import type { CellValue } from '@penstock/domain/values/cell-value';
import type { Definition, DocumentKind } from '@penstock/domain/workbooks/definition';

export interface List<Item> {
  readonly items: readonly Item[];
  readonly nextCursor?: string | null;
}

export interface SignInOptions {
  readonly organizationName: string;
  readonly methods: readonly ('oauth' | 'password')[];
  readonly provider: { readonly name: string } | null;
  readonly setUpNeeded: boolean;
  readonly demoAccounts: readonly { readonly name: string; readonly email: string; readonly note: string }[];
}

export interface Session {
  readonly member: {
    readonly id: string;
    readonly email: string;
    readonly name: string;
    readonly accountType: string;
    readonly permissions: readonly Permission[];
  };
  readonly session: {
    readonly id: string;
    readonly through: 'oauth' | 'password' | 'api-key';
    readonly createdAt: string | null;
    readonly expiresAt: string | null;
  };
  readonly csrfToken: string | null;
  readonly organization: { readonly name: string };
  readonly warnings: readonly { readonly code: string; readonly detail: string }[];
}

export interface Provider {
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly idTokenAlgorithm: string;
  readonly trustsEmail: boolean;
  readonly hasClientSecret?: boolean;
}

export interface Authentication {
  readonly method: 'oauth' | 'oauth-or-password';
  readonly provider: Provider | null;
  /** To be registered at the provider. */
  readonly redirectUri: string;
}

export interface Member {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly accountType: { readonly id: string; readonly name: string };
  readonly status: 'active' | 'deactivated';
  readonly createdAt: string;
}

export interface AccountType {
  readonly id: string;
  readonly name: string;
  readonly permissions: readonly Permission[];
  readonly builtIn: 'view' | 'build' | 'admin' | null;
}

export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  /** A day in UTC. */
  readonly lastUsedOn: string | null;
  readonly expiresAt: string | null;
}

export interface SchemaPath {
  readonly database: string;
  readonly schema: string;
}

export interface Connection {
  readonly id: string;
  readonly name: string;
  readonly type: 'postgresql';
  readonly authentication: 'static' | 'oauth';
  readonly oauth: {
    readonly level: 'organization' | 'independent';
    readonly audience?: string;
    readonly scopes?: readonly string[];
    readonly issuer?: string;
    readonly clientId?: string;
    readonly hasClientSecret?: boolean;
  } | null;
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly tls: 'require' | 'off';
  readonly writeAccess: boolean;
  readonly hasServiceAccount: boolean;
  /** Whether input tables can be made here, and why not. */
  readonly inputTables: { readonly enabled: boolean; readonly reason: string | null };
  /** The rest is for administrators only. */
  readonly login?: string | null;
  readonly roleAttribute?: string | null;
  readonly serviceAccountLogin?: string | null;
  readonly destinations?: readonly (SchemaPath & { readonly id: string })[];
  readonly editLogDestination?: SchemaPath | null;
  readonly governance?: { readonly healthy: boolean; readonly checkedAt: string } | null;
  readonly warnings?: readonly { readonly code: string; readonly detail: string }[];
}

export interface TestStage {
  readonly stage: 'network' | 'sign-in' | 'read' | 'destination' | 'edit-log';
  readonly subject: string;
  readonly result: 'passed' | 'failed' | 'skipped';
  readonly detail: string;
  readonly missingPrivilege: string | null;
  readonly grantSql: string | null;
}

export interface CatalogItem {
  readonly kind: 'database' | 'schema' | 'table' | 'view';
  readonly path: readonly string[];
}

export interface CatalogColumn {
  readonly name: string;
  readonly type: string;
  readonly nullable?: boolean;
}

export interface DestinationVerdict extends SchemaPath {
  readonly id: string;
  readonly verdict: 'authorized' | 'unauthorized' | 'unknown' | 'checking';
  readonly reason: string | null;
  readonly missingPrivilege: string | null;
  readonly grantSql: string | null;
  readonly checkedAt: string | null;
}

export interface Governance {
  readonly healthy: boolean;
  readonly findings: readonly {
    readonly kind: string;
    readonly severity: 'error' | 'note';
    readonly subject: string;
    readonly detail: string;
    readonly remedySql: string | null;
  }[];
}

export type Right = 'view' | 'explore' | 'edit';

export interface WorkbookSummary {
  readonly id: string;
  readonly kind: DocumentKind;
  readonly name: string;
  readonly owner: { readonly id: string; readonly name: string };
  readonly folderId: string | null;
  readonly updatedAt: string;
  readonly myRight: Right;
}

export interface ListedWorkbook extends WorkbookSummary {
  readonly publishedNumber: number | null;
  readonly visitedAt: string | null;
  readonly deletedAt: string | null;
}

/** A version that readers see, or saw. */
export interface PublishedVersion {
  readonly number: number;
  readonly publishedAt: string;
  readonly publishedBy: { readonly id: string; readonly name: string };
  readonly summary: string;
}

/** What of a document is shown; a number: an older version. */
export type ShownVersion = 'draft' | 'published' | number;

export interface Workbook extends WorkbookSummary {
  /** Which of the two versions `definition` is. */
  readonly version: 'draft' | 'published';
  /** Of the draft. */
  readonly revision: number;
  readonly definition: Definition;
  readonly published: PublishedVersion | null;
  readonly hasUnpublishedChanges: boolean;
}

export interface Team {
  readonly id: string;
  readonly name: string;
  readonly memberCount: number;
}

export interface Grant {
  readonly to:
    | 'everyone'
    | { readonly memberId: string; readonly name?: string; readonly email?: string }
    | { readonly teamId: string; readonly name?: string };
  readonly right: Right;
}

export interface Editing {
  readonly state: 'open' | 'restricted';
  readonly scope: 'me' | 'table' | 'connection' | null;
  readonly code: string | null;
  readonly reason: string | null;
  readonly nextStep: string | null;
}

export interface InputTable {
  readonly id: string;
  readonly name: string;
  readonly workbookId: string;
  readonly connectionId: string;
  readonly connectionName?: string;
  readonly destination: SchemaPath;
  readonly table: { readonly schema: string; readonly table: string };
  readonly columns: readonly Column[];
  readonly headNum: number;
  readonly appliedNum: number;
  readonly rowCount: number | null;
  readonly editing: Editing;
  /** Somewhere: `typing` says where. */
  readonly canEdit: boolean;
  readonly typing: { readonly draft: Typing; readonly published: Typing };
  readonly canChangeColumns: boolean;
  readonly columnRules: readonly RulesOfColumn[];
  /** Whether this person decides who may write which column. */
  readonly canProtect: boolean;
  readonly documentTimeZone: string;
  /** Its rows are those of another source, told apart by these columns; absent or `null`: they are its own. */
  readonly link?: { readonly keyColumns: readonly string[] } | null | undefined;
}

/** Whether this person may write cells in one version of the document. */
export interface Typing {
  readonly allowed: boolean;
  readonly reason: string | null;
}

export interface RulesOfColumn extends ColumnRules {
  readonly columnId: string;
  /** Not for this person to write. */
  readonly locked: boolean;
}

/** What every row says of itself: e-mail addresses, and moments in UTC. */
export interface RowSystem {
  readonly createdBy: string;
  readonly createdAt: string;
  readonly updatedBy: string;
  readonly updatedAt: string;
}

export interface GridRow {
  readonly id: string;
  readonly order: string;
  /** In the table's column order. */
  readonly cells: readonly CellValue[];
  /** Columns whose newest value is logged but not yet in the warehouse. */
  readonly pending?: readonly string[] | undefined;
  /** When it was asked for. */
  readonly system?: RowSystem | undefined;
}

export interface RowPage {
  /** Log number that this page shows. */
  readonly num: number;
  /** The columns whose order the cells have. */
  readonly columns?: readonly Column[];
  readonly total: number;
  readonly offset: number;
  readonly rows: readonly GridRow[];
}

export interface Acknowledgement {
  readonly editId: string;
  readonly editNum: number;
  readonly at: string;
  readonly state: 'logged' | 'applied';
}

export interface EditEvent {
  readonly num: number;
  readonly editId: string;
  readonly author: { readonly id: string; readonly name: string; readonly email: string };
  readonly at: string;
  readonly operation: ClientOperation | { readonly op: string };
}

export interface SettledEvent {
  readonly num: number;
  readonly state: 'applied' | 'rejected' | 'waiting';
  readonly code: string | null;
  readonly reason: string | null;
}

export interface OverwrittenEvent {
  readonly num: number;
  readonly by: { readonly id: string; readonly name: string };
  readonly cells: readonly { readonly row: string; readonly column: string }[];
}

export interface HistoryItem {
  readonly num: number;
  readonly editId: string;
  readonly at: string;
  readonly author: { readonly id: string; readonly name: string; readonly email?: string };
  /** A sentence: what the edit did. */
  readonly summary: string;
  readonly value?: CellValue;
  /** Rows that the edit deleted and that may be restored. */
  readonly deletedRows?: readonly string[];
  readonly state: 'applied' | 'pending' | 'rejected' | 'waiting';
}

export interface TrayItem {
  readonly editId: string;
  readonly num: number;
  readonly code: string;
  readonly reason: string;
  readonly operation: ClientOperation;
  readonly at: string;
}

/** An edit that is logged and not yet in the warehouse. */
export interface PendingItem {
  readonly num: number;
  readonly editId: string;
  readonly at: string;
  readonly author: { readonly id: string; readonly name: string; readonly email: string };
  /** `pending`: it is being written; `waiting`: it cannot be written for now, because of `code`. */
  readonly state: 'pending' | 'waiting';
  readonly code: string | null;
  readonly reason: string | null;
  /** A sentence: what the edit does. */
  readonly summary: string;
  /** What it would write: the first of `cellCount` cells. */
  readonly cells: readonly { readonly row: string; readonly column: string; readonly value: CellValue }[];
  readonly cellCount: number;
}

export interface ProfileSession {
  readonly id: string;
  readonly through: 'oauth' | 'password';
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly createdAt: string;
  readonly lastSeenAt: string;
  readonly expiresAt: string;
  readonly isCurrent: boolean;
}

/** In which role the person reads on a connection that they sign in to themselves. */
export interface RoleChoice {
  /** `null`: with their login's own rights. */
  readonly chosen: string | null;
  readonly available: readonly string[];
}

export interface WarehouseSignIn {
  readonly connectionId: string;
  readonly connectionName: string;
  readonly login: string | null;
  readonly state: 'signed-in' | 'expired' | 'none';
  readonly expiresAt: string | null;
  readonly refreshExpiresAt: string | null;
  /** When the person has to sign in again; `null`: nobody knows, or they are not signed in. */
  readonly endsAt: string | null;
  readonly signInUrl: string;
}

export interface Notice {
  readonly id: string;
  readonly audience: 'admins' | 'me';
  readonly code: string;
  readonly subject: string;
  readonly detail: string;
  readonly nextStep: string;
  readonly link: string | null;
  readonly createdAt: string;
  readonly lastSeenAt: string;
  readonly times: number;
}

/** What a draft would change for readers, or a version has changed. */
export interface DocumentChange {
  readonly of: 'document' | 'page' | 'table' | 'pivot' | 'chart' | 'input-table' | 'text' | 'image' | 'control';
  readonly id: string | null;
  readonly name: string;
  readonly change:
    | 'added'
    | 'removed'
    | 'renamed'
    | 'reordered'
    | 'settings-changed'
    | 'moved'
    | 'source-changed'
    | 'columns-added'
    | 'columns-removed'
    | 'columns-changed'
    | 'filters-changed'
    | 'content-changed';
  readonly details: readonly string[];
}

export interface UnpublishedChanges {
  /** Of the draft that was compared. */
  readonly revision: number;
  readonly publishedNumber: number | null;
  readonly changes: readonly DocumentChange[];
}

export interface VersionWithDefinition extends PublishedVersion {
  readonly definition: Definition;
  readonly changes: readonly DocumentChange[];
}

export interface ReadSource {
  readonly kind: 'warehouse-table' | 'custom-sql' | 'input-table';
  readonly connectionId: string;
  readonly name: string;
}

/** Whether the published version runs as the service account. */
export interface RunAsServiceAccount {
  readonly offered: boolean;
  readonly reason: string;
  readonly maySet: boolean;
  readonly enabled: boolean;
  readonly setBy: { readonly id: string; readonly name: string } | null;
  readonly setAt: string | null;
  /** The version that is served. */
  readonly approvedVersion: number | null;
  readonly waitingVersion: number | null;
  readonly connections: readonly {
    readonly id: string;
    readonly name: string;
    readonly qualifies: boolean;
    readonly reason: string;
    readonly runsAsServiceAccount: boolean;
    readonly serviceAccount: string | null;
  }[];
  readonly reads: readonly ReadSource[];
  readonly newInDraft: readonly ReadSource[];
}

/** Whether new sources of a workbook that runs as the service account wait for an Admin. */
export interface ApprovalSetting {
  readonly approvalIsAsked: boolean;
}

export type Recipient = 'everyone' | { readonly memberId: string } | { readonly teamId: string };

/** What people may read and write on a connection with credentials of its own. */
export interface DataPermission {
  readonly to: Recipient;
  readonly permission: DataPermissionKind;
  /** `null`: the whole connection. */
  readonly schema: string | null;
  /** `null`: the whole schema. */
  readonly table: string | null;
}

export interface DataPermissions {
  readonly permissions: readonly DataPermission[];
}

/** What Admins know of a member, by name. */
export interface MemberAttributes {
  readonly attributes: Readonly<Record<string, string>>;
}

export interface Folder {
  readonly id: string;
  readonly name: string;
  readonly parentId: string | null;
  readonly owner: { readonly id: string; readonly name: string };
  readonly myRight: Right;
}

export interface TeamWithMembers extends Team {
  readonly members: readonly { readonly id: string; readonly name: string; readonly email: string }[];
}

/** As whom an element would run for a member, connection by connection. */
export interface RunsAsOverview {
  readonly member: { readonly id: string; readonly name: string };
  readonly version: 'draft' | 'published';
  readonly parts: readonly {
    readonly connectionId: string;
    readonly connectionName: string;
    /** `null`: it does not run. */
    readonly principal: {
      readonly kind: 'person' | 'service-account' | 'connection-credential';
      readonly login: string | null;
      readonly name: string;
      readonly role: string | null;
    } | null;
    /** Why it does not run. */
    readonly refused: string | null;
    readonly reason: string;
    readonly remedy: { readonly sentence: string };
  }[];
}

export interface QueryHistoryItem {
  readonly id: string;
  readonly at: string;
  readonly workbook: { readonly id: string; readonly name: string | null } | null;
  readonly elementId: string | null;
  readonly version: 'draft' | 'published' | null;
  readonly connection: { readonly id: string; readonly name: string | null };
  readonly member: { readonly id: string; readonly name: string | null };
  readonly purpose: string;
  readonly principal: 'person' | 'service-account' | 'connection-credential';
  readonly login: string | null;
  readonly reason: string;
  /** `null`: somebody else's exploration. */
  readonly statement: string | null;
  readonly state: 'running' | 'done' | 'failed' | 'cancelled';
  readonly failure: { readonly kind: string; readonly detail: string | null } | null;
  readonly queueMs: number | null;
  readonly warehouseMs: number | null;
  readonly fetchMs: number | null;
  readonly rowCount: number | null;
  readonly requestId: string;
}
