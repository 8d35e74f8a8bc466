/** Edits for tests: `edit(3, 'bob', {...})`. */
import { encodeEdit } from '../../src/edit-log/encode.ts';
import { canonicalJson } from '../../src/edit-log/canonical-json.ts';
import type { EditEntry } from '../../src/edit-log/entry.ts';
import { noMetadata, systemAuthor } from '../../src/edit-log/entry.ts';
import type { LogRow } from '../../src/edit-log/row.ts';
import type { Signer } from '../../src/edit-log/signing-bytes.ts';
import type { Operation } from '../../src/input-tables/operation.ts';
import type { Column, ColumnType } from '../../src/input-tables/column.ts';
import type { CellValue } from '../../src/values/cell-value.ts';

export function edit(num: number, member: string, operation: Operation, change: Partial<EditEntry> = {}): EditEntry {
  const author = member === '' ? systemAuthor : { memberId: member, email: `${member}@example.com`, login: member };
  const at = `2026-11-22T05:00:${String(num % 60).padStart(2, '0')}.000000Z`;
  return {
    tableId: 't',
    num,
    editId: `e${num}`,
    base: num - 1,
    at,
    author,
    metadata: noMetadata,
    installationId: 'i',
    epoch: 1,
    operation,
    ...change,
  };
}

export function column(id: string, type: ColumnType = 'text'): Column {
  return { id, name: id, type, options: [], order: id, generation: 1 };
}

export function table(...columns: readonly Column[]): EditEntry {
  return edit(1, 'alice', { op: 'createTable', name: 'T', columns });
}

export function insert(
  num: number,
  member: string,
  rows: Readonly<Record<string, readonly CellValue[]>>,
  columns: readonly string[] = ['a', 'b'],
): EditEntry {
  return edit(num, member, { op: 'insertRows', columns, rows: Object.entries(rows).map(([id, cells]) => ({ id, order: id, cells })) });
}

export function update(
  num: number,
  member: string,
  rows: Readonly<Record<string, readonly CellValue[]>>,
  columns: readonly string[] = ['a'],
  onlyWhile: number | null = null,
): EditEntry {
  return edit(num, member, {
    op: 'updateCells',
    columns,
    rows: Object.entries(rows).map(([id, cells]) => ({ id, cells })),
    inserted: [],
    onlyWhile,
  });
}

/** Cells of column `a` beside keys, which are in column `b`; the id of a row is `k` and its key. */
export function keyed(
  num: number,
  member: string,
  cells: Readonly<Record<string, CellValue>>,
  onlyWhile: number | null = null,
  columnId = 'a',
): EditEntry {
  const rows = Object.entries(cells).map(([key, value]) => ({ id: `k${key}`, keys: [key], cells: [value] }));
  return edit(num, member, { op: 'updateKeyedCells', keyColumns: ['b'], columns: [columnId], rows, onlyWhile });
}

/** Not a signature, but it changes with every character. */
export const plainSigner: Signer = {
  keyId: 'k1',
  sign: (text, keyId) => `${keyId}:${text}`,
  verifies: (text, keyId, signature) => signature === `${keyId}:${text}`,
};

export function rowsOf(entry: EditEntry): readonly LogRow[] {
  const { operation, ...envelope } = entry;
  return encodeEdit(envelope, canonicalJson(operation), 'k1', plainSigner);
}
