/**
 * Rows of a linked input table are those of another source, told apart by their key. The id of a row is made of its key
 * alone, so that people who type beside the same key at the same moment meet on the same row. A key is a list of canonical
 * values, none of them empty: values that differ have different spellings (`values/cell-value.ts`), so keys are equal when
 * their texts are. Why it is done like this: `docs/decisions/rows-named-by-their-key.md`.
 */
import type { ColumnType } from './column.ts';

export const mostKeyColumns = 8;

/** Types whose values have one spelling in every engine, and equality in a join that goes by it. */
const keyTypes = ['text', 'number', 'date', 'datetime'] as const satisfies readonly ColumnType[];
export type KeyType = (typeof keyTypes)[number];

/** `null`: rows cannot be told apart by values of this type. */
export function keyTypeOf(type: string | null): KeyType | null {
  return keyTypes.find((possible) => possible === type) ?? null;
}

/** SHA-256 of the text in UTF-8 as base64url without padding; a port, because the domain runs in browser and server. */
export type Digest = (text: string) => string;

/** Two keys with the same digest would share a row: it is one that nobody can find two keys for. */
export function linkedRowId(key: readonly string[], digest: Digest): string {
  return `k${digest(JSON.stringify(key))}`;
}

/** Where people see them, rows come in the order of their source; among themselves they have none. */
export const linkedRowOrder = 'a0';
