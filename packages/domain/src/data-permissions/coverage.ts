/**
 * Data permissions: what a connection with credentials of its own lets people read and write, where the warehouse
 * cannot tell them apart (R41, R61). Each is given on the connection, a schema or a table.
 */
import type { ReadSource } from './read-source.ts';

/** `can-use` reads and writes; `can-write-only` writes what the product keeps there. */
export const dataPermissionKinds = ['can-use', 'can-write-only'] as const;
export type DataPermissionKind = (typeof dataPermissionKinds)[number];

/** One permission that reaches a person, directly, through a team or as everyone. */
export interface DataGrant {
  readonly permission: DataPermissionKind;
  /** `null`: the whole connection. */
  readonly schema: string | null;
  /** `null`: the whole schema. */
  readonly table: string | null;
}

/** May look around: there is something to be seen. */
export function mayUse(grants: readonly DataGrant[]): boolean {
  return grants.some(({ permission }) => permission === 'can-use');
}

/** What the product writes belongs to no table of the company's: only the whole connection's permission lets write. */
export function mayWrite(grants: readonly DataGrant[]): boolean {
  return grants.some(({ schema }) => schema === null);
}

export function maySeeSchema(grants: readonly DataGrant[], schema: string): boolean {
  return grants.some((grant) => grant.permission === 'can-use' && (grant.schema === null || grant.schema === schema));
}

export function mayReadTable(grants: readonly DataGrant[], schema: string, table: string): boolean {
  return grants.some(
    (grant) =>
      grant.permission === 'can-use' &&
      (grant.schema === null || (grant.schema === schema && (grant.table === null || grant.table === table))),
  );
}

/** Custom SQL may name any table, so it needs the whole connection; an input table is there for whoever may write. */
export function mayReadSource(grants: readonly DataGrant[], source: ReadSource): boolean {
  switch (source.kind) {
    case 'warehouse-table':
      return mayReadTable(grants, source.schema, source.table);
    case 'custom-sql':
      return grants.some(({ permission, schema }) => permission === 'can-use' && schema === null);
    case 'input-table':
      return mayWrite(grants);
  }
}
