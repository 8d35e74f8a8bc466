import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { postgresAccount } from '@penstock/standalone/postgres/account';
import { startCluster } from '@penstock/standalone/postgres/cluster';
import type { Cluster } from '@penstock/standalone/postgres/cluster';
import { findInstallation } from '@penstock/standalone/postgres/installation';
import { metadataAccess, metadataSettings } from '@penstock/standalone/postgres/settings';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { until } from '../harness/input-table.ts';
import { soon } from '../harness/patience.ts';
import { startRig } from '../harness/rig.ts';
import { withClient } from '../harness/stack.ts';
import type { ApiAnswer, ApiClient, Rig } from '../harness/rig.ts';

let rig: Rig;
let ada: ApiClient;
let folder: string;
let cluster: Cluster;

beforeAll(async () => {
  // A metadata cluster of its own: this file kills it.
  folder = await mkdtemp(join(tmpdir(), 'penstock-outage-'));
  await chmod(folder, 0o755);
  const account = postgresAccount();
  const installation = await findInstallation(account, join(folder, 'programs'));
  cluster = await startCluster({
    name: 'metadata',
    folder: join(folder, 'm'),
    installation,
    account,
    settings: metadataSettings,
    access: metadataAccess,
  });
  await withClient(cluster.connection('postgres'), async (client) => await client.query('create role penstock login'));
  rig = await startRig({ stack: { ...inject('stack'), metadataSocket: cluster.socketFolder } });
  ada = await rig.signIn('ada');
});

afterAll(async () => {
  await rig.stop();
  await cluster.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Kills PostgreSQL as a failing machine does; the cluster's keeper starts it again. */
function killDatabase(): void {
  const pid = cluster.pid();
  if (pid === null) throw new Error('The cluster is not running.');
  process.kill(pid, 'SIGKILL');
}

describe('a metadata database that goes away', () => {
  test('is told with a typed error and a next step, and the server lives and recovers', async () => {
    const [server] = rig.servers;
    const seen = new Map<string, number>();
    const count = ({ status, body }: ApiAnswer<{ code?: string; nextStep?: string }>): void => {
      const answer = `${status} ${body.code ?? ''}`.trim();
      seen.set(answer, (seen.get(answer) ?? 0) + 1);
    };
    const acknowledged: string[] = [];
    for (let kills = 0; kills < 3; kills += 1) {
      killDatabase();
      const answers = await Promise.all(
        Array.from({ length: 20 }, async () => {
          const name = randomUUID();
          const answer = await ada.post('/workbooks', { name });
          if (answer.status === 201) acknowledged.push(name);
          return answer;
        }),
      );
      answers.forEach(count);
      expect((await ada.get('/healthz')).status).toBe(200);
      await until(async () => (await ada.get('/readyz')).status === 200);
      await until(async () => (await ada.get('/workbooks')).status === 200);
    }
    expect([...seen.keys()].toSorted()).toEqual(expect.arrayContaining(['503 server.metadata-unavailable']));
    expect([...seen.keys()].filter((answer) => !['201', '503 server.metadata-unavailable'].includes(answer))).toEqual([]);
    expect(rig.servers[0]?.pid).toBe(server?.pid);
    const kept = await rig.inMetadata<{ name: string }>('select name from workbooks');
    expect(kept.map(({ name }) => name)).toEqual(expect.arrayContaining(acknowledged));
  });

  test('is survived by the notifications too: a change at one node is seen at the other afterwards', async () => {
    const second = await rig.startServer();
    const bob = await rig.signIn('bob');
    const bobThere = Object.assign(Object.create(bob) as ApiClient, { url: second.url });
    expect((await bobThere.get('/session')).status).toBe(200);
    killDatabase();
    await until(async () => (await bobThere.get('/session')).status === 200);
    const listening = async (): Promise<boolean> => {
      const [row] = await rig.inMetadata(
        "select count(*)::int as count from pg_stat_activity where datname = current_database() and application_name = 'penstock listener'",
      );
      return row?.count === 2;
    };
    await until(listening);
    expect((await bobThere.get('/session')).status).toBe(200);
    const { member } = (await bob.get('/session')).body;
    await ada.patch(`/members/${member.id}`, { status: 'deactivated' });
    // Well below the age at which a remembered session is looked up again anyway.
    await soon(2_000, async () => (await bobThere.get('/session')).status === 401);
  });
});
