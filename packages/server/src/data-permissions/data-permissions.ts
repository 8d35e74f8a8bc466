/**
 * Data permissions: who may read and write what on a connection with credentials of its own. On OAuth connections the
 * warehouse's own grants decide, and nothing in the product stands before them.
 */
import type { Connection } from '@penstock/domain/connections/connection';
import { mayReadSource, mayUse, mayWrite } from '@penstock/domain/data-permissions/coverage';
import type { DataGrant } from '@penstock/domain/data-permissions/coverage';
import type { ReadSource } from '@penstock/domain/data-permissions/read-source';
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import { everyDataPermission } from '@penstock/domain/execution-identity/facts';
import type { PersonFacts } from '@penstock/domain/execution-identity/facts';
import type { Actor } from '@penstock/domain/members/actor';
import { requirePermission } from '@penstock/domain/members/require-permission';
import type { Clock } from '@penstock/domain/ports/clock';
import { recordAudit } from '../audit/store.ts';
import type { ConnectionStore } from '../connections/store.ts';
import type { MemberAttributes } from '../members/attributes.ts';
import type { Database } from '../metadata/database.ts';
import type { MetadataListener } from '../metadata/listener.ts';
import type { RoleChoices } from '../role-choice/role-choices.ts';
import { ShortCache } from '../metadata/short-cache.ts';
import { grantsReaching, permissionsOf, replacePermissions } from './store.ts';
import type { GivenPermission } from './store.ts';

interface Needs {
  readonly database: Database;
  readonly notifications: MetadataListener;
  readonly clock: Clock;
  readonly connections: Pick<ConnectionStore, 'get'>;
  readonly memberAttributes: Pick<MemberAttributes, 'of'>;
  readonly roleChoices: Pick<RoleChoices, 'of'>;
}

export class DataPermissions {
  readonly #database: Database;
  readonly #connections: Needs['connections'];
  readonly #attributes: Needs['memberAttributes'];
  readonly #roleChoices: Needs['roleChoices'];
  /** By connection and member. */
  readonly #grants: ShortCache<readonly DataGrant[]>;

  constructor({ database, notifications, clock, connections, memberAttributes, roleChoices }: Needs) {
    this.#database = database;
    this.#connections = connections;
    this.#attributes = memberAttributes;
    this.#roleChoices = roleChoices;
    this.#grants = new ShortCache(clock, (key: string) => {
      const [connectionId = '', memberId = ''] = key.split(' ');
      return grantsReaching(database.pool, connectionId, memberId);
    });
    for (const channel of ['data_permissions_changed', 'team_members_changed', 'members_changed'])
      this.#grants.dropOn(notifications, channel, 'all');
  }

  /** What reaches a member on a static connection. Remembered for a few seconds, dropped on change. */
  grantsOf(connectionId: string, memberId: string): Promise<readonly DataGrant[]> {
    return this.#grants.get(`${connectionId} ${memberId}`);
  }

  /** R41: whether a document's owner may read all that a part reads. Always on OAuth. */
  async mayRead(connection: Connection, memberId: string, sources: readonly ReadSource[]): Promise<boolean> {
    if (connection.authentication === 'oauth') return true;
    const grants = await this.grantsOf(connection.id, memberId);
    return sources.every((source) => mayReadSource(grants, source));
  }

  /** What the rules of execution identity know of a person who reads `sources` with no document between. */
  async personFacts(connection: Connection, memberId: string, sources: readonly ReadSource[]): Promise<PersonFacts> {
    if (connection.authentication === 'oauth') {
      const role = await this.#roleChoices.of(memberId, connection.id);
      return { memberId, signIn: 'unknown', dataPermission: everyDataPermission, role };
    }
    const [grants, role] = await Promise.all([this.grantsOf(connection.id, memberId), this.#roleOf(connection, memberId)]);
    const use = mayUse(grants) && sources.every((source) => mayReadSource(grants, source));
    return { memberId, signIn: 'unknown', dataPermission: { use, write: mayWrite(grants) }, role };
  }

  async #roleOf({ roleAttribute }: Connection, memberId: string): Promise<string | null> {
    return roleAttribute === null ? null : ((await this.#attributes.of(memberId)).get(roleAttribute) ?? null);
  }

  /** Throws `member.not-permitted`, `connection.not-found`. */
  async list(actor: Actor, connectionId: string): Promise<readonly GivenPermission[]> {
    requirePermission(actor, 'connections.manage');
    await this.#connections.get(connectionId);
    return permissionsOf(this.#database.pool, connectionId);
  }

  /** Replaces all. Throws `member.not-permitted`, `connection.not-found`, `data-permission.not-applicable`, `data-permission.unknown-recipient`. */
  async replace(actor: Actor, connectionId: string, permissions: readonly GivenPermission[]): Promise<readonly GivenPermission[]> {
    requirePermission(actor, 'connections.manage');
    const connection = await this.#connections.get(connectionId);
    if (connection.authentication === 'oauth') {
      throw new PenstockError(
        'data-permission.not-applicable',
        `On "${connection.name}" people sign in themselves, and the warehouse's own grants decide.`,
      );
    }
    const after = await this.#database.transaction(async ({ client }) => {
      await client.query('select 1 from connections where id = $1 for update', [connectionId]);
      const before = await permissionsOf(client, connectionId);
      await replacePermissions(client, connectionId, permissions).catch((error: unknown) => {
        if ((error as { code?: unknown }).code !== '23503') throw error;
        throw new PenstockError('data-permission.unknown-recipient', 'A permission names a member or team that does not exist.');
      });
      const replaced = await permissionsOf(client, connectionId);
      await recordAudit(client, actor.memberId, {
        action: 'data-permissions.replaced',
        subject: { kind: 'connection', id: connectionId },
        before,
        after: replaced,
      });
      return replaced;
    });
    this.#grants.clear();
    return after;
  }
}
