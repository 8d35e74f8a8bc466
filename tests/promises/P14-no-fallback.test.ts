/** P14: a sign-in that has ended in any way is a refusal on every route; nobody else's credential steps in. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bodyOf, memberIdOf, publish, share } from '../harness/document.ts';
import { authorized } from '../harness/input-table.ts';
import { startRig } from '../harness/rig.ts';
import type { ApiClient, Rig } from '../harness/rig.ts';
import { c1, createConnection } from '../requirements/connections-of-the-rig.ts';
import { ordersWorkbook, routesOf } from './element-answers.ts';
import type { OrdersWorkbook } from './element-answers.ts';

let rig: Rig;
let alice: ApiClient;
let workbook: OrdersWorkbook;

beforeAll(async () => {
  rig = await startRig();
  const ada = await rig.signIn('ada');
  const { id } = await createConnection(ada, c1(rig));
  alice = await rig.signIn('alice');
  workbook = await ordersWorkbook(alice, id, 'Refused');
  await publish(alice, workbook.id);
  await share(alice, workbook.id, [{ to: 'everyone', right: 'explore' }]);
});
afterAll(() => rig?.stop());

/** Ends bob's sign-in to the warehouse; gives the client with which he goes on. */
const ends: readonly (readonly [string, (bob: ApiClient) => Promise<ApiClient>])[] = [
  [
    'revoked by himself',
    async (bob) => {
      bodyOf(await bob.post(`/profile/warehouse-sign-ins/${workbook.connectionId}/revoke`));
      return bob;
    },
  ],
  [
    'ended at the provider, his token refused by the warehouse',
    async (bob) => {
      // His token for the warehouse is issued while it is found out where he may write, behind his sign-in.
      await authorized(bob, workbook.connectionId);
      await rig.identityProvider.endRefreshTokens('bob');
      rig.identityProvider.revokeAccessTokens('bob');
      return bob;
    },
  ],
  [
    'deleted from the database, and the server started anew',
    async (bob) => {
      await rig.inMetadata('delete from warehouse_credentials where member_id = $1', [await memberIdOf(bob)]);
      await rig.servers[0]?.kill9();
      await rig.startServer();
      return bob;
    },
  ],
];

test.each(ends)('P14: a sign-in that was %s is told on every route, and nothing is read as somebody else', async (_how, end) => {
  const bob = await end(await rig.signIn('bob'));
  const since = await rig.logPosition();
  for (const { name, ask } of routesOf(workbook)) {
    const { status, text } = await ask(bob);
    expect([name, status]).toEqual([name, 403]);
    expect([name, JSON.parse(text).code]).toEqual([
      name,
      expect.stringMatching(/^(query\.sign-in-needed|connection\.warehouse-sign-in-.*)$/),
    ]);
  }
  const stood = (await rig.statements({ since })).filter(({ user }) => user !== 'postgres' && user !== 'bob');
  expect(stood.filter(({ text }) => /orders|pg_catalog|information_schema/.test(text))).toEqual([]);
});
