/** R25, R35, P10: the edit log is the service account's alone, by the warehouse's own access lists. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startRig } from '../harness/rig.ts';
import type { ApiClient, Rig } from '../harness/rig.ts';
import { c1, createConnection, eventually } from './connections-of-the-rig.ts';
import type { ConnectionJson } from './connections-of-the-rig.ts';

interface Finding {
  readonly kind: string;
  readonly severity: string;
  readonly subject: string;
  readonly remedySql: string | null;
}

let rig: Rig;
let ada: ApiClient;
let connection: ConnectionJson;
let log: string;

beforeAll(async () => {
  rig = await startRig();
  ada = await rig.signIn('ada');
  connection = await createConnection(ada, c1(rig));
  log = `sigds_wal_${connection.id.replaceAll('-', '')}`;
  await rig.inWarehouse(`set role svc; create table elog.${log} (edit text, edit_num bigint)`);
});

afterAll(() => rig.stop());

async function check(): Promise<{ readonly healthy: boolean; readonly findings: readonly Finding[] }> {
  const { status, body } = await ada.get(`/connections/${connection.id}/governance`);
  expect(status).toBe(200);
  return body;
}

const errors = async () => (await check()).findings.filter(({ severity }) => severity === 'error');

/** Runs every remedy that the check prints and expects it to be clean afterwards. */
async function mend(): Promise<void> {
  for (const { remedySql } of await errors()) if (remedySql !== null) await rig.inWarehouse(remedySql);
  expect(await check()).toMatchObject({ healthy: true });
}

test('R25: at first only the service account writes its log; superusers are mentioned', async () => {
  const { healthy, findings } = await check();
  expect(healthy).toBe(true);
  expect(findings.map(({ kind, severity }) => [kind, severity])).toEqual([['superuser', 'note']]);
});

describe('grants that open the log', () => {
  afterEach(() => mend());

  test('R25 P10: INSERT for alice is reported with its REVOKE, health turns red for Admins, and back', async () => {
    await rig.inWarehouse(`grant insert on elog.${log} to alice`);
    expect(await errors()).toMatchObject([
      { kind: 'log-writer', subject: 'alice', remedySql: `REVOKE INSERT ON TABLE "elog"."${log}" FROM "alice";` },
    ]);
    expect((await ada.get(`/connections/${connection.id}`)).body.governance).toMatchObject({ healthy: false });
    const notice = await eventually(async () => {
      const { status, body } = await ada.get('/notices');
      return status === 200 && body.items.find((item: object) => JSON.stringify(item).includes(connection.id));
    });
    expect(notice).toBeDefined();
  });

  test('R25: every privilege that changes rows counts, also on a single column', async () => {
    await rig.inWarehouse(`grant update (edit) on elog.${log} to bob; grant delete, truncate on elog.${log} to carol`);
    expect((await errors()).map(({ subject, remedySql }) => [subject, remedySql])).toEqual([
      ['bob', `REVOKE UPDATE ("edit") ON TABLE "elog"."${log}" FROM "bob";`],
      ['carol', `REVOKE DELETE ON TABLE "elog"."${log}" FROM "carol";`],
      ['carol', `REVOKE TRUNCATE ON TABLE "elog"."${log}" FROM "carol";`],
    ]);
  });

  test('R25: reading is nobody’s harm', async () => {
    await rig.inWarehouse(`grant select on elog.${log} to alice`);
    expect(await errors()).toEqual([]);
    await rig.inWarehouse(`revoke select on elog.${log} from alice`);
  });

  test('R25: a grant to PUBLIC and one to a group are reported', async () => {
    await rig.inWarehouse(`grant insert on elog.${log} to public; grant create on schema elog to token_logins`);
    expect((await errors()).map(({ kind, subject }) => [kind, subject])).toEqual([
      ['schema-writer', 'token_logins'],
      ['log-writer', 'PUBLIC'],
    ]);
  });

  test('R25: a member of the service account is reported, even one that must SET ROLE first', async () => {
    await rig.inWarehouse('grant svc to carol with inherit false, set true');
    expect(await errors()).toMatchObject([{ kind: 'member', subject: 'carol', remedySql: 'REVOKE "svc" FROM "carol";' }]);
  });

  test('R25: members of the role that may write everything are reported', async () => {
    await rig.inWarehouse('grant pg_write_all_data to carol');
    expect(await errors()).toMatchObject([{ kind: 'member', subject: 'carol', remedySql: 'REVOKE "pg_write_all_data" FROM "carol";' }]);
  });

  test('R25: another owner of the log or of its schema is reported', async () => {
    await rig.inWarehouse(`alter table elog.${log} owner to alice; alter schema elog owner to bob`);
    expect((await errors()).map(({ kind, subject }) => [kind, subject])).toEqual([
      ['schema-owner', 'bob'],
      ['log-owner', 'alice'],
    ]);
  });

  test('R25 R35: the account of another connection may create in a shared schema, and may not write this log', async () => {
    await rig.inWarehouse(
      'grant usage, create on schema elog to svc2; do $$ begin execute format($q$grant connect on database %I to svc2$q$, current_database()); end $$',
    );
    expect(await errors()).toMatchObject([{ kind: 'schema-writer', subject: 'svc2' }]);
    const sharing = await createConnection(ada, c1(rig, { name: 'C1b', serviceAccount: { login: 'svc2', password: rig.passwords.svc2 } }));
    expect(await errors()).toEqual([]);
    await rig.inWarehouse(`grant insert on elog.${log} to svc2`);
    expect(await errors()).toMatchObject([{ kind: 'log-writer', subject: 'svc2' }]);
    await mend();
    await ada.delete(`/connections/${sharing.id}`);
  });
});

test('R25: the check is a reading one, by the service account', async () => {
  const since = await rig.logPosition();
  await check();
  const statements = (await rig.statements({ since, text: /aclexplode/ })).map(({ user }) => user);
  expect(statements).toEqual(['svc']);
});
