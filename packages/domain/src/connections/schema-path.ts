import type { FieldProblem } from '../errors/penstock-error.ts';
import type { SchemaPath } from './connection.ts';

/**
 * The path of a write destination or of the edit log: a database and a schema, both required, nothing more (R5).
 * A part is any legal name - hyphens, mixed case, spaces, quotes and injection text included - because the dialect
 * quotes it. Nothing is trimmed or folded: a name that looks wrong is simply a name that does not exist.
 */
export type SchemaPathCheck =
  | { readonly kind: 'valid'; readonly path: SchemaPath }
  | { readonly kind: 'invalid'; readonly problems: readonly FieldProblem[] };

/** How long a name may be, in bytes of UTF-8, and which database the paths may name; `null` means any. */
export interface SchemaPathRules {
  readonly maximumNameBytes: number;
  readonly onlyDatabase: string | null;
}

/** PostgreSQL: NAMEDATALEN is 64 with the closing NUL, and a session sees one database only. */
export function postgresqlPathRules(connectionDatabase: string): SchemaPathRules {
  return { maximumNameBytes: 63, onlyDatabase: connectionDatabase };
}

/** Checks one path as it came in the request; `pointer` is the JSON pointer of the path itself. */
export function checkSchemaPath(input: Readonly<Record<string, unknown>>, pointer: string, rules: SchemaPathRules): SchemaPathCheck {
  const problems: FieldProblem[] = [];
  for (const part of Object.keys(input)) {
    if (part !== 'database' && part !== 'schema') {
      problems.push({
        pointer: `${pointer}/${escapePointer(part)}`,
        message: 'A path has two parts, database and schema; leave this one out.',
      });
    }
  }
  const database = checkName(input['database'], `${pointer}/database`, 'database', rules, problems);
  const schema = checkName(input['schema'], `${pointer}/schema`, 'schema', rules, problems);
  if (database !== null && rules.onlyDatabase !== null && database !== rules.onlyDatabase) {
    problems.push({
      pointer: `${pointer}/database`,
      message: `This warehouse keeps one database per connection: it must be "${rules.onlyDatabase}", the database of the connection.`,
    });
  }
  if (problems.length > 0 || database === null || schema === null) return { kind: 'invalid', problems };
  return { kind: 'valid', path: { database, schema } };
}

/** True when both name the same place; names are compared exactly, as quoted names are. */
export function samePath(one: SchemaPath, other: SchemaPath): boolean {
  return one.database === other.database && one.schema === other.schema;
}

function checkName(value: unknown, pointer: string, part: string, rules: SchemaPathRules, problems: FieldProblem[]): string | null {
  const message = nameProblem(value, part, rules);
  if (message !== null) problems.push({ pointer, message });
  return message === null && typeof value === 'string' ? value : null;
}

function nameProblem(value: unknown, part: string, rules: SchemaPathRules): string | null {
  if (typeof value !== 'string' || value === '') return `Name the ${part}.`;
  if (value.includes('\u0000')) return 'A name cannot hold the character NUL.';
  if (!value.isWellFormed()) return 'A name cannot hold half of a surrogate pair.';
  const bytes = new TextEncoder().encode(value).length;
  if (bytes > rules.maximumNameBytes) return `A name has at most ${rules.maximumNameBytes} bytes here; this one has ${bytes}.`;
  return null;
}

function escapePointer(part: string): string {
  return part.replaceAll('~', '~0').replaceAll('/', '~1');
}
