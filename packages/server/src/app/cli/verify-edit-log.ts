/**
 * `penstock verify-edit-log [--json] [--table <id>]`: reads every edit log, folds it, and compares each data table with
 * the fold, cell for cell. Exit code 0: all is sound; 1: something is not; 2: it could not be found out.
 */
import { isSound, verifyTable } from '../../input-tables/verify-table.ts';
import type { TableVerdict } from '../../input-tables/verify-table.ts';
import type { Tools } from './tools.ts';

interface Listed {
  readonly id: string;
  readonly name: string;
  readonly owner_member_id: string;
}

export interface Verification {
  readonly sound: boolean;
  readonly tables: readonly (TableVerdict & { readonly name: string; readonly sound: boolean })[];
}

export async function verifyEditLog(tools: Tools, tableId: string | null): Promise<Verification> {
  const { rows } = await tools.database.pool.query<Listed>(
    `select t.id, t.name, t.owner_member_id from input_tables t join edit_log_tables l on l.table_id = t.id
     where t.life <> 'retired' and ($1::uuid is null or t.id = $1) order by t.created_at, t.id`,
    [tableId],
  );
  const tables: (TableVerdict & { name: string; sound: boolean })[] = [];
  for (const { id, name, owner_member_id: owner } of rows) {
    const verdict = await verifyTable(tools.ports, id, owner);
    if (verdict !== null) tables.push({ ...verdict, name, sound: isSound(verdict) });
  }
  return { sound: tables.every((table) => table.sound), tables };
}

export async function runVerifyEditLog(tools: Tools, args: readonly string[]): Promise<number> {
  const tableAt = args.indexOf('--table');
  const verification = await verifyEditLog(tools, tableAt < 0 ? null : (args[tableAt + 1] ?? null));
  if (args.includes('--json')) process.stdout.write(`${JSON.stringify(verification, null, 2)}\n`);
  else for (const table of verification.tables) process.stdout.write(`${lineOf(table)}\n`);
  if (!verification.sound) return 1;
  return verification.tables.some(({ notCompared, appliedNum }) => notCompared !== null && appliedNum > 0) ? 2 : 0;
}

function lineOf(table: Verification['tables'][number]): string {
  const state = table.sound ? (table.notCompared ?? `equals its log up to edit ${table.appliedNum} (${table.rows} rows)`) : 'DIFFERS';
  const problems = [
    ...table.faults.map(({ kind, num }) => `log row ${num} is ${kind}`),
    ...table.missingNums.map((num) => `number ${num} is missing`),
    ...table.differences
      .slice(0, 20)
      .map(({ rowId, what, expected, found }) => `row ${rowId}, ${what}: the log says ${expected}, the table has ${found}`),
  ];
  return [`${table.name} (${table.tableId}): ${state}`, ...problems.map((problem) => `  ${problem}`)].join('\n');
}
