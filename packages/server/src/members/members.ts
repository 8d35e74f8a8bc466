/** Members and account types: what other rooms ask, and the commands that change them. */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import type { BuiltInAccountType, Permission } from '@penstock/domain/members/permissions';
import type { Clock } from '@penstock/domain/ports/clock';
import type { Database } from '../metadata/database.ts';
import type { MetadataListener } from '../metadata/listener.ts';
import { ShortCache } from '../metadata/short-cache.ts';
import * as store from './store.ts';
import type { AccountType, Member } from './store.ts';

interface Needs {
  readonly database: Database;
  readonly notifications: MetadataListener;
  readonly clock: Clock;
  /** Ends every session of a member that was deactivated. */
  readonly endSessionsOf: (memberId: string) => Promise<void>;
}

export interface NewMember {
  readonly email: string;
  readonly name: string;
  /** `lowest` is what a person gets who signs in for the first time. */
  readonly accountType: 'lowest' | BuiltInAccountType;
}

export class Members {
  readonly #database: Database;
  readonly #endSessionsOf: Needs['endSessionsOf'];
  readonly #byId: ShortCache<Member | null>;

  constructor({ database, notifications, clock, endSessionsOf }: Needs) {
    this.#database = database;
    this.#endSessionsOf = endSessionsOf;
    this.#byId = new ShortCache(clock, (id: string) => store.memberById(database.pool, id))
      .dropOn(notifications, 'members_changed')
      .dropOn(notifications, 'account_types_changed', 'all');
  }

  /** Remembered for a few seconds, dropped on change. */
  byId(id: string): Promise<Member | null> {
    return this.#byId.get(id);
  }

  /** Addresses are the same whatever their case. */
  byEmail(email: string): Promise<Member | null> {
    return store.memberByEmail(this.#database.pool, email);
  }

  /** Throws `member.exists`. `client` is the connection of the caller's transaction. */
  async create(member: NewMember, client?: pg.PoolClient): Promise<Member> {
    const on = client ?? this.#database.pool;
    const type =
      member.accountType === 'lowest' ? await store.lowestAccountType(on) : await store.builtInAccountType(on, member.accountType);
    return this.#insert(on, { id: randomUUID(), email: member.email, name: member.name, accountTypeId: type.id });
  }

  /** As `create`, with a chosen id and account type. Throws `member.exists`, `request.not-found`. */
  async add(member: { id: string; email: string; name: string; accountTypeId: string | null }): Promise<Member> {
    const on = this.#database.pool;
    const type = member.accountTypeId === null ? await store.lowestAccountType(on) : await this.#accountType(member.accountTypeId);
    return this.#insert(on, { ...member, accountTypeId: type.id });
  }

  async #insert(on: store.Queryable, member: { id: string; email: string; name: string; accountTypeId: string }): Promise<Member> {
    const inserted = await store.insertMember(on, member);
    const found = await store.memberById(on, member.id);
    if (found !== null) return found;
    throw new PenstockError(
      'member.exists',
      `${member.email} is a member already.`,
      inserted ? {} : { fields: [{ pointer: '/body/email', message: 'is taken' }] },
    );
  }

  /** Throws `request.not-found`, `member.last-admin`. A deactivated member's sessions end. */
  async change(id: string, changes: { accountTypeId: string | null; status: Member['status'] | null }): Promise<Member> {
    if (changes.accountTypeId !== null) await this.#accountType(changes.accountTypeId);
    const changed = await this.#database.transaction(async ({ client }) => {
      const adminsBefore = await store.countActiveAdminsLocked(client);
      if ((await store.memberById(client, id)) === null) throw unknownMember();
      await store.updateMember(client, id, changes);
      if (adminsBefore > 0 && (await store.countActiveAdminsLocked(client)) === 0) {
        throw new PenstockError('member.last-admin', 'This member is the only active Admin.');
      }
      return store.memberById(client, id);
    });
    if (changed === null) throw unknownMember();
    this.#byId.drop(id);
    if (changed.status === 'deactivated') await this.#endSessionsOf(id);
    return changed;
  }

  list(after: { name: string; id: string } | null, limit: number): Promise<readonly Member[]> {
    return store.listMembers(this.#database.pool, after, limit);
  }

  accountTypes(): Promise<readonly AccountType[]> {
    return store.listAccountTypes(this.#database.pool);
  }

  /** Throws `account-type.exists`. */
  async addAccountType(type: { id: string; name: string; permissions: readonly Permission[] }): Promise<AccountType> {
    await store.insertAccountType(this.#database.pool, type);
    const added = await store.accountTypeById(this.#database.pool, type.id);
    if (added === null) throw accountTypeExists(type.name);
    return added;
  }

  /** Throws `request.not-found`, `account-type.built-in`, `account-type.exists`. */
  async changeAccountType(id: string, changes: { name: string | null; permissions: readonly Permission[] | null }): Promise<AccountType> {
    const type = await this.#accountType(id);
    if (type.builtIn !== null) throw new PenstockError('account-type.built-in', `${type.name} is built in.`);
    const others = (await this.accountTypes()).filter((other) => other.id !== id);
    if (changes.name !== null && others.some((other) => other.name.toLowerCase() === changes.name?.toLowerCase()))
      throw accountTypeExists(changes.name);
    await store.updateAccountType(this.#database.pool, id, changes);
    this.#byId.clear();
    return this.#accountType(id);
  }

  async #accountType(id: string): Promise<AccountType> {
    const type = await store.accountTypeById(this.#database.pool, id);
    if (type === null) throw new PenstockError('request.not-found', 'There is no account type with this id.');
    return type;
  }
}

function unknownMember(): PenstockError {
  return new PenstockError('request.not-found', 'There is no member with this id.');
}

function accountTypeExists(name: string): PenstockError {
  return new PenstockError('account-type.exists', `An account type is named "${name}" already.`, {
    fields: [{ pointer: '/body/name', message: 'is taken' }],
  });
}
