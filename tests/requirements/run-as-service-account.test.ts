import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startRig } from '../harness/rig.ts';
import type { ApiClient, Rig } from '../harness/rig.ts';
import { c0, c1, createConnection } from './connections-of-the-rig.ts';
import { customSql, bodyOf, makeWorkbook, memberIdOf, publish, putElements, share, tableOf, warehouseTable } from '../harness/document.ts';
import type { WorkbookJson } from '../harness/document.ts';

let rig: Rig;
let ada: ApiClient;
let alice: ApiClient;
let bob: ApiClient;
let vera: ApiClient;
let walt: ApiClient;
let c1Id: string;
let c0Id: string;
/** Organization-level OAuth without a service account. */
let bareId: string;
/** OAuth with a client of its own. */
let ciId: string;

beforeAll(async () => {
  rig = await startRig();
  ada = await rig.signIn('ada');
  c1Id = (await createConnection(ada, c1(rig))).id;
  c0Id = (await createConnection(ada, c0(rig))).id;
  bodyOf(await ada.put(`/connections/${c0Id}/data-permissions`, { permissions: [{ to: 'everyone', permission: 'can-use' }] }));
  bareId = (await createConnection(ada, c1(rig, { name: 'Bare', serviceAccount: null, writeAccess: undefined }))).id;
  ciId = (await createConnection(ada, c1(rig, { name: 'CI', writeAccess: undefined, oauth: independentOauth() }))).id;
  alice = await rig.signIn('alice');
  bob = await rig.signIn('bob');
  vera = await rig.signIn('vera');
  walt = await rig.signInWalt();
});
afterAll(() => rig.stop());

function independentOauth(): Record<string, unknown> {
  const { audience } = rig.warehouse;
  const client = { issuer: rig.identityProvider.issuer, clientId: 'independent', clientSecret: 'independent-secret' };
  return { level: 'independent', audience, scopes: [], ...client };
}

const movies = (connectionId: string) => tableOf('Movies', warehouseTable(connectionId, 'src', 'movies'), ['title', 'gross']);
const orders = (connectionId: string) => tableOf('Orders', warehouseTable(connectionId, 'src', 'orders'), ['order_id', 'region']);

const toggleOf = (workbook: WorkbookJson) => `/workbooks/${workbook.id}/run-as-service-account`;

/** A published workbook of alice's, shared with everyone to view. */
async function published(name: string, ...elements: Parameters<typeof makeWorkbook>[2]): Promise<WorkbookJson> {
  const workbook = await makeWorkbook(alice, name, elements);
  await publish(alice, workbook.id);
  await share(alice, workbook.id, [{ to: 'everyone', right: 'view' }]);
  return workbook;
}

async function switchOn(workbook: WorkbookJson) {
  return bodyOf(await ada.put(toggleOf(workbook), { enabled: true }));
}

describe('R50: only an Admin sets the toggle', () => {
  test('R50: its owner, who may edit, is refused; an Admin succeeds; the audit names who, when and what', async () => {
    const workbook = await published('Audited', movies(c1Id));
    const refused = await alice.put(toggleOf(workbook), { enabled: true });
    expect([refused.status, refused.body.code]).toEqual([403, 'member.not-permitted']);
    expect((await alice.get(toggleOf(workbook))).body).toMatchObject({ offered: true, enabled: false, maySet: false });

    const on = await switchOn(workbook);
    expect(on).toMatchObject({
      enabled: true,
      maySet: true,
      approvedVersion: 1,
      waitingVersion: null,
      setBy: { id: await memberIdOf(ada) },
    });
    expect(on.connections).toMatchObject([{ id: c1Id, qualifies: true, runsAsServiceAccount: true, serviceAccount: 'svc' }]);
    bodyOf(await ada.put(toggleOf(workbook), { enabled: false }));
    const audit = bodyOf(await ada.get(`/audit?subject=${workbook.id}`));
    expect(audit.items).toMatchObject([
      { action: 'run-as-service-account.switched-off', before: { enabled: true }, after: { enabled: false } },
      {
        action: 'run-as-service-account.switched-on',
        before: { enabled: false },
        after: { enabled: true, version: 1, connections: [c1Id] },
      },
    ]);
    expect(audit.items[0].by).toEqual({ id: await memberIdOf(ada), email: 'ada@penstock.example' });
    expect((await alice.get('/audit')).status).toBe(403);
    await expect(rig.inMetadata('delete from audit_entries')).rejects.toThrow('only grows');
  });

  test('R50: an unknown workbook, and one that is not shared, are no different', async () => {
    const workbook = await makeWorkbook(alice, 'Mine alone', [movies(c1Id)]);
    for (const id of [workbook.id, randomUUID()]) {
      expect((await vera.get(`/workbooks/${id}/run-as-service-account`)).status).toBe(404);
      expect((await vera.put(`/workbooks/${id}/run-as-service-account`, { enabled: true })).status).toBe(403);
    }
  });
});

