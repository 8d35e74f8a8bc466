/** The session one is in, and the list of one's own sessions. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import { z } from 'zod';
import { actorOf } from '../app/authenticate.ts';
import type { Installations } from '../app/installation.ts';
import type { Members } from '../members/members.ts';
import { currentSessionSchema, sessionListSchema } from './schema.ts';
import type { Sessions } from './sessions.ts';

interface Needs {
  readonly sessions: Sessions;
  readonly members: Members;
  readonly installations: Installations;
  /** What the member should know before it gets in the way, such as a warehouse sign-in that ended. */
  readonly warningsFor: (memberId: string) => Promise<readonly { readonly code: string; readonly detail: string }[]>;
}

const tags = ['Session'];

export const sessionRoutes =
  ({ sessions, members, installations, warningsFor }: Needs): FastifyPluginAsyncZod =>
  async (app) => {
    app.get('/session', { schema: { tags, summary: 'Who I am here', response: { 200: currentSessionSchema } } }, async (request) => {
      const actor = actorOf(request);
      const token = request.sessionToken;
      const [member, session, installation, warnings] = await Promise.all([
        members.byId(actor.memberId),
        token === null ? null : sessions.find(token),
        installations.load(),
        warningsFor(actor.memberId),
      ]);
      return {
        member: {
          id: actor.memberId,
          email: actor.email,
          name: actor.name,
          accountType: member?.accountType.name ?? '',
          permissions: [...actor.permissions],
        },
        session: {
          id: actor.sessionId,
          through: session?.through ?? ('api-key' as const),
          createdAt: session?.createdAt.toISOString() ?? null,
          expiresAt: session?.expiresAt.toISOString() ?? null,
        },
        csrfToken: token === null ? null : sessions.csrfToken(token),
        organization: { name: installation.organizationName },
        warnings: [...warnings],
      };
    });

    app.get('/profile/sessions', { schema: { tags, summary: 'My sessions', response: { 200: sessionListSchema } } }, async (request) => {
      const { memberId, sessionId } = actorOf(request);
      const items = (await sessions.list(memberId)).map((session) => ({
        id: session.id,
        through: session.through,
        address: session.address,
        userAgent: session.userAgent,
        createdAt: session.createdAt.toISOString(),
        lastSeenAt: session.lastSeenAt.toISOString(),
        expiresAt: session.expiresAt.toISOString(),
        isCurrent: session.id === sessionId,
      }));
      return { items, nextCursor: null };
    });

    app.delete(
      '/profile/sessions/:id',
      { schema: { tags, summary: 'End one of my sessions', params: z.object({ id: z.uuid() }), response: { 204: z.null() } } },
      async (request, reply) => {
        if (!(await sessions.end(request.params.id, actorOf(request).memberId)))
          throw new PenstockError('request.not-found', 'You have no open session of that id.');
        return reply.code(204).send(null);
      },
    );
  };
