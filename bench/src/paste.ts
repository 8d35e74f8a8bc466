/** 50,000 cells pasted as one edit, against a COPY of as many cells. */
import { copyCells } from './baselines.ts';
import { median, repeated, timed } from './distribution.ts';
import { atMost } from './result.ts';
import type { BenchResult } from './result.ts';
import { edit, makeTable, newRows, settled } from './world.ts';
import type { World } from './world.ts';

const rows = 5_000;
const columns = 10;
const rounds = 7;

export async function measurePaste(world: World): Promise<BenchResult[]> {
  const table = await makeTable(world, 'Pastes', columns);
  const samples: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const operation = {
      op: 'updateCells',
      columns: table.columnIds,
      rows: [],
      inserted: newRows(round * rows, rows, columns),
      onlyWhile: null,
    };
    const elapsedMs = await timed(() => edit(world.alice, table.id, operation));
    // The first paste warms both sides and is not counted.
    if (round > 0) samples.push(elapsedMs);
    await settled(world.alice, table.id);
  }
  await copyCells(world.direct, rows, columns);
  const copies: number[] = [];
  await repeated(rounds, async () => copies.push(await copyCells(world.direct, rows, columns)));
  return [atMost(3, { name: 'paste of 50,000 cells: acknowledged', unit: 'ms', value: median(samples), baseline: median(copies) })];
}
