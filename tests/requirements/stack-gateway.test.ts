import { once } from 'node:events';
import { connect } from 'node:net';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../harness/input-table.ts';
import { startRig } from '../harness/rig.ts';
import type { Rig } from '../harness/rig.ts';

let rig: Rig;

beforeAll(async () => {
  rig = await startRig({ server: false });
});

afterAll(async () => {
  await rig.stop();
});

/** Signs in at the gateway as any PostgreSQL client does. */
async function signIn(user: string, password: string, database = rig.warehouse.database): Promise<Client> {
  const client = new Client({ host: '127.0.0.1', port: rig.gateway.port, user, password, database });
  client.on('error', () => {});
  await client.connect();
  return client;
}

async function refusal(user: string, password: string, database?: string): Promise<{ code: string; message: string }> {
  const client = await signIn(user, password, database).catch((error: unknown) => error as { code: string; message: string });
  if (!(client instanceof Client)) return client;
  await client.end();
  throw new Error(`The gateway let ${user} in.`);
}

/** Sends CancelRequest on a connection of its own, as libpq does. */
async function cancel(client: Client): Promise<void> {
  const { processID, secretKey } = client as unknown as { processID: number; secretKey: number };
  const packet = Buffer.alloc(16);
  [16, 80_877_102, processID, secretKey].forEach((word, index) => packet.writeInt32BE(word, index * 4));
  const socket = connect(rig.gateway.port, '127.0.0.1');
  socket.end(packet);
  await once(socket, 'close');
}

describe('the token gateway', () => {
  test('lets a person in with an access token in the place of the password', async () => {
    const client = await signIn('alice', await rig.accessToken('alice'));
    expect((await client.query('select session_user as login')).rows).toEqual([{ login: 'alice' }]);
    const own = await client.query<{ account_manager: string }>('select distinct account_manager from src.orders');
    expect(own.rows).toEqual([{ account_manager: 'alice' }]);
    await client.end();
  });

  test('lets a service account in with its password, and with no other', async () => {
    const client = await signIn('svc', rig.passwords.svc);
    expect((await client.query('select session_user as login')).rows).toEqual([{ login: 'svc' }]);
    await client.end();
    expect(await refusal('svc', 'wrong')).toMatchObject({ code: '28P01' });
  });

  test('refuses a token for another audience', async () => {
    const token = await rig.accessToken('alice', rig.secondWarehouse.audience);
    expect(await refusal('alice', token)).toMatchObject({ code: '28000', message: expect.stringContaining('"aud"') });
    const client = await signIn('alice', token, rig.secondWarehouse.database);
    await client.end();
  });

  test('refuses a token that names another login', async () => {
    expect(await refusal('bob', await rig.accessToken('alice'))).toMatchObject({
      code: '28000',
      message: expect.stringContaining('is for login "alice"'),
    });
    expect(await refusal('postgres', await rig.accessToken('alice'))).toMatchObject({ code: '28000' });
  });

  test('refuses the token of somebody who has no login in the warehouse', async () => {
    expect(await refusal('vera', await rig.accessToken('vera'))).toMatchObject({
      code: '28000',
      message: expect.stringContaining('names no warehouse login'),
    });
  });

  test('refuses an expired, a revoked, an altered and an unsigned token', async () => {
    rig.identityProvider.lifetimes.accessTokenSeconds = 1;
    const short = await rig.accessToken('alice');
    rig.identityProvider.lifetimes.accessTokenSeconds = 3_600;
    const revoked = await rig.accessToken('alice');
    rig.identityProvider.revokeAccessTokens('alice');
    expect(await refusal('alice', revoked)).toMatchObject({ code: '28000', message: expect.stringContaining('revoked') });

    const good = await rig.accessToken('alice');
    const [header = '', payload = '', signature = ''] = good.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
    const forged = Buffer.from(JSON.stringify({ ...claims, login: 'bob' })).toString('base64url');
    expect(await refusal('bob', `${header}.${forged}.${signature}`)).toMatchObject({ code: '28000' });
    const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'at+jwt' })).toString('base64url');
    expect(await refusal('alice', `${none}.${payload}.`)).toMatchObject({ code: expect.stringMatching(/^28/) });

    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(await refusal('alice', short)).toMatchObject({ code: '28000', message: expect.stringContaining('expired') });
  });

  test('never lets a login in that the server would not ask for a password', async () => {
    expect(await refusal('alice', 'a password')).toMatchObject({ code: '28P01' });
    expect(await refusal('alice', '')).toMatchObject({ code: '28P01' });
    expect(await refusal('postgres', 'a password')).toMatchObject({ code: '28P01' });
  });

  test('passes a cancel request on', async () => {
    const client = await signIn('alice', await rig.accessToken('alice'));
    const sleeping = client.query('select pg_sleep(600)').catch((error: unknown) => error as { code: string });
    const asleep = "select from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'";
    await until(async () => (await rig.inWarehouse(asleep)).length > 0);
    await cancel(client);
    expect(await sleeping).toMatchObject({ code: '57014' });
    await client.end();
  });

  test('carries ten megabytes each way unharmed', async () => {
    const client = await signIn('alice', await rig.accessToken('alice'));
    const text = 'a'.repeat(10 * 1024 * 1024);
    const { rows } = await client.query<{ text: string }>('select $1::text as text', [text]);
    expect(rows[0]?.text.length).toBe(text.length);
    await client.end();
  });

  test('shows every statement with its login in the statement log', async () => {
    const since = await rig.logPosition();
    const client = await signIn('bob', await rig.accessToken('bob'));
    await client.query('select count(*) from src.orders where region = $1', ['West']);
    await client.query('create table wb_b.forbidden (a int)').catch(() => {});
    await client.end();
    const statements = await rig.statements({ since, user: 'bob' });
    expect(statements.map(({ text, parameters, error }) => ({ text, parameters, error }))).toEqual([
      { text: 'select count(*) from src.orders where region = $1', parameters: "$1 = 'West'", error: null },
      {
        text: 'create table wb_b.forbidden (a int)',
        parameters: '',
        error: { sqlState: '42501', message: 'permission denied for schema wb_b' },
      },
    ]);
    expect(statements[0]?.ended).toBeGreaterThan(statements[0]?.began ?? 0);
  });
});
