/** Metadata SQL of members and account types. */
import type pg from 'pg';
import { permissions } from '@penstock/domain/members/permissions';
import type { BuiltInAccountType, Permission } from '@penstock/domain/members/permissions';

export interface AccountType {
  readonly id: string;
  readonly name: string;
  /** `null` on custom types. */
  readonly builtIn: BuiltInAccountType | null;
  readonly permissions: ReadonlySet<Permission>;
}

export interface Member {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly status: 'active' | 'deactivated';
  readonly accountType: AccountType;
  readonly createdAt: Date;
}

/** The pool, or the connection of a transaction. */
export type Queryable = Pick<pg.Pool, 'query'> | Pick<pg.PoolClient, 'query'>;

interface MemberRow {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly status: 'active' | 'deactivated';
  readonly created_at: Date;
  readonly type_id: string;
  readonly type_name: string;
  readonly type_built_in: BuiltInAccountType | null;
  readonly type_permissions: readonly string[];
}

const selectMember = `
  select m.id, m.email, m.name, m.status, m.created_at,
         t.id as type_id, t.name as type_name, t.built_in as type_built_in, t.permissions as type_permissions
  from members m join account_types t on t.id = m.account_type_id`;

export async function memberById(on: Queryable, id: string): Promise<Member | null> {
  const { rows } = await on.query<MemberRow>(`${selectMember} where m.id = $1`, [id]);
  return rows[0] === undefined ? null : memberOf(rows[0]);
}

export async function memberByEmail(on: Queryable, email: string): Promise<Member | null> {
  const { rows } = await on.query<MemberRow>(`${selectMember} where lower(m.email) = lower($1)`, [email]);
  return rows[0] === undefined ? null : memberOf(rows[0]);
}

/** In order of name, after the one that the cursor names. */
export async function listMembers(on: Queryable, after: { name: string; id: string } | null, limit: number): Promise<readonly Member[]> {
  const { rows } = await on.query<MemberRow>(
    `${selectMember} where $1::text is null or (m.name, m.id) > ($1, $2::uuid) order by m.name, m.id limit $3`,
    [after?.name ?? null, after?.id ?? null, limit],
  );
  return rows.map(memberOf);
}

/** Returns false when the address is taken. */
export async function insertMember(
  on: Queryable,
  member: { id: string; email: string; name: string; accountTypeId: string },
): Promise<boolean> {
  const { rowCount } = await on.query(
    'insert into members (id, email, name, account_type_id) values ($1, $2, $3, $4) on conflict do nothing',
    [member.id, member.email, member.name, member.accountTypeId],
  );
  return rowCount === 1;
}

export async function updateMember(
  on: Queryable,
  id: string,
  changes: { accountTypeId: string | null; status: Member['status'] | null },
): Promise<void> {
  await on.query('update members set account_type_id = coalesce($2, account_type_id), status = coalesce($3, status) where id = $1', [
    id,
    changes.accountTypeId,
    changes.status,
  ]);
}

/** Active Admins; the Admin type is locked until the transaction ends, so that two demotions cannot pass each other. */
export async function countActiveAdminsLocked(on: Queryable): Promise<number> {
  await on.query("select 1 from account_types where built_in = 'admin' for update");
  const { rows } = await on.query<{ count: number }>(
    "select count(*)::int as count from members m join account_types t on t.id = m.account_type_id where t.built_in = 'admin' and m.status = 'active'",
  );
  return rows[0]?.count ?? 0;
}

interface AccountTypeRow {
  readonly id: string;
  readonly name: string;
  readonly built_in: BuiltInAccountType | null;
  readonly permissions: readonly string[];
}

const selectAccountType = 'select id, name, built_in, permissions from account_types';

export async function listAccountTypes(on: Queryable): Promise<readonly AccountType[]> {
  const { rows } = await on.query<AccountTypeRow>(`${selectAccountType} order by rank, name`);
  return rows.map(accountTypeOf);
}

export async function accountTypeById(on: Queryable, id: string): Promise<AccountType | null> {
  const { rows } = await on.query<AccountTypeRow>(`${selectAccountType} where id = $1`, [id]);
  return rows[0] === undefined ? null : accountTypeOf(rows[0]);
}

export async function builtInAccountType(on: Queryable, builtIn: BuiltInAccountType): Promise<AccountType> {
  const { rows } = await on.query<AccountTypeRow>(`${selectAccountType} where built_in = $1`, [builtIn]);
  if (rows[0] === undefined) throw new Error(`The built-in account type ${builtIn} is missing.`);
  return accountTypeOf(rows[0]);
}

/** The type that new members get. */
export async function lowestAccountType(on: Queryable): Promise<AccountType> {
  const { rows } = await on.query<AccountTypeRow>(`${selectAccountType} order by rank, name limit 1`);
  if (rows[0] === undefined) throw new Error('There is no account type.');
  return accountTypeOf(rows[0]);
}

/** Returns false when the name is taken. */
export async function insertAccountType(
  on: Queryable,
  type: { id: string; name: string; permissions: readonly Permission[] },
): Promise<boolean> {
  const { rowCount } = await on.query(
    'insert into account_types (id, name, permissions, rank) values ($1, $2, $3, 500) on conflict do nothing',
    [type.id, type.name, type.permissions],
  );
  return rowCount === 1;
}

export async function updateAccountType(
  on: Queryable,
  id: string,
  changes: { name: string | null; permissions: readonly Permission[] | null },
): Promise<void> {
  await on.query('update account_types set name = coalesce($2, name), permissions = coalesce($3, permissions) where id = $1', [
    id,
    changes.name,
    changes.permissions,
  ]);
}

function memberOf(row: MemberRow): Member {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    status: row.status,
    createdAt: row.created_at,
    accountType: accountTypeOf({ id: row.type_id, name: row.type_name, built_in: row.type_built_in, permissions: row.type_permissions }),
  };
}

function accountTypeOf(row: AccountTypeRow): AccountType {
  const known = permissions.filter((permission) => row.permissions.includes(permission));
  return { id: row.id, name: row.name, builtIn: row.built_in, permissions: new Set(known) };
}
