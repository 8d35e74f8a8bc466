import type { VerdictDetail } from '@penstock/domain/write-destinations/verdict';
import type { WarehouseFailure } from '@penstock/warehouse/port';
import { createSchemaText, grantForCreating } from '@penstock/warehouse/postgresql/write-probe-statements';
import type { MissingRights, ProbeResult } from './probe.ts';

/** Puts what the warehouse said about one destination into words for the person and a GRANT for its administrator. */
export function verdictOf(result: ProbeResult, schema: string, login: string): VerdictDetail {
  switch (result.kind) {
    case 'created':
      return { verdict: 'authorized', cause: null, reason: null, missingPrivilege: null, grantSql: null };
    case 'unknown':
      return unknownVerdict('no-answer', `The warehouse gave no definite answer: ${result.failure.message}`);
    case 'refused':
      return { verdict: 'unauthorized', ...explainRefusal(result.missing, result.failure, schema, login) };
  }
}

export function unknownVerdict(cause: 'sign-in' | 'no-answer', reason: string): VerdictDetail {
  return { verdict: 'unknown', cause, reason, missingPrivilege: null, grantSql: null };
}

/** Cause, sentence, privilege and GRANT of a definite refusal. */
export function explainRefusal(
  missing: MissingRights,
  failure: WarehouseFailure,
  schema: string,
  login: string,
): Omit<VerdictDetail, 'verdict' | 'reason'> & { readonly reason: string } {
  switch (missing.kind) {
    case 'schema':
      return {
        cause: 'missing-schema',
        reason: `The schema "${schema}" does not exist in the warehouse.`,
        missingPrivilege: null,
        grantSql: `${createSchemaText(schema)} ${grantForCreating(schema, login, ['USAGE', 'CREATE'])}`,
      };
    case 'privileges':
      return {
        cause: 'privilege',
        reason: `Refused by the warehouse: the login "${login}" needs ${missing.privileges.join(' and ')} on the schema "${schema}".`,
        missingPrivilege: missing.privileges.map((privilege) => `${privilege} on schema ${schema}`).join(', '),
        grantSql: grantForCreating(schema, login, missing.privileges),
      };
    case 'unnamed':
      return {
        cause: 'privilege',
        reason: `Refused by the warehouse: ${failure.message}`,
        missingPrivilege: `CREATE on schema ${schema}`,
        grantSql: grantForCreating(schema, login, ['CREATE']),
      };
  }
}
