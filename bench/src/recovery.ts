/** The data table is lost and rebuilt from its log, against one INSERT ... SELECT of as many rows. */
import { insertSelect } from './baselines.ts';
import { median, repeated, timed } from './distribution.ts';
import { atMost } from './result.ts';
import type { BenchResult } from './result.ts';
import { edit, makeTable, newRows, settled } from './world.ts';
import type { World } from './world.ts';

const rows = 100_000;
const columns = 10;
const rowsOfAPaste = 5_000;

export async function measureRecovery(world: World): Promise<BenchResult[]> {
  const table = await makeTable(world, 'Recovered', columns);
  for (let from = 0; from < rows; from += rowsOfAPaste) {
    await edit(world.alice, table.id, { op: 'insertRows', columns: table.columnIds, rows: newRows(from, rowsOfAPaste, columns) });
  }
  await settled(world.alice, table.id);
  const recoveries: number[] = [];
  await repeated(3, async () => {
    await world.rig.inWarehouse(`truncate ${table.path}`);
    recoveries.push(await timed(() => rebuild(world, table.id)));
  });
  const count = await world.rig.inWarehouse<{ count: string }>(`select count(*) from ${table.path}`);
  if (Number(count[0]?.count) !== rows) throw new Error(`the rebuilt table has ${count[0]?.count} rows instead of ${rows}`);
  const baselines: number[] = [];
  await repeated(3, async () => baselines.push(await insertSelect(world.direct, rows, columns)));
  return [atMost(5, { name: 'recovery of 100,000 rows x 10 cells', unit: 'ms', value: median(recoveries), baseline: median(baselines) })];
}

async function rebuild(world: World, tableId: string): Promise<void> {
  const { status, body } = await world.alice.post(`/input-tables/${tableId}/rebuild`, {});
  if (status !== 200) throw new Error(`the rebuild was answered with ${status}: ${JSON.stringify(body)}`);
}
