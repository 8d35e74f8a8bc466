/** Metadata SQL of teams. */
import type { Queryable } from '../members/store.ts';

export interface Team {
  readonly id: string;
  readonly name: string;
  readonly memberCount: number;
}

const selectTeam = 'select t.id, t.name, (select count(*)::int from team_members where team_id = t.id) as "memberCount" from teams t';

export async function listTeams(on: Queryable): Promise<readonly Team[]> {
  const { rows } = await on.query<Team>(`${selectTeam} order by lower(t.name)`);
  return rows;
}

export async function teamById(on: Queryable, id: string): Promise<Team | null> {
  const { rows } = await on.query<Team>(`${selectTeam} where t.id = $1`, [id]);
  return rows[0] ?? null;
}

/** Returns false when the name is taken, or the id: a repeated request. */
export async function insertTeam(on: Queryable, team: { id: string; name: string }): Promise<boolean> {
  const { rowCount } = await on.query('insert into teams (id, name) values ($1, $2) on conflict do nothing', [team.id, team.name]);
  return rowCount === 1;
}

/** Returns false when another team has the name. */
export async function renameTeam(on: Queryable, id: string, name: string): Promise<boolean> {
  const { rowCount } = await on.query(
    'update teams set name = $2 where id = $1 and not exists (select from teams where id <> $1 and lower(name) = lower($2))',
    [id, name],
  );
  return rowCount === 1;
}

export async function deleteTeam(on: Queryable, id: string): Promise<void> {
  await on.query('delete from teams where id = $1', [id]);
}

export async function membersOf(
  on: Queryable,
  id: string,
): Promise<readonly { readonly id: string; readonly name: string; readonly email: string }[]> {
  const { rows } = await on.query<{ id: string; name: string; email: string }>(
    'select m.id, m.name, m.email from team_members t join members m on m.id = t.member_id where t.team_id = $1 order by m.name, m.id',
    [id],
  );
  return rows;
}

/** Puts these in the place of all that were there; ids of nobody fail with a foreign key violation. */
export async function replaceMembers(on: Queryable, id: string, memberIds: readonly string[]): Promise<void> {
  await on.query('delete from team_members where team_id = $1 and member_id <> all ($2::uuid[])', [id, memberIds]);
  await on.query('insert into team_members (team_id, member_id) select $1, unnest($2::uuid[]) on conflict do nothing', [id, memberIds]);
}

export async function teamsOf(on: Queryable, memberId: string): Promise<ReadonlySet<string>> {
  const { rows } = await on.query<{ team_id: string }>('select team_id from team_members where member_id = $1', [memberId]);
  return new Set(rows.map((row) => row.team_id));
}
