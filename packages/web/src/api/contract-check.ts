/**
 * Holds the shapes in `contract.ts` against the server's own description: each answer must have at least what the screens
 * read. Nothing here runs; a difference is an error of the type check.
 */
import type {
  AccountType,
  Acknowledgement,
  ApiKey,
  ApprovalSetting,
  Authentication,
  CatalogColumn,
  Connection,
  DataPermissions,
  DestinationVerdict,
  Folder,
  Governance,
  Grant,
  InputTable,
  List,
  ListedWorkbook,
  Member,
  MemberAttributes,
  Notice,
  PendingItem,
  ProfileSession,
  PublishedVersion,
  QueryHistoryItem,
  RowPage,
  RunAsServiceAccount,
  RunsAsOverview,
  SignInOptions,
  Team,
  TeamWithMembers,
  TestStage,
  UnpublishedChanges,
  VersionWithDefinition,
  RoleChoice,
  WarehouseSignIn,
  Workbook,
} from './contract.ts';
import type { DescribedSource, QueryResult } from './queries-contract.ts';
import type { paths } from './schema.generated.ts';

type Json<Operation> = Operation extends {
  readonly responses: { readonly 200: { readonly content: { readonly 'application/json': infer Body } } };
}
  ? Body
  : 'the operation has no such answer';
type Get<Path extends keyof paths> = Json<paths[Path]['get']>;
type Post<Path extends keyof paths> = Json<paths[Path]['post']>;
/** An error where the answer lacks something that the screens read. */
type Gives<Shown, _Answer extends Shown> = true;

export type Checked = [
  Gives<SignInOptions, Get<'/api/v1/sign-in-options'>>,
  Gives<Authentication, Get<'/api/v1/authentication'>>,
  Gives<List<Member>, Get<'/api/v1/members'>>,
  Gives<List<AccountType>, Get<'/api/v1/account-types'>>,
  Gives<List<ApiKey>, Get<'/api/v1/api-keys'>>,
  Gives<List<Connection>, Get<'/api/v1/connections'>>,
  Gives<Connection, Get<'/api/v1/connections/{id}'>>,
  Gives<{ readonly stages: readonly TestStage[]; readonly passed: boolean }, Post<'/api/v1/connections/test'>>,
  Gives<{ readonly columns: readonly CatalogColumn[] }, Get<'/api/v1/connections/{id}/catalog/table'>>,
  Gives<List<DestinationVerdict>, Get<'/api/v1/connections/{id}/write-destinations'>>,
  Gives<Governance, Get<'/api/v1/connections/{id}/governance'>>,
  Gives<List<ListedWorkbook>, Get<'/api/v1/workbooks'>>,
  Gives<Workbook, Get<'/api/v1/workbooks/{id}'>>,
  Gives<List<PublishedVersion>, Get<'/api/v1/workbooks/{id}/versions'>>,
  Gives<UnpublishedChanges, Get<'/api/v1/workbooks/{id}/unpublished-changes'>>,
  Gives<VersionWithDefinition, Get<'/api/v1/workbooks/{id}/versions/{number}'>>,
  Gives<ApprovalSetting, Get<'/api/v1/organization/run-as-service-account'>>,
  Gives<DataPermissions, Get<'/api/v1/connections/{id}/data-permissions'>>,
  Gives<MemberAttributes, Get<'/api/v1/members/{id}/attributes'>>,
  Gives<RunAsServiceAccount, Get<'/api/v1/workbooks/{id}/run-as-service-account'>>,
  Gives<RunsAsOverview, Get<'/api/v1/workbooks/{id}/elements/{elementId}/runs-as'>>,
  Gives<List<QueryHistoryItem>, Get<'/api/v1/query-history'>>,
  Gives<{ readonly items: readonly Folder[] }, Get<'/api/v1/folders'>>,
  Gives<{ readonly items: readonly Team[] }, Get<'/api/v1/teams'>>,
  Gives<TeamWithMembers, Get<'/api/v1/teams/{id}'>>,
  Gives<{ readonly grants: readonly Grant[] }, Get<'/api/v1/workbooks/{id}/grants'>>,
  Gives<QueryResult, Post<'/api/v1/workbooks/{id}/elements/{elementId}/query'>>,
  Gives<QueryResult, Post<'/api/v1/workbooks/{id}/elements/{elementId}/totals'>>,
  Gives<DescribedSource, Post<'/api/v1/workbooks/{id}/describe-source'>>,
  Gives<InputTable, Get<'/api/v1/input-tables/{id}'>>,
  Gives<RowPage, Get<'/api/v1/input-tables/{id}/rows'>>,
  Gives<Acknowledgement, Post<'/api/v1/input-tables/{id}/edits'>>,
  Gives<List<PendingItem>, Get<'/api/v1/input-tables/{id}/pending'>>,
  Gives<RoleChoice, Get<'/api/v1/connections/{id}/role'>>,
  Gives<List<ProfileSession>, Get<'/api/v1/profile/sessions'>>,
  Gives<List<WarehouseSignIn>, Get<'/api/v1/profile/warehouse-sign-ins'>>,
  Gives<List<Notice>, Get<'/api/v1/notices'>>,
];
