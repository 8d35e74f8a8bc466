/**
 * Where browsers go to sign in and out. A person who navigates here and cannot be signed in is led to the sign-in
 * page with the error's code; a program gets problem+json like everywhere.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import type { Clock } from '@penstock/domain/ports/clock';
import type { RandomSource } from '@penstock/domain/ports/random';
import { z } from 'zod';
import { actorOf } from '../app/authenticate.ts';
import { asPenstockError, sendProblem } from '../app/problem.ts';
import type { WarehouseTokens } from '../credentials/warehouse-tokens.ts';
import type { Members } from '../members/members.ts';
import type { Database } from '../metadata/database.ts';
import { cookieOptions } from '../sessions/session-cookie.ts';
import type { Session, Sessions } from '../sessions/sessions.ts';
import { flowLifetimeMs } from './flow-store.ts';
import { memberOfPerson } from './member-of-person.ts';
import { ownPath } from './return-to.ts';
import { passwordSignInSchema, signOutSchema, startQuerySchema } from './schema.ts';
import type { SignIn } from './sign-in.ts';

export interface BrowserRouteNeeds {
  readonly database: Database;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly members: Members;
  readonly sessions: Sessions;
  readonly sessionCookieName: string;
  readonly signInCookieName: string;
  readonly publicUrl: string;
  readonly tokens: WarehouseTokens;
  readonly signIn: SignIn;
}

const isPublic = { config: { public: true } };
const tags = ['Sign-in'];
const connectionParams = z.object({ id: z.uuid() });

export const signInBrowserRoutes =
  (needs: BrowserRouteNeeds): FastifyPluginAsyncZod =>
  async (app) => {
    const { sessions, tokens, signIn, publicUrl } = needs;
    const cookie = cookieOptions(publicUrl);

    app.setErrorHandler((thrown, request, reply) => {
      if (!isNavigation(request)) return sendProblem(request, reply, thrown);
      const { code, status, cause } = asPenstockError(thrown);
      if (status >= 500) request.log.error({ err: cause, code }, 'a sign-in failed');
      return reply.redirect(`/sign-in?${new URLSearchParams({ problem: code, request: request.id }).toString()}`, 302);
    });
    app.addHook('onRequest', async (_request, reply) => {
      // Addresses here carry codes and states, which must not stay in caches or leave with a Referer.
      reply.headers({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
    });

    /** The cookie that binds flows to this browser; the same one serves several tabs. */
    function browserOf(request: FastifyRequest, reply: FastifyReply): string {
      const known = request.cookies[needs.signInCookieName];
      const browser = known !== undefined && /^[\w-]{43}$/u.test(known) ? known : Buffer.from(needs.random.bytes(32)).toString('base64url');
      reply.setCookie(needs.signInCookieName, browser, { ...cookie, maxAge: flowLifetimeMs / 1000 });
      return browser;
    }

    /** Always a new session; the one that the browser had before ends. */
    async function beginSession(
      request: FastifyRequest,
      reply: FastifyReply,
      memberId: string,
      through: Session['through'],
    ): Promise<Session> {
      const former = request.cookies[needs.sessionCookieName];
      const ended = former === undefined ? null : await sessions.find(former);
      if (ended !== null) await sessions.end(ended.id);
      const { token, session } = await sessions.create(memberId, through, {
        address: request.ip,
        userAgent: request.headers['user-agent'] ?? null,
      });
      reply.setCookie(needs.sessionCookieName, token, { ...cookie, expires: session.expiresAt });
      return session;
    }

    app.get(
      '/auth/sign-in',
      { ...isPublic, schema: { tags, summary: 'Start signing in at the identity provider', querystring: startQuerySchema } },
      async (request, reply) => {
        const { returnTo, loginHint } = request.query;
        const start = { browser: browserOf(request, reply), returnTo: ownPath(returnTo, publicUrl), loginHint: loginHint ?? null };
        return reply.redirect((await signIn.flow.start({ kind: 'organization' }, start)).href, 302);
      },
    );

    app.get(
      '/auth/callback',
      { ...isPublic, schema: { tags, summary: 'Where the identity provider sends the browser back to' } },
      async (request, reply) => {
        const person = await signIn.flow.finish(null, { browser: request.cookies[needs.signInCookieName], query: queryOf(request) });
        const member = await memberOfPerson(needs.database, needs.members, person);
        const session = await beginSession(request, reply, member.id, 'oauth');
        const { client, subject, coverage, answer } = person;
        await tokens.gained({
          memberId: member.id,
          sessionId: session.id,
          client,
          subject,
          coverage,
          login: person.preferredUsername ?? member.email,
          answer,
        });
        return reply.redirect(person.returnTo, 302);
      },
    );

    app.get(
      '/auth/connections/:id/sign-in',
      {
        schema: {
          tags,
          summary: 'Sign in at the provider of one connection that has its own',
          params: connectionParams,
          querystring: startQuerySchema,
        },
      },
      async (request, reply) => {
        const { sessionId } = actorOf(request);
        const { returnTo, loginHint } = request.query;
        const start = { browser: browserOf(request, reply), returnTo: ownPath(returnTo, publicUrl), loginHint: loginHint ?? null };
        return reply.redirect(
          (await signIn.flow.start({ kind: 'connection', connectionId: request.params.id, sessionId }, start)).href,
          302,
        );
      },
    );

    app.get(
      '/auth/connections/:id/callback',
      { schema: { tags, summary: "Where a connection's provider sends the browser back to", params: connectionParams } },
      async (request, reply) => {
        const { memberId, sessionId } = actorOf(request);
        const person = await signIn.flow.finish(request.params.id, {
          browser: request.cookies[needs.signInCookieName],
          query: queryOf(request),
        });
        if (person.sessionId !== sessionId) throw new PenstockError('sign-in.not-started-here', 'Another session started this sign-in.');
        const { client, subject, coverage, answer } = person;
        await tokens.gained({
          memberId,
          sessionId,
          client,
          subject,
          coverage,
          login: person.preferredUsername ?? person.email ?? subject,
          answer,
        });
        return reply.redirect(person.returnTo, 302);
      },
    );

    app.post(
      '/auth/password',
      { ...isPublic, schema: { tags, summary: 'Sign in to a local account', body: passwordSignInSchema, response: { 204: z.null() } } },
      async (request, reply) => {
        if ((await signIn.settings.load())?.method !== 'oauth-or-password')
          throw new PenstockError('sign-in.password-off', 'This installation signs people in through its provider only.');
        const member = await signIn.passwords.signIn(request.body.email, request.body.password, request.ip);
        await beginSession(request, reply, member.id, 'password');
        return reply.code(204).send(null);
      },
    );

    app.post(
      '/auth/sign-out',
      { schema: { tags, summary: 'End this session', response: { 200: signOutSchema } } },
      async (request, reply) => {
        const { sessionId, through } = actorOf(request);
        const session = request.sessionToken === null || through !== 'session' ? null : await sessions.find(request.sessionToken);
        await sessions.end(sessionId);
        reply.clearCookie(needs.sessionCookieName, cookie);
        return { redirectTo: session?.through === 'oauth' ? await signIn.endSessionUrl() : null };
      },
    );
  };

function queryOf(request: FastifyRequest): string {
  const at = request.url.indexOf('?');
  return at === -1 ? '' : request.url.slice(at + 1);
}

/** A browser that follows a link or a redirect, not a program or a script of a page. */
function isNavigation(request: FastifyRequest): boolean {
  return request.method === 'GET' && (request.headers.accept ?? '').includes('text/html');
}
