/** What an account type may do in the product. The warehouse's own grants decide everything else. */
export const permissions = [
  'organization.manage',
  'members.manage',
  'connections.manage',
  'workbooks.view',
  'workbooks.explore',
  'workbooks.build',
  'input-tables.write',
  'api-keys.use',
] as const;

export type Permission = (typeof permissions)[number];

/** Permissions that only the Admin type has: "only an Admin may ..." then holds whatever custom types there are. */
export const adminPermissions: ReadonlySet<Permission> = new Set(['organization.manage', 'members.manage', 'connections.manage']);

/** The account types every installation starts with, lowest first: new members get the first. */
export const builtInAccountTypes = {
  view: { name: 'View', permissions: ['workbooks.view'] },
  build: {
    name: 'Build',
    permissions: ['workbooks.view', 'workbooks.explore', 'workbooks.build', 'input-tables.write', 'api-keys.use'],
  },
  admin: { name: 'Admin', permissions: [...permissions] },
} as const satisfies Record<string, { name: string; permissions: readonly Permission[] }>;

export type BuiltInAccountType = keyof typeof builtInAccountTypes;
