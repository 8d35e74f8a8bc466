/** What the grid hands over after typing, filling or choosing, read by the columns and made into edits of the store. */
import type { EditListItem } from '@glideapps/glide-data-grid';
import { cellKey } from '@penstock/domain/edit-log/cells-touched';
import type { Column } from '@penstock/domain/input-tables/column';
import type { CellValue } from '@penstock/domain/values/cell-value';
import type { Reading } from '@penstock/domain/values/format';
import { readTyped } from '@penstock/domain/values/typed';
import { editedContent } from './cell-content.ts';
import { newRows, setCells } from './gestures.ts';
import { isLocked } from './rules.ts';
import type { TableStore } from './table-store.ts';

/** Cells by their place in a grid; a column of `undefined` is not typed into. */
export type PlacedCells = Pick<TableStore, 'table' | 'total' | 'rowAt' | 'value' | 'refusal' | 'edit' | 'newRowId' | 'loadEnd'> & {
  readonly columns: readonly (Column | undefined)[];
};

/** What was typed into a cell and does not fit its column, by `cellKey`. */
export type Misfits = ReadonlyMap<string, string>;

/** More are no single edit: neither a paste nor a deletion. */
export const mostCells = 50_000;

/** One gesture of the grid (typing, filling) as one edit for each set of columns that it touches. */
export function applyEdits(
  store: PlacedCells,
  edits: readonly EditListItem[],
  reading: Reading,
  onMisfits: (changed: (before: Misfits) => Misfits) => void,
): void {
  const rows = new Map<number, Map<string, CellValue>>();
  const misfits = new Map<string, string>();
  const fitting = new Set<string>();
  const added = new Map<number, Map<string, CellValue>>();
  for (const { location, value } of edits) {
    const column = store.columns[location[0]];
    const row = store.rowAt(location[1]);
    if (column === undefined || isLocked(store.table, column.id)) continue;
    if (row === undefined) {
      noteNew(added, location[1] - store.total, column, value, reading);
      continue;
    }
    const key = cellKey(row.id, column.id);
    const read = readEdited(value, column, reading);
    if (read.kind === 'misfit') {
      misfits.set(key, read.text);
      continue;
    }
    fitting.add(key);
    if (same(read.value, store.value(row, column.id)) && store.refusal(row.id, column.id) === null) continue;
    let cells = rows.get(location[1]);
    if (cells === undefined) rows.set(location[1], (cells = new Map()));
    cells.set(column.id, read.value);
  }
  onMisfits((before) => new Map([...[...before].filter(([key]) => !fitting.has(key)), ...misfits]));
  const bySet = new Map<
    string,
    { readonly columns: readonly string[]; readonly rows: { readonly id: string; readonly cells: readonly CellValue[] }[] }
  >();
  for (const [position, cells] of rows) {
    const row = store.rowAt(position);
    if (row === undefined) continue;
    const columns = [...cells.keys()];
    const key = columns.join(' ');
    const group = bySet.get(key) ?? { columns, rows: [] };
    group.rows.push({ id: row.id, cells: [...cells.values()] });
    bySet.set(key, group);
  }
  if (added.size > 0) void addRows(store, added);
  for (const group of bySet.values()) setCells(store, group.columns, group.rows, edits.length === 1 ? 'Typing' : 'Fill');
}

/** A value written below the last row; there is no row yet to keep a misfit in, so it is not taken. */
function noteNew(
  added: Map<number, Map<string, CellValue>>,
  index: number,
  column: Column,
  value: EditListItem['value'],
  reading: Reading,
): void {
  const read = readEdited(value, column, reading);
  if (index < 0 || read.kind === 'misfit' || read.value === null) return;
  const cells = added.get(index) ?? new Map<string, CellValue>();
  cells.set(column.id, read.value);
  added.set(index, cells);
}

async function addRows(store: PlacedCells, added: ReadonlyMap<number, ReadonlyMap<string, CellValue>>): Promise<void> {
  await store.loadEnd();
  const columns = [...new Set([...added.values()].flatMap((cells) => [...cells.keys()]))];
  const rows = [...added.entries()].toSorted(([a], [b]) => a - b).map(([, cells]) => columns.map((column) => cells.get(column) ?? null));
  setCells(store, columns, [], rows.length === 1 ? 'New row' : 'New rows', newRows(store, store.total, rows.length, rows));
}

function readEdited(
  value: EditListItem['value'],
  column: Column,
  reading: Reading,
): { kind: 'value'; value: CellValue } | { kind: 'misfit'; text: string } {
  const edited = editedContent(value);
  if ('checked' in edited && column.type === 'checkbox') return { kind: 'value', value: edited.checked };
  if ('choice' in edited && edited.choice.columnId === column.id) {
    const [first] = edited.choice.chosen;
    return { kind: 'value', value: first === undefined ? null : edited.choice.many ? edited.choice.chosen : first };
  }
  const text =
    'text' in edited
      ? edited.text
      : 'checked' in edited
        ? String(edited.checked ?? '')
        : edited.choice.options
            .filter((option) => edited.choice.chosen.includes(option.id))
            .map((option) => option.label)
            .join(', ');
  const read = readTyped(text, column, reading);
  return read.kind === 'value' ? read : { kind: 'misfit', text };
}

const same = (a: CellValue, b: CellValue): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);
