/** R27's trace: the six steps of an edit, who each ran as, and where it stops when one of them fails. */
import { randomBytes } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { cellText, eventually, gridHasKeyboard, launch, newVisit, pasteText, serverOf, signIn } from '../browser/browser.ts';
import { builtWeb } from '../browser/built-web.ts';
import {
  dataRows,
  edit,
  editId,
  edited,
  expectOk,
  insertRows,
  logRows,
  makeTable,
  setCell,
  settingOf,
  settled,
  until,
} from '../harness/input-table.ts';
import type { TableSetting, TestTable } from '../harness/input-table.ts';
import { startRig } from '../harness/rig.ts';
import type { Rig, ServerProcess } from '../harness/rig.ts';

/** A line of the server's log, as an operator finds it. */
interface Line {
  readonly msg: string;
  readonly time: number;
  readonly traceId: string;
  readonly editId: string;
  readonly step: string;
  readonly principal?: { readonly kind: string; readonly memberId?: string };
  readonly login?: string | null;
  readonly credential?: 'loaded' | 'in-use';
  readonly outcome?: string;
  readonly madeAt?: string;
  readonly requestId?: string;
}

const sixSteps = ['ui', 'service', 'log-credential', 'log-written', 'data-credential', 'data-written'];

let rig: Rig;
let setting: TableSetting;
let table: TestTable;
let row: string;
let a: string;
let browser: Browser;

beforeAll(async () => {
  rig = await startRig({ environment: { PENSTOCK_TRACE_EDITS: 'on', PENSTOCK_WEB_ROOT: await builtWeb() } });
  setting = await settingOf(rig);
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  await rig?.stop();
});

beforeEach(async () => {
  table = await makeTable(setting);
  const insertion = insertRows(table, [['one', 'two', 'three']]);
  row = insertion.rows[0].id;
  a = table.columns[0] ?? '';
  await edited(setting.alice, table, insertion);
  await settled(setting.alice, table);
});

afterEach(async () => {
  await Promise.all(rig.servers.slice(1).map((server) => server.stop()));
});

function traceLines(server: ServerProcess): readonly Line[] {
  return server
    .log()
    .split('\n')
    .filter((line) => line.startsWith('{') && line.includes('"msg":"edit"'))
    .map((line) => JSON.parse(line) as Line);
}

function stepsOf(id: string, server: ServerProcess | undefined = rig.servers[0]): readonly Line[] {
  return server === undefined ? [] : traceLines(server).filter((line) => line.editId === id);
}

const namesOf = (lines: readonly Line[]): readonly string[] => lines.map(({ step }) => step);

const written = (id: string): Promise<readonly Line[]> =>
  until(async () => {
    const steps = stepsOf(id);
    return steps.at(-1)?.step === 'data-written' ? steps : null;
  });

async function memberIdOf(): Promise<string> {
  return expectOk(await setting.alice.get('/session')).body.member.id;
}

test('R27: a paste in a real browser shows its six steps in order: UI, service, service account, log, person, data', async () => {
  const { id: workbookId } = expectOk(await setting.alice.post('/workbooks', { name: 'Traced' })).body;
  const pageId = expectOk(await setting.alice.get(`/workbooks/${workbookId}`)).body.pages[0].id;
  const own = await makeTable({ ...setting, workbookId, pageId });
  const since = await rig.logPosition();
  const context = await newVisit(browser, serverOf(rig));
  const page = await context.newPage();
  const began = Date.now();
  await signIn(page, 'alice', `/workbooks/${workbookId}`);
  await gridHasKeyboard(page);
  await pasteText(page, 'North\t1200');
  await eventually(() => cellText(page, 0, 0)).toBe('North');
  await settled(setting.alice, own);
  const [line] = (await rig.inWarehouse(
    `select edit_id from elog."sigds_wal_${setting.connectionId.replaceAll('-', '')}" where input_table_id = '${own.id}' order by edit_num desc limit 1`,
  )) as [{ edit_id: string }];
  const steps = await written(line.edit_id);
  await context.close();

  expect(namesOf(steps)).toEqual(sixSteps);
  // One trace, under the edit's own id; the browser's own time of making it.
  expect(new Set(steps.map(({ traceId }) => traceId))).toEqual(new Set([line.edit_id]));
  expect(Date.parse(steps[0]?.madeAt ?? '')).toBeGreaterThanOrEqual(began);
  expect(Date.parse(steps[0]?.madeAt ?? '')).toBeLessThanOrEqual(steps[1]?.time ?? 0);
  // Who each step was.
  const alice = { kind: 'person', memberId: await memberIdOf() };
  expect(steps[1]?.principal).toEqual(alice);
  expect(steps[2]).toMatchObject({ principal: { kind: 'service-account' }, login: 'svc' });
  expect(steps[3]).toMatchObject({ login: 'svc' });
  expect(steps[4]).toMatchObject({ principal: alice, login: 'alice' });
  expect(steps[5]).toMatchObject({ login: 'alice' });
  // The warehouse's own statement log tells the same: the log by svc, and only then the data by alice.
  const statements = await rig.statements({ since });
  const append = statements.find((one) => one.user === 'svc' && /insert into/i.test(one.text) && one.parameters.includes(line.edit_id));
  const bare = own.name.split('.')[1]?.replaceAll('"', '') ?? '?';
  const write = statements.find(
    (one) => one.user === 'alice' && /^\s*(insert|update|with|merge)/i.test(one.text) && one.text.includes(bare),
  );
  expect(append?.ended).toBeLessThan(write?.began ?? 0);
  // The steps, never the cells.
  expect(JSON.stringify(traceLines(rig.servers[0] as ServerProcess))).not.toContain('North');
});