describe('R51, R52: where the toggle is offered', () => {
  test('R51: not without a service account, and with one as soon as an Admin adds it', async () => {
    const workbook = await published('Without an account', movies(bareId));
    const absent = (await ada.get(toggleOf(workbook))).body;
    expect(absent).toMatchObject({ offered: false, reason: expect.stringContaining('no service account') });
    expect((await ada.put(toggleOf(workbook), { enabled: true })).body.code).toBe('run-as-service-account.not-offered');

    const serviceAccount = { login: 'svc', password: rig.passwords.svc };
    bodyOf(await ada.patch(`/connections/${bareId}`, { serviceAccount }));
    expect((await ada.get(toggleOf(workbook))).body.offered).toBe(true);
    bodyOf(await ada.patch(`/connections/${bareId}`, { serviceAccount: null }));
  });

  test('R51: not for a workbook that only reads static connections', async () => {
    const workbook = await published('Static only', movies(c0Id));
    expect((await ada.get(toggleOf(workbook))).body).toMatchObject({ offered: false, enabled: false });
    expect((await ada.put(toggleOf(workbook), { enabled: true })).status).toBe(422);
  });

  test('R52: not for independent OAuth alone; beside a connection that qualifies the other stays as it is', async () => {
    const alone = await published('Independent', movies(ciId));
    const refused = await ada.put(toggleOf(alone), { enabled: true });
    expect([refused.status, refused.body.code, refused.body.detail]).toEqual([
      422,
      'run-as-service-account.not-offered',
      expect.stringContaining('sign in to the connection separately'),
    ]);
    const mixed = await published('Mixed', movies(ciId), orders(c1Id));
    const { connections } = await switchOn(mixed);
    expect(
      Object.fromEntries(connections.map((each: { id: string; runsAsServiceAccount: boolean }) => [each.id, each.runsAsServiceAccount])),
    ).toEqual({
      [ciId]: false,
      [c1Id]: true,
    });
  });

  test('R54: not before the first publishing', async () => {
    const workbook = await makeWorkbook(alice, 'Draft only', [movies(c1Id)]);
    expect((await ada.put(toggleOf(workbook), { enabled: true })).body).toMatchObject({
      code: 'run-as-service-account.not-offered',
      detail: expect.stringContaining('Publish'),
    });
  });
});

