import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import { actorOf } from '../app/authenticate.ts';
import { id, idParams, nothing, time } from '../app/schema.ts';
import type { Notices } from './notices.ts';

const tags = ['Notices'];

const noticeList = z.object({
  items: z.array(
    z.object({
      id,
      audience: z.enum(['admins', 'me']),
      code: z.string(),
      subject: z.string(),
      detail: z.string(),
      nextStep: z.string(),
      link: z.string().nullable(),
      createdAt: time,
      lastSeenAt: time,
      times: z.number().int(),
    }),
  ),
});

export const noticeRoutes =
  ({ notices }: { notices: Notices }): FastifyPluginAsyncZod =>
  async (app) => {
    app.get('/notices', { schema: { tags, summary: 'What I am to know now', response: { 200: noticeList } } }, async (request) => {
      const found = await notices.listFor(actorOf(request));
      return {
        items: found.map((notice) => ({
          ...notice,
          createdAt: notice.createdAt.toISOString(),
          lastSeenAt: notice.lastSeenAt.toISOString(),
        })),
      };
    });

    app.post(
      '/notices/:id/dismiss',
      { schema: { tags, summary: 'Do not show me this notice again', params: idParams, response: { 204: nothing } } },
      async (request, reply) => {
        const dismissed = await notices.dismiss(actorOf(request), request.params.id);
        if (!dismissed) throw new PenstockError('request.not-found', 'There is no notice with this id for you.');
        return reply.code(204).send();
      },
    );
  };
