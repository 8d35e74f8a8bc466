/** The roles that a person's login may take in the warehouse, as the warehouse says in this moment, and their choice. */
import type { Connection } from '@penstock/domain/connections/connection';
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import { listRoles } from '@penstock/warehouse/postgresql/catalog-statements';
import type { Asker } from '../connections/needs.ts';
import { askAboutCatalog } from '../connections/catalog.ts';
import type { CatalogNeeds } from '../connections/catalog.ts';
import type { RoleChoices } from './role-choices.ts';

export interface TakeRoleNeeds extends CatalogNeeds {
  readonly roleChoices: RoleChoices;
}

export interface RoleStanding {
  readonly chosen: string | null;
  /** Members of nothing get an empty list; the chosen role is not in it when the warehouse took it away. */
  readonly available: readonly string[];
}

/** Throws `role-choice.not-applicable`, and what the catalog throws. */
export async function rolesOf(needs: TakeRoleNeeds, asker: Asker, connectionId: string): Promise<RoleStanding> {
  const connection = await ownSignIn(needs, connectionId);
  const [chosen, available] = await Promise.all([
    needs.roleChoices.of(asker.actor.memberId, connectionId),
    availableTo(needs, asker, connection),
  ]);
  return { chosen, available };
}

/** `null`: the login's own rights. Throws `role-choice.not-applicable`, `role-choice.not-a-member`. */
export async function takeRole(needs: TakeRoleNeeds, asker: Asker, connectionId: string, role: string | null): Promise<RoleStanding> {
  const connection = await ownSignIn(needs, connectionId);
  const available = await availableTo(needs, asker, connection);
  if (role !== null && !available.includes(role)) {
    throw new PenstockError('role-choice.not-a-member', `On "${connection.name}" your login is no member of "${role}".`);
  }
  await needs.roleChoices.choose(asker.actor.memberId, connectionId, role);
  return { chosen: role, available };
}

async function ownSignIn({ connections }: TakeRoleNeeds, connectionId: string): Promise<Connection> {
  const connection = await connections.get(connectionId);
  if (connection.authentication === 'oauth') return connection;
  throw new PenstockError('role-choice.not-applicable', `Nobody signs in to "${connection.name}" themselves.`);
}

async function availableTo(needs: TakeRoleNeeds, asker: Asker, connection: Connection): Promise<readonly string[]> {
  const { rows } = await askAboutCatalog(needs, asker, connection, listRoles(), 'list-roles');
  return rows.map(([name]) => String(name));
}
