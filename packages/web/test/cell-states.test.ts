import { expect, test } from 'vitest';
import { CellStates } from '../src/input-tables/cell-states.ts';
import type { RefusedEdit } from '../src/input-tables/refused-edits.ts';

const writing = (row: string, ...cells: readonly string[]) =>
  ({ op: 'updateCells', columns: ['c1', 'c2'].slice(0, cells.length), rows: [{ id: row, cells }], inserted: [], onlyWhile: null }) as const;
const refusal = (editId: string, operation: RefusedEdit['operation']): RefusedEdit => ({
  editId,
  keptIn: 'tray',
  operation,
  reason: 'needs UPDATE',
  at: '',
});

test('each cell of a refused edit tells which value was wanted there', () => {
  const states = new CellStates();
  states.lay([], [refusal('e1', writing('r1', 'a', 'b'))]);
  expect([states.of('r1', 'c1', false), states.refusal('r1', 'c2')?.value, states.refusal('r2', 'c1')]).toEqual(['refused', 'b', null]);
});

test('a cell that is written anew tells its old refusal no more, the others of that edit do, and a new refusal is told', () => {
  const states = new CellStates();
  const old = refusal('e1', writing('r1', 'a', 'b'));
  states.lay([], [old]);
  states.outdo(writing('r1', 'x'));
  states.lay([], [old]);
  expect([states.refusal('r1', 'c1'), states.refusal('r1', 'c2')?.value]).toEqual([null, 'b']);
  states.lay([], [old, refusal('e2', writing('r1', 'x'))]);
  expect(states.refusal('r1', 'c1')?.value).toBe('x');
});

test('what is on its way stands before what was refused', () => {
  const states = new CellStates();
  states.lay([writing('r1', 'again')], [refusal('e1', writing('r1', 'a'))]);
  expect([states.of('r1', 'c1', false), states.typed('r1', 'c1')]).toEqual(['saving', 'again']);
});
