import { z } from 'zod';

export const currentSessionSchema = z.object({
  member: z.object({ id: z.uuid(), email: z.string(), name: z.string(), accountType: z.string(), permissions: z.array(z.string()) }),
  session: z.object({
    id: z.uuid(),
    through: z.enum(['oauth', 'password', 'api-key']),
    createdAt: z.iso.datetime().nullable(),
    expiresAt: z.iso.datetime().nullable(),
  }),
  csrfToken: z.string().nullable().describe('For the header X-Penstock-CSRF; null when an API key is used.'),
  organization: z.object({ name: z.string() }),
  warnings: z.array(z.object({ code: z.string(), detail: z.string() })),
});

export const sessionListSchema = z.object({
  items: z.array(
    z.object({
      id: z.uuid(),
      through: z.enum(['oauth', 'password']),
      address: z.string().nullable(),
      userAgent: z.string().nullable(),
      createdAt: z.iso.datetime(),
      lastSeenAt: z.iso.datetime(),
      expiresAt: z.iso.datetime(),
      isCurrent: z.boolean(),
    }),
  ),
  nextCursor: z.null(),
});
