/** Attributes of members: what Admins know of a person, by which a static connection may choose the role in the warehouse. */
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import type { Actor } from '@penstock/domain/members/actor';
import { requirePermission } from '@penstock/domain/members/require-permission';
import type { Clock } from '@penstock/domain/ports/clock';
import { recordAudit } from '../audit/store.ts';
import type { Database } from '../metadata/database.ts';
import type { MetadataListener } from '../metadata/listener.ts';
import { ShortCache } from '../metadata/short-cache.ts';
import type { Members } from './members.ts';
import type { Queryable } from './store.ts';

interface Needs {
  readonly database: Database;
  readonly notifications: MetadataListener;
  readonly clock: Clock;
  readonly members: Pick<Members, 'byId'>;
}

export type Attributes = ReadonlyMap<string, string>;

export class MemberAttributes {
  readonly #database: Database;
  readonly #members: Needs['members'];
  readonly #attributes: ShortCache<Attributes>;

  constructor({ database, notifications, clock, members }: Needs) {
    this.#database = database;
    this.#members = members;
    this.#attributes = new ShortCache(clock, (memberId: string) => attributesOf(database.pool, memberId)).dropOn(
      notifications,
      'member_attributes_changed',
    );
  }

  /** Remembered for a few seconds, dropped on change. */
  of(memberId: string): Promise<Attributes> {
    return this.#attributes.get(memberId);
  }

  /** Throws `member.not-permitted`, `request.not-found`. */
  async list(actor: Actor, memberId: string): Promise<Attributes> {
    requirePermission(actor, 'members.manage');
    await this.#require(memberId);
    return attributesOf(this.#database.pool, memberId);
  }

  /** Replaces all. Throws `member.not-permitted`, `request.not-found`. */
  async replace(actor: Actor, memberId: string, attributes: Attributes): Promise<Attributes> {
    requirePermission(actor, 'members.manage');
    await this.#require(memberId);
    await this.#database.transaction(async ({ client }) => {
      await client.query('select 1 from members where id = $1 for update', [memberId]);
      const before = await attributesOf(client, memberId);
      await client.query('delete from member_attributes where member_id = $1', [memberId]);
      await client.query('insert into member_attributes (member_id, name, value) select $1, a.* from unnest($2::text[], $3::text[]) as a', [
        memberId,
        [...attributes.keys()],
        [...attributes.values()],
      ]);
      await recordAudit(client, actor.memberId, {
        action: 'member-attributes.replaced',
        subject: { kind: 'member', id: memberId },
        before: Object.fromEntries(before),
        after: Object.fromEntries(attributes),
      });
    });
    this.#attributes.drop(memberId);
    return attributes;
  }

  async #require(memberId: string): Promise<void> {
    if ((await this.#members.byId(memberId)) === null) throw new PenstockError('request.not-found', 'There is no member with this id.');
  }
}

async function attributesOf(on: Queryable, memberId: string): Promise<Attributes> {
  const { rows } = await on.query<{ name: string; value: string }>(
    'select name, value from member_attributes where member_id = $1 order by name',
    [memberId],
  );
  return new Map(rows.map(({ name, value }) => [name, value]));
}
