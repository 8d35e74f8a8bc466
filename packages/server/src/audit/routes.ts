import { PenstockError } from '@penstock/domain/errors/penstock-error';
import { requirePermission } from '@penstock/domain/members/require-permission';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { actorOf } from '../app/authenticate.ts';
import { cursorOf, readCursor } from '../app/cursor.ts';
import { id, listOf, listQuery, time } from '../app/schema.ts';
import type { Database } from '../metadata/database.ts';
import { auditEntries } from './store.ts';

const auditEntry = z
  .object({
    number: z.string().describe('Decimal digits; grows'),
    at: time,
    by: z.object({ id, email: z.string() }),
    action: z.string(),
    subject: z.object({ kind: z.string(), id }),
    before: z.unknown(),
    after: z.unknown(),
  })
  .meta({ id: 'AuditEntry' });

export const auditRoutes =
  ({ database }: { database: Database }): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/audit',
      {
        schema: {
          tags: ['Audit'],
          summary: 'What Admins changed, newest first',
          querystring: listQuery.extend({ subject: id.optional().describe('Only what was done to this') }),
          response: { 200: listOf(auditEntry) },
        },
      },
      async (request) => {
        requirePermission(actorOf(request), 'organization.manage');
        const { cursor, limit, subject = null } = request.query;
        const [before = null] = cursor === undefined ? [] : readCursor(cursor, 1);
        if (before !== null && !/^\d{1,18}$/.test(before))
          throw new PenstockError('request.invalid', 'The cursor is not one that this list gave.');
        const found = await auditEntries(database.pool, { subjectId: subject, before, limit: limit + 1 });
        const page = found.slice(0, limit);
        const last = page.at(-1);
        return {
          items: page.map((entry) => ({ ...entry, at: entry.at.toISOString() })),
          nextCursor: found.length > limit && last !== undefined ? cursorOf([last.number]) : null,
        };
      },
    );
  };
