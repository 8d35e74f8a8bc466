/**
 * One physical row of the edit log, format version 1: frozen with the first release, because it can never be
 * changed in place. Every column is carried as text, exactly as it was signed, so that no engine's rendering of a
 * number, a time or JSON can break a signature. The warehouse may store `edit_num`, `base_num`, `part` and `parts`
 * as integers: their decimal text is their only spelling.
 */

/** The columns in their order, which is also the order of the signed bytes; `signature` itself comes last. */
export const logColumns = [
  'format',
  'installation_id',
  'epoch',
  'input_table_id',
  'edit_num',
  'edit_id',
  'part',
  'parts',
  'base_num',
  'at',
  'author_member_id',
  'author_email',
  'author_login',
  'edit',
  'metadata',
  'key_id',
  'signature',
] as const;

export type LogColumn = (typeof logColumns)[number];

/**
 * `at` is `YYYY-MM-DDTHH:MM:SS.ffffffZ`; `edit` is a part of the canonical JSON of the operation; `metadata` is
 * canonical JSON of where the edit came from. A system operation has an empty author.
 */
export type LogRow = Readonly<Record<LogColumn, string>>;

/** A row before it is signed. */
export type UnsignedLogRow = Omit<LogRow, 'key_id' | 'signature'>;

export const logFormat = '1';

/** Rows that concern a whole log, not one table, such as the first claim. */
export const wholeLog = '00000000-0000-0000-0000-000000000000';
