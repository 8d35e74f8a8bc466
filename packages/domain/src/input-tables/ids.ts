/** Ids that the client makes: 80 random bits for a row, `c` and 40 for a column, 128 for an edit. */
import type { RandomSource } from '../ports/random.ts';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

function base32(bytes: Uint8Array, length: number): string {
  return Array.from(bytes.subarray(0, length), (byte) => alphabet[byte & 31] ?? '0').join('');
}

export const newRowId = (random: RandomSource): string => `r${base32(random.bytes(16), 16)}`;
export const newColumnId = (random: RandomSource): string => `c${base32(random.bytes(8), 8)}`;
export const newEditId = (random: RandomSource): string =>
  Array.from(random.bytes(16), (byte) => byte.toString(16).padStart(2, '0')).join('');
