/** What the rules of execution identity know of a person on a connection. */
import type { PersonFacts } from '@penstock/domain/execution-identity/facts';
import type { ConnectionStore } from './store.ts';

/** For purposes in which no role is taken. The sign-in is not looked up: opening the session tells whether it still holds. */
export async function personFacts(
  connections: Pick<ConnectionStore, 'dataPermission'>,
  connectionId: string,
  memberId: string,
): Promise<PersonFacts> {
  return { memberId, signIn: 'unknown', dataPermission: await connections.dataPermission(connectionId, memberId), role: null };
}