test('R27: the credentials are loaded from the product database when a session is opened, and said to be in use afterwards', async () => {
  await rig.inWarehouse(
    `select pg_terminate_backend(pid) from pg_stat_activity where usename in ('svc', 'alice') and datname = current_database()`,
  );
  const credentials: (readonly unknown[])[] = [];
  for (const value of ['first', 'second']) {
    const id = editId();
    await edited(setting.alice, table, setCell(a, row, value), { editId: id });
    const steps = await written(id);
    // A session that was found broken may have been tried before the one that wrote.
    credentials.push(['log-credential', 'data-credential'].map((name) => steps.findLast(({ step }) => step === name)?.credential));
  }
  expect(credentials).toEqual([
    ['loaded', 'loaded'],
    ['in-use', 'in-use'],
  ]);
});

test('R27: a client without a trace gets one under the edit id, a trace that the client began goes on, and nonsense is ignored', async () => {
  const steps = async (headers: Record<string, string>): Promise<readonly Line[]> => {
    const id = editId();
    const body = { editId: id, baseNum: 0, operation: setCell(a, row, id) };
    expectOk(await setting.alice.post(`/input-tables/${table.id}/edits`, body, { headers }));
    return written(id);
  };
  const bare = await steps({});
  expect(namesOf(bare)).toEqual(sixSteps.slice(1));
  expect(new Set(bare.map(({ traceId }) => traceId))).toEqual(new Set([bare[0]?.editId]));
  const traceId = randomBytes(16).toString('hex');
  const begun = await steps({ traceparent: `00-${traceId}-b7ad6b7169203331-01` });
  expect(namesOf(begun)).toEqual(sixSteps.slice(1));
  expect(new Set(begun.map((step) => step.traceId))).toEqual(new Set([traceId]));
  const nonsense = await steps({ traceparent: '00-nonsense-01', tracestate: 'penstock=made:yesterday' });
  expect(new Set(nonsense.map((step) => step.traceId))).toEqual(new Set([nonsense[0]?.editId]));
});

test('R27: the making of a table is traced like every edit: the log first, then the table as its maker', async () => {
  const [creation] = await logRows(rig, table);
  expect(namesOf(await written(creation.edit_id))).toEqual(sixSteps.slice(1));
  expect(stepsOf(creation.edit_id).map(({ login }) => login)).toEqual([undefined, 'svc', 'svc', 'alice', 'alice']);
});

test('R27: an edit that another node applies keeps its trace', async () => {
  const first = rig.servers[0];
  const second = await rig.startServer();
  const alice = await rig.signIn('alice', second);
  const id = editId();
  await edited(alice, table, setCell(a, row, 'elsewhere'), { editId: id });
  await settled(alice, table);
  // What a server writes to its log comes a moment later.
  await until(async () => stepsOf(id, second).length >= 3 && stepsOf(id, first).length >= 2);
  expect(namesOf(stepsOf(id, second))).toEqual(['service', 'log-credential', 'log-written']);
  expect(namesOf(stepsOf(id, first))).toEqual(['data-credential', 'data-written']);
  expect(new Set([...stepsOf(id, first), ...stepsOf(id, second)].map(({ traceId }) => traceId))).toEqual(new Set([id]));
});

test('R27: when the log refuses, the trace ends there: no person is loaded and no data is written', async () => {
  const log = `elog."sigds_wal_${setting.connectionId.replaceAll('-', '')}"`;
  const [{ owner }] = (await rig.inWarehouse(
    `select tableowner as owner from pg_tables where schemaname || '."' || tablename || '"' = '${log}'`,
  )) as [{ owner: string }];
  await rig.inWarehouse(`alter table ${log} owner to postgres; revoke all on ${log} from svc`);
  const id = editId();
  const operation = setCell(a, row, 'at last');
  const since = await rig.logPosition();
  expect((await edit(setting.alice, table, operation, { editId: id })).status).toBe(503);
  await until(async () => stepsOf(id).length >= 3);
  expect(namesOf(stepsOf(id))).toEqual(['service', 'log-credential', 'log-not-written']);
  expect(stepsOf(id).at(-1)).toMatchObject({ outcome: 'privilege', login: 'svc' });
  expect((await rig.statements({ since, user: 'alice' })).filter((one) => /^\s*(insert|update|merge|with)/i.test(one.text))).toEqual([]);

  // Mended, the same edit goes its whole way in the same trace.
  await rig.inWarehouse(`alter table ${log} owner to ${owner}; grant select, insert on ${log} to svc`);
  await edited(setting.alice, table, operation, { editId: id });
  expect(namesOf(await written(id))).toEqual(['service', 'log-credential', 'log-not-written', ...sixSteps.slice(1)]);
  expect(await dataRows(rig, table)).toEqual([['at last', 'two', 'three']]);
});

test('R27: when the data refuses, the trace says so, and why', async () => {
  await rig.inWarehouse(`alter table ${table.name} add constraint no_bad check ("${a}_1" <> 'bad')`);
  const id = editId();
  await edited(setting.alice, table, setCell(a, row, 'bad'), { editId: id });
  await until(async () => stepsOf(id).at(-1)?.step === 'data-not-written');
  expect(namesOf(stepsOf(id))).toEqual(['service', 'log-credential', 'log-written', 'data-credential', 'data-not-written']);
  expect(stepsOf(id).at(-1)).toMatchObject({ outcome: 'value', login: 'alice' });
});

test('R27: nothing is traced unless it is asked for', async () => {
  const server = await rig.startServer({ environment: { PENSTOCK_TRACE_EDITS: 'off' } });
  const alice = await rig.signIn('alice', server);
  await edited(alice, table, setCell(a, row, 'quietly'));
  await settled(alice, table);
  expect(traceLines(server)).toEqual([]);
});