describe('R54: what was approved is what is served', () => {
  test('R54: a version with a new source waits for an Admin, and readers keep the approved one until then', async () => {
    const workbook = await published('Waiting', movies(c1Id));
    await switchOn(workbook);
    await putElements(alice, workbook, [orders(c1Id)]);
    expect((await alice.get(toggleOf(workbook))).body.newInDraft).toMatchObject([{ kind: 'warehouse-table', name: 'src.orders' }]);
    expect(await publish(alice, workbook.id)).toMatchObject({ number: 2, awaitsApproval: true });
    const seen = async (): Promise<string[]> =>
      bodyOf(await vera.get(`/workbooks/${workbook.id}`)).definition.pages[0].elements.map((element: { name: string }) => element.name);
    expect(await seen()).toEqual(['Movies']);
    expect((await ada.get(toggleOf(workbook))).body).toMatchObject({ approvedVersion: 1, waitingVersion: 2 });

    const approve = `${toggleOf(workbook)}/approve`;
    expect((await alice.post(approve, { number: 2 })).status).toBe(403);
    expect((await ada.post(approve, { number: 1 })).body.code).toBe('run-as-service-account.nothing-waits');
    expect(bodyOf(await ada.post(approve, { number: 2 }))).toMatchObject({ approvedVersion: 2, waitingVersion: null });
    expect(await seen()).toEqual(['Movies', 'Orders']);
    const { items } = bodyOf(await ada.get(`/audit?subject=${workbook.id}`));
    expect(items[0]).toMatchObject({ action: 'run-as-service-account.approved', after: { version: 2 } });
  });

  test('R54: changed custom SQL waits, a changed column of an approved source does not', async () => {
    const element = tableOf('Told', customSql(c1Id, 'select title from src.movies'), ['title']);
    const workbook = await published('Custom SQL', element);
    await switchOn(workbook);
    await putElements(alice, workbook, [{ ...element, name: 'Told otherwise' }]);
    expect((await publish(alice, workbook.id)).awaitsApproval).toBe(false);
    await putElements(alice, workbook, [{ ...element, source: customSql(c1Id, 'select title from src.movies ') }]);
    expect((await publish(alice, workbook.id)).awaitsApproval).toBe(true);
  });

  test('R54: what a data model newly reads is not approved with the workbook that uses it', async () => {
    const inModel = movies(c1Id);
    const model = await makeWorkbook(alice, 'Model', [inModel], 'data-model');
    await publish(alice, model.id);
    const workbook = await published(
      'On a model',
      tableOf('Uses it', { kind: 'data-model', documentId: model.id, elementId: inModel.id }, ['title']),
    );
    expect((await switchOn(workbook)).reads).toMatchObject([{ kind: 'warehouse-table', name: 'src.movies' }]);
    await putElements(alice, model, [{ ...inModel, source: customSql(c1Id, 'select title, gross from src.movies') }]);
    await publish(alice, model.id);
    const { parts } = bodyOf(await vera.get(`/workbooks/${workbook.id}/elements/${await onlyElement(workbook)}/runs-as`));
    expect(parts).toMatchObject([{ principal: null, refused: 'version-awaits-approval', remedy: { action: 'ask-admin' } }]);
    await switchOn(workbook);
    const after = bodyOf(await vera.get(`/workbooks/${workbook.id}/elements/${await onlyElement(workbook)}/runs-as`));
    expect(after.parts).toMatchObject([{ principal: { kind: 'service-account', login: 'svc' }, rule: 'approved-version' }]);
  });

  test('R54: the organization may do without the approval', async () => {
    const workbook = await published('Trusting', movies(c1Id));
    await switchOn(workbook);
    expect((await alice.put('/organization/run-as-service-account', { approvalIsAsked: false })).status).toBe(403);
    bodyOf(await ada.put('/organization/run-as-service-account', { approvalIsAsked: false }));
    await putElements(alice, workbook, [orders(c1Id)]);
    expect((await publish(alice, workbook.id)).awaitsApproval).toBe(false);
    bodyOf(await ada.put('/organization/run-as-service-account', { approvalIsAsked: true }));
  });
});

