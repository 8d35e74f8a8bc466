import type { FieldProblem } from '../errors/penstock-error.ts';
import type { SchemaPath } from './connection.ts';
import { checkSchemaPath, samePath } from './schema-path.ts';
import type { SchemaPathRules } from './schema-path.ts';

/** Write access as it is asked for; the paths are still as they came in the request. */
export interface RequestedWriteAccess {
  readonly enabled: boolean;
  readonly destinations: readonly Readonly<Record<string, unknown>>[];
  readonly editLogDestination: Readonly<Record<string, unknown>> | null;
}

export interface WriteAccessSettings {
  readonly enabled: boolean;
  readonly destinations: readonly SchemaPath[];
  readonly editLogDestination: SchemaPath | null;
}

export type WriteAccessCheck =
  | { readonly kind: 'valid'; readonly settings: WriteAccessSettings }
  | { readonly kind: 'invalid'; readonly problems: readonly FieldProblem[] };

/**
 * The rules of write access: at least one destination once it is on (R5), each a proper path, none twice, their order
 * kept (R7); a static connection has one schema for log and data (R61). A blank edit log is legal: input tables are
 * then disabled (R21).
 */
export function checkWriteAccess(
  requested: RequestedWriteAccess,
  pointer: string,
  rules: SchemaPathRules,
  authentication: 'static' | 'oauth',
): WriteAccessCheck {
  const problems: FieldProblem[] = [];
  const destinations: SchemaPath[] = [];
  requested.destinations.forEach((input, index) => {
    const at = `${pointer}/destinations/${index}`;
    const check = checkSchemaPath(input, at, rules);
    if (check.kind === 'invalid') problems.push(...check.problems);
    else if (destinations.some((earlier) => samePath(earlier, check.path)))
      problems.push({ pointer: at, message: 'This destination is listed twice.' });
    else destinations.push(check.path);
  });
  if (requested.enabled && requested.destinations.length === 0) {
    problems.push({ pointer: `${pointer}/destinations`, message: 'Name at least one database and schema that people may write to.' });
  }
  const log =
    requested.editLogDestination === null ? null : checkSchemaPath(requested.editLogDestination, `${pointer}/editLogDestination`, rules);
  if (log?.kind === 'invalid') problems.push(...log.problems);
  const editLogDestination = log?.kind === 'valid' ? log.path : null;
  if (authentication === 'static') problems.push(...staticProblems(destinations, editLogDestination, pointer));
  if (problems.length > 0) return { kind: 'invalid', problems };
  return { kind: 'valid', settings: { enabled: requested.enabled, destinations, editLogDestination } };
}

function staticProblems(destinations: readonly SchemaPath[], log: SchemaPath | null, pointer: string): FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (destinations.length > 1) {
    problems.push({ pointer: `${pointer}/destinations`, message: 'A connection with its own credentials has one write schema.' });
  }
  const only = destinations[0];
  if (log !== null && only !== undefined && !samePath(only, log)) {
    problems.push({
      pointer: `${pointer}/editLogDestination`,
      message: 'A connection with its own credentials keeps the edit log in its write schema.',
    });
  }
  return problems;
}
