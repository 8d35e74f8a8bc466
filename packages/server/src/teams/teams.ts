/** Teams: named groups of members that documents and folders are shared with. Those who manage members manage them. */
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import type { Clock } from '@penstock/domain/ports/clock';
import type { Database } from '../metadata/database.ts';
import type { MetadataListener } from '../metadata/listener.ts';
import { ShortCache } from '../metadata/short-cache.ts';
import * as store from './store.ts';
import type { Team } from './store.ts';

export interface TeamWithMembers extends Team {
  readonly members: Awaited<ReturnType<typeof store.membersOf>>;
}

export class Teams {
  readonly #database: Database;
  readonly #ofMember: ShortCache<ReadonlySet<string>>;
  readonly #deleted: (() => void)[] = [];

  constructor({
    database,
    notifications,
    clock,
  }: {
    readonly database: Database;
    readonly notifications: MetadataListener;
    readonly clock: Clock;
  }) {
    this.#database = database;
    this.#ofMember = new ShortCache(clock, (memberId: string) => store.teamsOf(database.pool, memberId)).dropOn(
      notifications,
      'team_members_changed',
    );
  }

  /** Calls `listener` after a team was deleted at this node, which the notification tells only a moment later. */
  onDeleted(listener: () => void): void {
    this.#deleted.push(listener);
  }

  /** Ids of the teams of a member. Remembered for a few seconds, dropped on change. */
  teamsOf(memberId: string): Promise<ReadonlySet<string>> {
    return this.#ofMember.get(memberId);
  }

  list(): Promise<readonly Team[]> {
    return store.listTeams(this.#database.pool);
  }

  /** Throws `request.not-found`. */
  async byId(id: string): Promise<TeamWithMembers> {
    const team = await store.teamById(this.#database.pool, id);
    if (team === null) throw unknownTeam();
    return { ...team, members: await store.membersOf(this.#database.pool, id) };
  }

  /** Throws `team.exists`. A repeated request with the same id makes it once. */
  async create(team: { id: string; name: string }): Promise<TeamWithMembers> {
    await store.insertTeam(this.#database.pool, team);
    const made = await store.teamById(this.#database.pool, team.id);
    if (made === null) throw nameTaken(team.name);
    return { ...made, members: [] };
  }

  /** Throws `request.not-found`, `team.exists`. */
  async rename(id: string, name: string): Promise<TeamWithMembers> {
    await this.byId(id);
    if (!(await store.renameTeam(this.#database.pool, id, name))) throw nameTaken(name);
    return this.byId(id);
  }

  /** What was shared with the team is shared with it no more. Throws `request.not-found`. */
  async delete(id: string): Promise<void> {
    await this.byId(id);
    await store.deleteTeam(this.#database.pool, id);
    this.#ofMember.clear();
    for (const listener of this.#deleted) listener();
  }

  /** Replaces all members. Throws `request.not-found`. */
  async setMembers(id: string, memberIds: readonly string[]): Promise<TeamWithMembers> {
    await this.byId(id);
    await this.#database
      .transaction(({ client }) => store.replaceMembers(client, id, memberIds))
      .catch((error: unknown) => {
        if ((error as { code?: unknown }).code !== '23503') throw error;
        throw new PenstockError('request.not-found', 'One of the members does not exist.');
      });
    this.#ofMember.clear();
    return this.byId(id);
  }
}

function unknownTeam(): PenstockError {
  return new PenstockError('request.not-found', 'There is no team with this id.');
}

function nameTaken(name: string): PenstockError {
  return new PenstockError('team.exists', `A team is named "${name}" already.`, {
    fields: [{ pointer: '/body/name', message: 'is taken' }],
  });
}
