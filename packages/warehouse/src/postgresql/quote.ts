/** The only place where a name becomes SQL text. Everything else that a person typed travels as a parameter. */
import type { SchemaPath } from '@penstock/domain/connections/connection';
import type { TablePath } from '../port.ts';

/** PostgreSQL cuts longer names silently (NAMEDATALEN - 1), so that two of them could become one: refused instead. */
export const maximumNameBytes = 63;

/** A name that cannot exist in the engine; callers validate first, so this is a defect and not an expected outcome. */
export class UnquotableName extends Error {
  constructor(why: string) {
    super(`This cannot be a name in PostgreSQL: ${why}.`);
    this.name = 'UnquotableName';
  }
}

/** Why PostgreSQL could not have an object of this name, as the end of a sentence; `null` when it could. */
export function nameProblem(name: string): string | null {
  if (name === '') return 'it is empty';
  if (name.includes('\0')) return 'it contains a NUL character';
  if (!name.isWellFormed()) return 'it contains half of a surrogate pair';
  if (Buffer.byteLength(name, 'utf8') > maximumNameBytes) return `it is longer than ${maximumNameBytes} bytes`;
  return null;
}

/** `a"b` → `"a""b"`. Any legal name, kept as it is: case, spaces, dots and comments inside it mean nothing. */
export function quoteName(name: string): string {
  const problem = nameProblem(name);
  if (problem !== null) throw new UnquotableName(problem);
  return `"${name.replaceAll('"', '""')}"`;
}

/** The schema alone: a PostgreSQL session cannot leave its database, which the connection has chosen. */
export function quoteSchema(path: SchemaPath): string {
  return quoteName(path.schema);
}

export function quoteTable(path: TablePath): string {
  return `${quoteName(path.schema)}.${quoteName(path.table)}`;
}

/** Only for statements that take no parameters, such as COMMENT. Right whatever `standard_conforming_strings` says. */
export function quoteLiteral(text: string): string {
  if (text.includes('\0') || !text.isWellFormed()) throw new UnquotableName('the text cannot be stored');
  const doubled = text.replaceAll("'", "''");
  return doubled.includes('\\') ? `E'${doubled.replaceAll('\\', '\\\\')}'` : `'${doubled}'`;
}
