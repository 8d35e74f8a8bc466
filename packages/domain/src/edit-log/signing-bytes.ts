/**
 * The text that a log row's signature covers: every column but the signature, each as its length in UTF-16 code
 * units, a colon and its text. The lengths make the boundaries unforgeable: no two rows have the same signing text.
 */
import { logColumns } from './row.ts';
import type { LogRow } from './row.ts';

/** The columns under the signature, in their order. */
const signedColumns = logColumns.filter((column) => column !== 'signature');

export function signingText(row: Omit<LogRow, 'signature'>): string {
  let text = '';
  for (const column of signedColumns) text += `${row[column as keyof typeof row].length}:${row[column as keyof typeof row]}`;
  return text;
}

/** Signs with the newest key and verifies with any key still known; HMAC-SHA-256 in the product. */
export interface Signer {
  readonly keyId: string;
  sign(text: string, keyId: string): string;
  /** `false` also for a key that is not known. */
  verifies(text: string, keyId: string, signature: string): boolean;
}
