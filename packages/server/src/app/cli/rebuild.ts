/**
 * `penstock rebuild <table> --as <member>`: rebuilds a data table from its log, in place, with the stored warehouse
 * sign-in of a named member. It is logged as that member's act.
 */
import { randomBytes } from 'node:crypto';
import { loadInputTable } from '../../input-tables/store.ts';
import { dataTableOf } from '../../input-tables/reach.ts';
import { rebuildTable } from '../../input-tables/rebuild-table.ts';
import type { Tools } from './tools.ts';

/** Exit code 0: rebuilt; 1: the warehouse or the log refused; 2: the command was wrong. */
export async function runRebuild(tools: Tools, args: readonly string[]): Promise<number> {
  const [tableId] = args;
  const email = args[args.indexOf('--as') + 1];
  if (tableId === undefined || !args.includes('--as') || email === undefined)
    return told(2, 'Usage: penstock rebuild <input table id> --as <e-mail of a member>');
  const table = /^[0-9a-f-]{36}$/i.test(tableId) ? await loadInputTable(tools.database.pool, tableId) : null;
  if (table === null) return told(2, `There is no input table ${tableId}.`);
  const member = await tools.members.byEmail(email);
  if (member === null || member.status !== 'active') return told(2, `There is no active member ${email}.`);
  const data = dataTableOf(table);
  const { editNum } = await tools.editLog.submit({
    table: data,
    editId: randomBytes(16).toString('hex'),
    base: 0,
    author: { memberId: member.id, email: member.email, login: '' },
    metadata: { documentId: table.workbookId, elementId: table.id, requestId: 'penstock rebuild' },
    operation: { op: 'rebuild' },
  });
  const logged = await tools.ports.store.load(table.id);
  if (logged === null) return told(1, 'The edit log does not know this table.');
  const outcome = await rebuildTable(tools.ports, logged, member.id);
  if (outcome.kind === 'failed') return told(1, outcome.reason);
  // Servers that hold edits back because of the table try again.
  await tools.editLog.recheck(data);
  return told(
    0,
    `Rebuilt ${table.name} as ${member.email} from its log up to edit ${outcome.num} (logged as edit ${editNum}): ${outcome.rows} rows, ${outcome.removed} unknown rows removed.`,
  );
}

function told(code: number, sentence: string): number {
  (code === 0 ? process.stdout : process.stderr).write(`${sentence}\n`);
  return code;
}
