/** Sixteen people, each changing one cell after another as fast as they are acknowledged. */
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient } from '../../tests/harness/rig.ts';
import { singleRowCommits } from './baselines.ts';
import { percentile } from './distribution.ts';
import { atLeast, atMost, below } from './result.ts';
import type { BenchResult } from './result.ts';
import { edit, makeTable, newEditId, newRows, settled } from './world.ts';
import type { MeasuredTable, World } from './world.ts';

const editors = 16;
const durationMs = 10_000;
const warmUpMs = 2_000;

export async function measureEditors(world: World): Promise<BenchResult[]> {
  const table = await makeTable(world, 'Sixteen editors', 4);
  await edit(world.alice, table.id, { op: 'insertRows', columns: table.columnIds, rows: newRows(0, 1_000, 4) });
  await settled(world.alice, table.id);
  await world.rig.inWarehouse(`grant select, insert, update on ${table.path} to bob`);
  await share(world, 'bob');
  const sessions: ApiClient[] = [];
  while (sessions.length < editors) sessions.push(await world.rig.signIn(sessions.length % 2 === 0 ? 'alice' : 'bob'));

  await editFor(sessions, table, warmUpMs);
  await settled(world.alice, table.id);
  const run = await editFor(sessions, table, durationMs, world.alice);
  await settled(world.alice, table.id);
  const plain = await singleRowCommits(world.direct, editors, durationMs);
  return [
    atLeast(0.5, { name: '16 editors: acknowledged edits', unit: '/s', value: run.perSecond, baseline: plain.perSecond }),
    atMost(5, {
      name: '16 editors: p99 acknowledgement',
      unit: 'ms',
      value: percentile(run.latenciesMs, 0.99),
      baseline: percentile(plain.latenciesMs, 0.99),
    }),
    below(2, { name: '16 editors: oldest unapplied edit, worst', unit: 's', value: run.worstBacklogMs / 1000 }),
  ];
}

interface EditRun {
  readonly perSecond: number;
  readonly latenciesMs: readonly number[];
  /** Age of the oldest acknowledged edit that the data table lacks, at its worst. */
  readonly worstBacklogMs: number;
}

async function editFor(sessions: readonly ApiClient[], table: MeasuredTable, forMs: number, observer?: ApiClient): Promise<EditRun> {
  const agent = new Agent({ keepAlive: true, maxSockets: sessions.length });
  const latenciesMs: number[] = [];
  const acknowledgedAt = new Map<number, number>();
  const start = performance.now();
  const end = start + forMs;
  let worstBacklogMs = 0;

  const editor = async (session: ApiClient, index: number): Promise<void> => {
    const headers = {
      'content-type': 'application/json',
      cookie: session.jar.header(new URL(session.url)),
      'x-penstock-csrf': session.csrfToken ?? '',
    };
    const url = new URL(`/api/v1/input-tables/${table.id}/edits`, session.url);
    let baseNum = 0;
    for (let round = 0; performance.now() < end; round += 1) {
      const row = { id: `r${String((index * 61 + round) % 1_000).padStart(8, '0')}`, cells: [`value ${index} ${round}`] };
      const operation = { op: 'updateCells', columns: [table.columnIds[round % 4]], rows: [row], inserted: [], onlyWhile: null };
      const sentAt = performance.now();
      const { editNum } = await post(url, agent, headers, JSON.stringify({ editId: newEditId(), baseNum, operation }));
      latenciesMs.push(performance.now() - sentAt);
      acknowledgedAt.set(editNum, performance.now());
      baseNum = editNum;
    }
  };
  const watch = async (client: ApiClient): Promise<void> => {
    while (performance.now() < end) {
      const { body } = await client.get(`/input-tables/${table.id}`);
      const oldest = acknowledgedAt.get(body.appliedNum + 1);
      if (oldest !== undefined) worstBacklogMs = Math.max(worstBacklogMs, performance.now() - oldest);
      await sleep(200);
    }
  };
  await Promise.all([...sessions.map(editor), ...(observer === undefined ? [] : [watch(observer)])]);
  agent.destroy();
  return { perSecond: latenciesMs.length / ((performance.now() - start) / 1000), latenciesMs, worstBacklogMs };
}

/** Without fetch's overhead, because the load shares two cores with what it measures. */
async function post(url: URL, agent: Agent, headers: Record<string, string>, body: string): Promise<{ editNum: number }> {
  return new Promise((resolve, reject) => {
    const call = request(url, { method: 'POST', agent, headers: { ...headers, 'content-length': Buffer.byteLength(body) } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.once('end', () => {
        if (response.statusCode === 200) resolve(JSON.parse(text) as { editNum: number });
        else reject(new Error(`an edit was answered with ${response.statusCode}: ${text.slice(0, 500)}`));
      });
    });
    call.once('error', reject);
    call.end(body);
  });
}

async function share(world: World, person: string): Promise<void> {
  const client = await world.rig.signIn(person as 'bob');
  const { body } = await client.get('/session');
  const answer = await world.alice.put(`/workbooks/${world.workbookId}/grants`, {
    grants: [{ to: { memberId: body.member.id }, right: 'edit' }],
  });
  if (answer.status >= 300) throw new Error(`sharing was answered with ${answer.status}: ${JSON.stringify(answer.body)}`);
}
