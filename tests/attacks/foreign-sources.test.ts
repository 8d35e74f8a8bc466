/**
 * P16, P17: who explores one document names sources of another in their own element. Names of columns and options come out
 * of the metadata database before the warehouse is asked, so the right on the other document has to be asked for first.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bodyOf, makeWorkbook, memberIdOf, publish, share, tableOf, warehouseTable } from '../harness/document.ts';
import type { ElementJson, SourceJson, WorkbookJson } from '../harness/document.ts';
import { columnId, edited, makeTable, settingOf, settled } from '../harness/input-table.ts';
import { startRig } from '../harness/rig.ts';
import type { ApiClient, Rig } from '../harness/rig.ts';

const secret = 'Salaries of the board';

let rig: Rig;
let alice: ApiClient;
/** Explores alice's shared document, and has no right on the two private ones. */
let bob: ApiClient;
let shared: WorkbookJson;
let privateId: string;
let modelId: string;
let element: ElementJson;
let foreign: readonly SourceJson[];

beforeAll(async () => {
  rig = await startRig();
  const setting = await settingOf(rig);
  ({ alice } = setting);
  bob = await rig.signIn('bob');
  privateId = setting.workbookId;
  await share(alice, privateId, []);
  const table = await makeTable(setting);
  const column = { id: columnId(), name: secret, type: 'text', options: [], generation: 1 };
  await edited(alice, table, { op: 'addColumn', column: { ...column, order: 'a9' } });
  await settled(alice, table);
  const orders = (name: string) => tableOf(name, warehouseTable(setting.connectionId, 'src', 'orders'), ['region']);
  const [columns] = [orders('x')['columns'] as readonly object[]];
  const inModel = { ...orders('Model'), columns: [{ ...columns[0], name: secret }] };
  const model = await makeWorkbook(alice, 'Private model', [inModel], 'data-model');
  modelId = model.id;
  await publish(alice, modelId);
  element = orders('Shared');
  shared = await makeWorkbook(alice, 'Shared', [element]);
  await publish(alice, shared.id);
  await share(alice, shared.id, [{ to: { memberId: await memberIdOf(bob) }, right: 'explore' }]);
  foreign = [
    { kind: 'input-table', inputTableId: table.id },
    { kind: 'data-model', documentId: modelId, elementId: inModel.id },
  ];
});
afterAll(() => rig?.stop());

/** Everything that bob can ask about a source. */
async function askedBy(client: ApiClient, source: SourceJson) {
  const columns = [{ ...(element['columns'] as readonly object[])[0], formula: `[${secret}]` }];
  const own = { ...element, source, columns };
  const joined = { kind: 'join', type: 'left', left: element['source'], right: source, rightName: 'R', keys: [] };
  const ways = ['query', 'totals', 'count', 'sql', 'export', 'values'];
  const asked = [own, { ...own, source: joined }].flatMap((each) =>
    ways.map((way) => {
      const path = `/workbooks/${shared.id}/elements/${element.id}/${way}`;
      return client.post(path, { version: 'published', element: each, ...(way === 'values' ? { columnId: 'region' } : {}) });
    }),
  );
  return Promise.all([client.post(`/workbooks/${shared.id}/describe-source`, { source }), ...asked]);
}

test('P16 P17: a source of a document that is not shared is no source, and nothing of it is told', async () => {
  for (const source of foreign) {
    for (const { status, body } of await askedBy(bob, source)) {
      expect(status).toBeGreaterThanOrEqual(400);
      expect(body.code).toMatch(/^(workbook\.unknown-reference|request\.)/);
      expect(JSON.stringify(body)).not.toContain('Salaries');
    }
  }
});

test('P17: to view the other document is not enough, to explore it is', async () => {
  const memberId = await memberIdOf(bob);
  for (const right of ['view', 'explore'] as const) {
    for (const id of [privateId, modelId]) await share(alice, id, [{ to: { memberId }, right }]);
    for (const source of foreign) {
      const described = await bob.post(`/workbooks/${shared.id}/describe-source`, { source });
      if (right === 'view') expect([described.status, described.body.code]).toEqual([403, 'workbook.source-not-permitted']);
      else expect(JSON.stringify(bodyOf(described))).toContain(secret);
    }
  }
});