describe('R54: what resets the toggle', () => {
  test('R54: restoring a version that nobody approved switches it off; an approved one does not', async () => {
    const workbook = await published('Restored', orders(c1Id));
    await putElements(alice, workbook, [movies(c1Id)]);
    await publish(alice, workbook.id);
    await switchOn(workbook);
    bodyOf(await alice.post(`/workbooks/${workbook.id}/versions/2/restore`));
    expect((await ada.get(toggleOf(workbook))).body.enabled).toBe(true);
    bodyOf(await alice.post(`/workbooks/${workbook.id}/versions/1/restore`));
    expect((await ada.get(toggleOf(workbook))).body.enabled).toBe(false);
    expect(bodyOf(await ada.get(`/audit?subject=${workbook.id}`)).items[0]).toMatchObject({
      action: 'run-as-service-account.reset-by-restore',
      by: { id: await memberIdOf(alice) },
    });
  });

  test('R54: a copy starts without it, and a new owner switches it off', async () => {
    const workbook = await published('Given away', movies(c1Id));
    await switchOn(workbook);
    const copy = bodyOf(await alice.post(`/workbooks/${workbook.id}/duplicate`, { name: 'Copy' }));
    await publish(alice, copy.id);
    expect((await ada.get(`/workbooks/${copy.id}/run-as-service-account`)).body.enabled).toBe(false);
    bodyOf(await alice.post(`/workbooks/${workbook.id}/transfer`, { memberId: await memberIdOf(bob) }));
    expect((await ada.get(toggleOf(workbook))).body.enabled).toBe(false);
  });

  test('R54: a version that waited is served when the toggle goes off, as everybody’s own', async () => {
    const workbook = await published('Off again', movies(c1Id));
    await switchOn(workbook);
    await putElements(alice, workbook, [orders(c1Id)]);
    await publish(alice, workbook.id);
    bodyOf(await ada.put(toggleOf(workbook), { enabled: false }));
    expect(bodyOf(await vera.get(`/workbooks/${workbook.id}`)).published.number).toBe(2);
  });
});

describe('the badge', () => {
  test('R45, R59: without the toggle it names the person, and the sign-in that they need', async () => {
    const workbook = await published('Badge off', movies(c1Id));
    const badge = `/workbooks/${workbook.id}/elements/${await onlyElement(workbook)}/runs-as`;
    expect(bodyOf(await bob.get(badge))).toMatchObject({
      row: 'one-oauth-off',
      parts: [{ principal: { kind: 'person', login: 'bob' }, rule: 'toggle-off', refused: null }],
    });
    expect(bodyOf(await walt.get(badge)).parts).toMatchObject([
      { principal: null, refused: 'sign-in-needed', remedy: { action: 'sign-in', signInUrl: '/auth/sign-in' } },
    ]);
  });

  test('R42, R54: with the toggle the published version runs as the service account, the draft as the person', async () => {
    const workbook = await published('Badge on', movies(c1Id));
    await switchOn(workbook);
    const badge = `/workbooks/${workbook.id}/elements/${await onlyElement(workbook)}/runs-as`;
    for (const client of [vera, walt, bob]) {
      expect(bodyOf(await client.get(badge))).toMatchObject({
        row: 'one-oauth-on',
        parts: [{ principal: { kind: 'service-account', login: 'svc' }, rule: 'approved-version' }],
      });
    }
    expect(bodyOf(await alice.get(`${badge}?version=draft`)).parts).toMatchObject([
      { principal: { kind: 'person', login: 'alice' }, rule: 'draft' },
    ]);
  });

  test('R55: who may share sees what another would, also that they would see nothing', async () => {
    const workbook = await published('Preview', movies(c1Id));
    const badge = `/workbooks/${workbook.id}/elements/${await onlyElement(workbook)}/runs-as`;
    const asBob = bodyOf(await alice.get(`${badge}?version=published&as=${await memberIdOf(bob)}`));
    expect(asBob).toMatchObject({ member: { id: await memberIdOf(bob) }, parts: [{ principal: { login: 'bob' } }] });
    expect((await bob.get(`${badge}?as=${await memberIdOf(alice)}`)).status).toBe(403);
    await share(alice, workbook.id, []);
    const unshared = bodyOf(await alice.get(`${badge}?version=published&as=${await memberIdOf(bob)}`));
    expect(unshared.parts).toMatchObject([{ principal: null, refused: 'no-right-on-document', remedy: { action: 'ask-owner' } }]);
    expect((await bob.get(badge)).status).toBe(404);
  });
});

async function onlyElement(workbook: WorkbookJson): Promise<string> {
  return bodyOf(await alice.get(`/workbooks/${workbook.id}`)).definition.pages[0].elements[0].id;
}
