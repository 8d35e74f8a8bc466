/** R25, R35, P10: the edit log is the service account's alone, by the warehouse's own access lists. */
import { randomBytes } from 'node:crypto';
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

// Logins and memberships belong to the whole cluster, which other tests use at the same time: these are our own.
const id = randomBytes(4).toString('hex');
const keeper = `keeper_${id}`;
const otherKeeper = `other_keeper_${id}`;
const member = `member_${id}`;
const password = randomBytes(12).toString('hex');

beforeAll(async () => {
  rig = await startRig();
  ada = await rig.signIn('ada');
  const { database } = rig.warehouse;
  await rig.inWarehouse(`create role ${keeper} login password '${password}'; create role ${otherKeeper} login password '${password}'; create role ${member} login;
    grant connect on database ${database} to ${keeper}, ${otherKeeper}; grant usage, create on schema elog to ${keeper}; revoke all on schema elog from svc`);
  connection = await createConnection(ada, c1(rig, { serviceAccount: { login: keeper, password } }));
  log = `sigds_wal_${connection.id.replaceAll('-', '')}`;
  await rig.inWarehouse(`set role ${keeper}; create table elog.${log} (edit text, edit_num bigint)`);
});

afterAll(async () => {
  await rig.inWarehouse(`drop owned by ${keeper}, ${otherKeeper}, ${member}; drop role ${keeper}, ${otherKeeper}, ${member}`);
  await rig.stop();
});

async function check(): Promise<{ readonly healthy: boolean; readonly findings: readonly Finding[] }> {
  const { status, body } = await ada.get(`/connections/${connection.id}/governance`);
  expect(status).toBe(200);
  return body;
}

/** What is wrong, apart from what another run of this test does to the cluster just now. */
const errors = async () =>
  (await check()).findings.filter(
    ({ severity, subject }) => severity === 'error' && (subject === member || !subject.startsWith('member_')),
  );

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
    await rig.inWarehouse(`grant ${keeper} to ${member} with inherit false, set true`);
    expect(await errors()).toMatchObject([{ kind: 'member', subject: member, remedySql: `REVOKE "${keeper}" FROM "${member}";` }]);
  });

  test('R25: members of the role that may write everything are reported', async () => {
    await rig.inWarehouse(`grant pg_write_all_data to ${member}`);
    expect(await errors()).toMatchObject([{ kind: 'member', subject: member, remedySql: `REVOKE "pg_write_all_data" FROM "${member}";` }]);
  });

  test('R25: another owner of the log or of its schema is reported', async () => {
    await rig.inWarehouse(`alter table elog.${log} owner to alice; alter schema elog owner to bob`);
    expect((await errors()).map(({ kind, subject }) => [kind, subject])).toEqual([
      ['schema-owner', 'bob'],
      ['log-owner', 'alice'],
    ]);
  });

  test('R25 R35: the account of another connection may create in a shared schema, and may not write this log', async () => {
    await rig.inWarehouse(`grant usage, create on schema elog to ${otherKeeper}`);
    expect(await errors()).toMatchObject([{ kind: 'schema-writer', subject: otherKeeper }]);
    const sharing = await createConnection(ada, c1(rig, { name: 'C1b', serviceAccount: { login: otherKeeper, password } }));
    expect(await errors()).toEqual([]);
    await rig.inWarehouse(`grant insert on elog.${log} to ${otherKeeper}`);
    expect(await errors()).toMatchObject([{ kind: 'log-writer', subject: otherKeeper }]);
    await mend();
    await ada.delete(`/connections/${sharing.id}`);
  });
});

test('R25: the check is a reading one, by the service account', async () => {
  const since = await rig.logPosition();
  await check();
  const statements = (await rig.statements({ since, text: /aclexplode/ })).map(({ user }) => user);
  expect(statements).toEqual([keeper]);
});
