/** An import is logged compressed, not one record a cell; in memory it is an insertion of rows. */
import { canonicalJson } from './canonical-json.ts';
import type { NewRow, Operation } from '../input-tables/operation.ts';

/** base64 of deflate-raw to text; a port, because the domain runs in browser and server. */
export type Inflate = (base64: string) => string;
export type Deflate = (text: string) => string;

export function expandImport(operation: Operation, inflate: Inflate): Operation {
  if (operation.op !== 'importRows') return operation;
  return { op: 'insertRows', columns: operation.columns, rows: JSON.parse(inflate(operation.compressed)) as readonly NewRow[] };
}

export function importRows(columns: readonly string[], rows: readonly NewRow[], deflate: Deflate): Operation {
  return { op: 'importRows', columns, compressed: deflate(canonicalJson(rows)) };
}
