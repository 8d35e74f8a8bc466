import { z } from 'zod';

export const connectionIdParams = z.object({ id: z.uuid() });

const verdict = z
  .object({
    id: z.uuid(),
    database: z.string(),
    schema: z.string(),
    verdict: z.enum(['authorized', 'unauthorized', 'unknown', 'checking']),
    reason: z.string().nullable(),
    missingPrivilege: z.string().nullable(),
    grantSql: z.string().nullable(),
    checkedAt: z.string().nullable(),
  })
  .meta({ id: 'WriteDestinationVerdict' });

export const verdictsResponse = z.object({ items: z.array(verdict), nextCursor: z.null() });

const leftover = z
  .object({
    database: z.string(),
    schema: z.string(),
    table: z.string(),
    login: z.string(),
    purpose: z.enum(['write-access', 'edit-log']),
    recordedAt: z.string(),
  })
  .meta({ id: 'ProbeLeftover' });

export const leftoversResponse = z.object({ items: z.array(leftover), nextCursor: z.null() });
