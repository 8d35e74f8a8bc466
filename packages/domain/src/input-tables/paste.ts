/**
 * From a clipboard's text to one edit. Spreadsheets write tab-separated values; a cell with a tab, a line break or a quote
 * is quoted, and quotes within are doubled.
 */
import type { CellValue } from '../values/cell-value.ts';
import type { Reading } from '../values/format.ts';
import { readTyped } from '../values/typed.ts';
import type { Column } from './column.ts';

/** A quote opens a quoted cell only at its very start; elsewhere, and unclosed, it is an ordinary character. */
export function parseClipboard(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at <= text.length) {
    const quoted = text[at] === '"' ? quotedCell(text, at) : null;
    const end = quoted?.end ?? plainEnd(text, at);
    row.push(quoted?.cell ?? text.slice(at, end));
    if (text[end] === '\t') {
      at = end + 1;
      continue;
    }
    rows.push(row);
    row = [];
    if (end >= text.length) break;
    at = end + (text[end] === '\r' && text[end + 1] === '\n' ? 2 : 1);
    if (at >= text.length) break;
  }
  return rows;
}

function plainEnd(text: string, from: number): number {
  let end = from;
  while (end < text.length && text[end] !== '\t' && text[end] !== '\n' && text[end] !== '\r') end += 1;
  return end;
}

/** `null` when the quote is never closed right before a tab, a line break or the end. */
function quotedCell(text: string, from: number): { readonly cell: string; readonly end: number } | null {
  let at = from + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return null;
    if (text[quote + 1] === '"') {
      at = quote + 2;
      continue;
    }
    const next = text[quote + 1];
    if (next !== undefined && next !== '\t' && next !== '\n' && next !== '\r') return null;
    return {
      cell: text
        .slice(from + 1, quote)
        .replaceAll('""', '"')
        .replaceAll('\r\n', '\n'),
      end: quote + 1,
    };
  }
}

/** One cell as spreadsheets read it back. */
export const clipboardCell = (text: string): string => (/["\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

export interface Misfit {
  /** Row and column within the pasted block, from 0. */
  readonly row: number;
  readonly column: number;
  readonly text: string;
  readonly message: string;
}

export interface ReadBlock {
  /** The block's values; a cell that does not fit is `null` here and named in `misfits`. */
  readonly values: readonly (readonly CellValue[])[];
  readonly misfits: readonly Misfit[];
}

/** Reads a pasted block by the columns it falls on; cells beyond the last column fall away. */
export function readBlock(
  block: readonly (readonly string[])[],
  columns: readonly Pick<Column, 'type' | 'options'>[],
  reading: Reading,
): ReadBlock {
  const misfits: Misfit[] = [];
  const width = Math.min(columns.length, Math.max(0, ...block.map((row) => row.length)));
  const values = block.map((row, rowIndex) =>
    columns.slice(0, width).map((column, columnIndex) => {
      const text = row[columnIndex] ?? '';
      const read = readTyped(text, column, reading);
      if (read.kind === 'value') return read.value;
      misfits.push({ row: rowIndex, column: columnIndex, text, message: read.message });
      return null;
    }),
  );
  return { values, misfits };
}

/** A single value over a selection fills it; a block repeats where the selection is a whole multiple of it, as spreadsheets do. */
export function tiled<Cell>(block: readonly (readonly Cell[])[], height: number, width: number): readonly (readonly Cell[])[] {
  const blockWidth = Math.max(0, ...block.map((row) => row.length));
  if (block.length === 0 || blockWidth === 0) return block;
  const rows = height % block.length === 0 ? Math.max(height, block.length) : block.length;
  const columns = width % blockWidth === 0 ? Math.max(width, blockWidth) : blockWidth;
  if (rows === block.length && columns === blockWidth) return block;
  return Array.from({ length: rows }, (_, row) => {
    const source = block[row % block.length] ?? [];
    return Array.from({ length: columns }, (__, column) => source[column % blockWidth] as Cell).slice(0, columns);
  });
}
