/**
 * Who is asking. One hook before every API route: limit, find the session or API key, defend against other sites
 * (P31). What it finds comes from caches of a few seconds that the metadata database drops on change, so that an edit
 * costs no round trip here and a revocation still counts within five seconds (P18).
 */
import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import type { Actor } from '@penstock/domain/members/actor';
import type { Permission } from '@penstock/domain/members/permissions';
export { requirePermission } from '@penstock/domain/members/require-permission';
import type { ApiKeys } from '../api-keys/api-keys.ts';
import type { Members } from '../members/members.ts';
import type { RateLimit } from './rate-limit.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the hook of this file; rooms ask `actorOf`. */
    actor: Actor | null;
    /** The value of the session cookie by which the actor was found. */
    sessionToken: string | null;
  }
  interface FastifyContextConfig {
    /** The route may be called without signing in. */
    public?: boolean;
    /** `own`: the route recognises repeated requests itself. */
    idempotency?: 'own';
  }
}

/** What this file needs of the sessions room. */
export interface SessionSource {
  readonly cookieName: string;
  /** The live session of a cookie value; remembered for a few seconds. */
  find(token: string): Promise<{ readonly id: string; readonly memberId: string } | null>;
  csrfToken(token: string): string;
}

interface Needs {
  readonly sessions: SessionSource;
  readonly members: Pick<Members, 'byId'>;
  readonly apiKeys: Pick<ApiKeys, 'find'>;
  readonly memberLimit: RateLimit;
  readonly addressLimit: RateLimit;
  readonly publicUrl: string;
}

/** What finds the member behind a session or a key. */
export interface Finders {
  readonly sessions: Pick<SessionSource, 'find'>;
  readonly members: Pick<Members, 'byId'>;
  readonly apiKeys: Pick<ApiKeys, 'find'>;
}

/** The signed-in member behind this request; throws `sign-in.required`. */
export function actorOf(request: FastifyRequest): Actor {
  if (request.actor === null) throw new PenstockError('sign-in.required', 'This address answers only members who have signed in.');
  return request.actor;
}

/** Installs the hook on `app` and everything registered below it. */
export function authenticate(app: FastifyInstance, needs: Needs): void {
  app.decorateRequest('actor', null);
  app.decorateRequest('sessionToken', null);
  app.addHook('onRequest', async (request) => {
    const bearer = bearerKeyOf(request);
    const token = bearer === null ? request.cookies[needs.sessions.cookieName] : undefined;
    if (bearer === null && token === undefined) needs.addressLimit.take(request.ip);
    if (bearer !== null) request.actor = await actorOfApiKey(needs, bearer);
    if (token !== undefined) request.actor = await actorOfSession(needs, token);
    if (token !== undefined && request.actor !== null) request.sessionToken = token;
    if (request.actor !== null) needs.memberLimit.take(request.actor.memberId);
    else if (bearer !== null || token !== undefined) needs.addressLimit.take(request.ip);
    if (bearer === null && changesSomething(request)) refuseForeignSites(needs, request);
    if (request.routeOptions.config.public !== true) actorOf(request);
  });
}

/** Whose a request is by now, for one that lasts long: `null` once the session, the key or the member is gone. */
export async function actorAgain(needs: Finders, request: FastifyRequest): Promise<Actor | null> {
  if (request.sessionToken !== null) return actorOfSession(needs, request.sessionToken);
  const bearer = bearerKeyOf(request);
  if (bearer === null) return null;
  try {
    return await actorOfApiKey(needs, bearer);
  } catch (error) {
    if (error instanceof PenstockError) return null;
    throw error;
  }
}

async function actorOfSession(needs: Finders, token: string): Promise<Actor | null> {
  const session = await needs.sessions.find(token);
  if (session === null) return null;
  return actorFrom(needs, session.memberId, session.id, 'session');
}

/** D17: a key acts as its member, as long as the member's account type lets keys be used. */
async function actorOfApiKey(needs: Finders, bearer: string): Promise<Actor> {
  const key = await needs.apiKeys.find(bearer);
  const actor = key === null ? null : await actorFrom(needs, key.memberId, key.id, 'api-key');
  if (actor === null) throw new PenstockError('sign-in.required', 'This API key is unknown, expired or revoked.');
  if (!actor.permissions.has('api-keys.use')) {
    throw new PenstockError(
      'member.not-permitted',
      'This needs the permission "api-keys.use", which the account type of the key\'s member does not have.',
      {
        facts: { permission: 'api-keys.use' },
      },
    );
  }
  return actor;
}

async function actorFrom(needs: Finders, memberId: string, sessionId: string, through: Actor['through']): Promise<Actor | null> {
  const member = await needs.members.byId(memberId);
  if (member === null || member.status !== 'active') return null;
  return {
    memberId,
    email: member.email,
    name: member.name,
    permissions: member.accountType.permissions satisfies ReadonlySet<Permission>,
    sessionId,
    through,
  };
}

function bearerKeyOf(request: FastifyRequest): string | null {
  const header = request.headers.authorization;
  if (header === undefined) return null;
  const match = /^bearer +(\S+)$/i.exec(header);
  return match?.[1] ?? '';
}

function changesSomething(request: FastifyRequest): boolean {
  return request.method !== 'GET' && request.method !== 'HEAD' && request.method !== 'OPTIONS';
}

/**
 * A browser attaches cookies to requests that other sites start. Such a request shows itself by its `Sec-Fetch-Site`
 * or `Origin`, and cannot know the token that our own page sends in a header.
 */
function refuseForeignSites(needs: Needs, request: FastifyRequest): void {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin')
    throw foreign(`The browser says that it was started by a page of another site (${String(site)}).`);
  const { origin } = request.headers;
  if (origin !== undefined && origin !== new URL(needs.publicUrl).origin) throw foreign(`Its origin is ${origin.slice(0, 200)}.`);
  if (request.sessionToken === null) return;
  const sent = request.headers['x-penstock-csrf'];
  if (typeof sent !== 'string') throw foreign('It lacks the header X-Penstock-CSRF with the token of your session.');
  if (!equalInConstantTime(sent, needs.sessions.csrfToken(request.sessionToken)))
    throw foreign('Its X-Penstock-CSRF is not the token of your session.');
}

function foreign(detail: string): PenstockError {
  return new PenstockError('request.foreign-origin', detail);
}

function equalInConstantTime(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
