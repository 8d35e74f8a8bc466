/** An input table of a million rows beside one of a thousand: first page, a far jump, edits, and a colleague's view. */
import { median, percentile, repeated, timed } from './distribution.ts';
import { atMost, below } from './result.ts';
import type { BenchResult } from './result.ts';
import { edit, makeTable, newRows, settled } from './world.ts';
import type { MeasuredTable, World } from './world.ts';

const columns = 2;
const rowsOfAnEdit = 25_000;
const slackMs = 30;

export async function measureLargeTable(world: World, rows: number): Promise<BenchResult[]> {
  const small = await filledTable(world, 'A thousand rows', 1_000);
  const large = await filledTable(world, 'A million rows', rows);
  const title = `${rows.toLocaleString('en')} rows`;
  const far = Math.floor(rows * 0.9);
  const firstPage = await besides(small, large, (table) => page(world, table, 0));
  const jump = await besides(small, large, (table) => page(world, table, table === large ? far : 900));
  const edits = { small: await editSamples(world, small), large: await editSamples(world, large) };
  return [
    atMost(1.5, { name: `${title}: first page`, unit: 'ms', value: median(firstPage.large), baseline: median(firstPage.small) }, slackMs),
    atMost(
      1.5,
      { name: `${title}: jump to row ${far.toLocaleString('en')}`, unit: 'ms', value: median(jump.large), baseline: median(jump.small) },
      slackMs,
    ),
    atMost(
      1.5,
      { name: `${title}: edit p99`, unit: 'ms', value: percentile(edits.large, 0.99), baseline: percentile(edits.small, 0.99) },
      slackMs,
    ),
    below(1, {
      name: `${title}: another person's edit on the screen, slowest of 20`,
      unit: 's',
      value: (await visibleAfterMs(world, large)) / 1000,
    }),
  ];
}

async function filledTable(world: World, name: string, rows: number): Promise<MeasuredTable> {
  const table = await makeTable(world, name, columns);
  for (let from = 0; from < rows; from += rowsOfAnEdit) {
    const block = newRows(from, Math.min(rowsOfAnEdit, rows - from), columns);
    await edit(world.alice, table.id, { op: 'insertRows', columns: table.columnIds, rows: block });
  }
  await settled(world.alice, table.id);
  return table;
}

/** The same work on both tables in turn, after one warm-up each. */
async function besides(
  small: MeasuredTable,
  large: MeasuredTable,
  work: (table: MeasuredTable) => Promise<void>,
): Promise<{ small: number[]; large: number[] }> {
  await work(small);
  await work(large);
  const samples = { small: [] as number[], large: [] as number[] };
  await repeated(40, async () => {
    samples.small.push(await timed(() => work(small)));
    samples.large.push(await timed(() => work(large)));
  });
  return samples;
}

async function page(world: World, table: MeasuredTable, offset: number): Promise<void> {
  const { status, body } = await world.alice.get(`/input-tables/${table.id}/rows?offset=${offset}&limit=100`);
  const expected = `r${String(offset).padStart(8, '0')}`;
  if (status !== 200 || body.rows[0]?.id !== expected)
    throw new Error(`page ${offset} was answered with ${status} and begins with ${body.rows?.[0]?.id} instead of ${expected}`);
}

async function editSamples(world: World, table: MeasuredTable): Promise<number[]> {
  return repeated(300, async (round) => {
    const row = { id: `r${String((round * 37) % 1_000).padStart(8, '0')}`, cells: [`edited ${round}`] };
    await edit(world.alice, table.id, { op: 'updateCells', columns: [table.columnIds[0]], rows: [row], inserted: [], onlyWhile: null });
  });
}

/** From the moment alice sends an edit to its arrival in the event stream of another session. */
async function visibleAfterMs(world: World, table: MeasuredTable): Promise<number> {
  const colleague = await world.rig.signIn('alice');
  const leaving = new AbortController();
  const response = await colleague.fetch('GET', `/input-tables/${table.id}/events`, undefined, { signal: leaving.signal });
  if (response.status !== 200 || response.body === null) throw new Error(`the event stream was answered with ${response.status}`);
  const { body } = response;
  const seen = new Map<string, (atMs: number) => void>();
  const listening = (async () => {
    let text = '';
    for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
      text = (text + chunk).slice(-100_000);
      for (const [mark, arrive] of seen) if (text.includes(mark)) arrive(performance.now());
    }
  })().catch((error: unknown) => {
    if (!leaving.signal.aborted) throw error;
  });
  let slowest = 0;
  for (let round = 0; round < 20; round += 1) {
    const mark = `seen-${round}-${newMark()}`;
    const arrived = new Promise<number>((resolve) => seen.set(mark, resolve));
    const sentAt = performance.now();
    const operation = {
      op: 'updateCells',
      columns: [table.columnIds[1]],
      rows: [{ id: 'r00000007', cells: [mark] }],
      inserted: [],
      onlyWhile: null,
    };
    await edit(world.alice, table.id, operation);
    slowest = Math.max(slowest, (await arrived) - sentAt);
    seen.delete(mark);
  }
  leaving.abort();
  await listening;
  return slowest;
}

function newMark(): string {
  return Math.random().toString(36).slice(2);
}
