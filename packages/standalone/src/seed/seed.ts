/**
 * Fills a new installation through its public API, as an administrator and a builder would: set-up, members, the
 * connection to the sample warehouse, a workbook. Each step looks first, so that an interrupted seeding goes on.
 */
import { memberOf } from './answer-shape.ts';
import type { ApiClient } from './api-client.ts';
import { expectSuccess } from './expect-success.ts';
import { addMembers } from './members.ts';
import { setUpOrganization } from './organization.ts';
import type { SignInProvider } from './organization.ts';
import { addConnection, sampleConnection } from './sample-connection.ts';
import type { AccountCredential, WarehouseAddress } from './sample-connection.ts';
import { addFlightsWorkbook } from './flights-workbook.ts';
import { addSampleWorkbook } from './sample-workbook.ts';
import type { MadeTable } from './sample-input-table.ts';

export interface SeedOptions extends SignInProvider {
  readonly warehouse: WarehouseAddress;
  readonly serviceAccount: AccountCredential;
  /** Runs the GRANTs, as the owner of the sample table, that let bob edit and the service account read it too. */
  openToColleagues(made: MadeTable): Promise<void>;
}

/** `visitor` gives a client that is not signed in. */
export async function seed(visitor: () => ApiClient, options: SeedOptions): Promise<void> {
  if (memberOf(expectSuccess(await visitor().get('/sign-in-options')), 'setUpNeeded') === true) await setUpOrganization(visitor(), options);

  const ada = visitor();
  await ada.signIn('ada');
  await addMembers(ada);
  const connectionId = await addConnection(ada, sampleConnection('Sample warehouse', options.warehouse, options.serviceAccount));
  await ada.signOut();

  // Only a sign-in after the connection was made covers its warehouse.
  const alice = visitor();
  await alice.signIn('alice');
  const made = await addSampleWorkbook(alice, connectionId);
  if (made !== null) await options.openToColleagues(made);
  const targets = await addFlightsWorkbook(alice, connectionId);
  if (targets !== null) await options.openToColleagues(targets);
  await alice.signOut();
}
