import type { z } from 'zod';
import type { Leftover } from './probe-registry.ts';
import type { leftoversResponse, verdictsResponse } from './schema.ts';
import type { CheckedVerdict } from './write-access.ts';

export function presentVerdicts(verdicts: readonly CheckedVerdict[]): z.input<typeof verdictsResponse> {
  return {
    items: verdicts.map((entry) => ({
      id: entry.destination.id,
      database: entry.destination.database,
      schema: entry.destination.schema,
      verdict: entry.verdict,
      reason: entry.reason,
      missingPrivilege: entry.missingPrivilege,
      grantSql: entry.grantSql,
      checkedAt: entry.checkedAt?.toISOString() ?? null,
    })),
    nextCursor: null,
  };
}

export function presentLeftovers(leftovers: readonly Leftover[]): z.input<typeof leftoversResponse> {
  return {
    items: leftovers.map(({ database, schema, table, login, purpose, recordedAt }) => ({
      database,
      schema,
      table,
      login,
      purpose,
      recordedAt: recordedAt.toISOString(),
    })),
    nextCursor: null,
  };
}
