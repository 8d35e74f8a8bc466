/** Set-up, the public facts of the sign-in page, the authentication settings and passwords. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import { requirePermission } from '@penstock/domain/members/require-permission';
import { z } from 'zod';
import { actorOf } from '../app/authenticate.ts';
import type { ServerConfig } from '../app/config.ts';
import type { Installations } from '../app/installation.ts';
import type { Members } from '../members/members.ts';
import type { Database } from '../metadata/database.ts';
import type { Sessions } from '../sessions/sessions.ts';
import type { AuthenticationChange } from './authentication-settings.ts';
import { presentAuthentication } from './present.ts';
import {
  authenticationChangeSchema,
  authenticationSchema,
  changePasswordSchema,
  setPasswordSchema,
  setUpSchema,
  signInOptionsSchema,
} from './schema.ts';
import { setUp } from './set-up.ts';
import type { SignIn } from './sign-in.ts';

interface Needs {
  readonly config: Pick<ServerConfig, 'setUpToken' | 'demoAccounts'>;
  readonly publicUrl: string;
  readonly database: Database;
  readonly installations: Installations;
  readonly members: Members;
  readonly sessions: Sessions;
  readonly signIn: SignIn;
}

const isPublic = { config: { public: true } };
const tags = ['Authentication'];
const memberParams = z.object({ id: z.uuid() });

export const signInRoutes =
  (needs: Needs): FastifyPluginAsyncZod =>
  async (app) => {
    const { config, signIn, sessions, publicUrl } = needs;
    const { settings, passwords } = signIn;

    app.get(
      '/sign-in-options',
      { ...isPublic, schema: { tags, summary: 'What the sign-in page offers', response: { 200: signInOptionsSchema } } },
      async () => {
        const [{ organizationName }, authentication] = await Promise.all([needs.installations.load(), settings.load()]);
        const provider = authentication?.provider ?? null;
        const methods: ('oauth' | 'password')[] = [];
        if (provider !== null) methods.push('oauth');
        if (authentication?.method === 'oauth-or-password') methods.push('password');
        return {
          organizationName,
          methods,
          provider: provider === null ? null : { name: provider.name },
          setUpNeeded: authentication === null,
          demoAccounts: config.demoAccounts.map((account) => ({ ...account })),
        };
      },
    );

    app.post(
      '/set-up',
      { ...isPublic, schema: { tags, summary: 'Make the first Admin, once', body: setUpSchema, response: { 204: z.null() } } },
      async (request, reply) => {
        await setUp({ ...needs, installation: needs.installations, settings, passwords, setUpToken: config.setUpToken }, request.body);
        return reply.code(204).send(null);
      },
    );

    app.get(
      '/authentication',
      { schema: { tags, summary: 'How people sign in', response: { 200: authenticationSchema } } },
      async (request) => {
        requirePermission(actorOf(request), 'organization.manage');
        const current = (await settings.load()) ?? { method: 'oauth-or-password' as const, provider: null };
        return presentAuthentication(current, publicUrl);
      },
    );

    app.put(
      '/authentication',
      { schema: { tags, summary: 'Change how people sign in', body: authenticationChangeSchema, response: { 200: authenticationSchema } } },
      async (request) => {
        requirePermission(actorOf(request), 'organization.manage');
        await refuseToLockOut(request.body, request.sessionToken, sessions);
        await settings.check(request.body);
        await settings.save(request.body);
        return presentAuthentication((await settings.load()) ?? request.body, publicUrl);
      },
    );

    app.put(
      '/members/:id/password',
      { schema: { tags, summary: 'Give a member a password', params: memberParams, body: setPasswordSchema, response: { 204: z.null() } } },
      async (request, reply) => {
        requirePermission(actorOf(request), 'members.manage');
        const member = await needs.members.byId(request.params.id);
        if (member === null) throw new PenstockError('request.not-found', 'There is no such member.');
        await passwords.set(member.id, request.body.password);
        // Whoever knew the former password is out.
        await sessions.endAllOf(member.id, { except: actorOf(request).sessionId });
        return reply.code(204).send(null);
      },
    );

    app.put(
      '/profile/password',
      { schema: { tags, summary: 'Change my password', body: changePasswordSchema, response: { 204: z.null() } } },
      async (request, reply) => {
        const { memberId, email, sessionId } = actorOf(request);
        await passwords.signIn(email, request.body.currentPassword, request.ip);
        await passwords.set(memberId, request.body.password);
        await sessions.endAllOf(memberId, { except: sessionId });
        return reply.code(204).send(null);
      },
    );
  };

/** An Admin must not close the door by which they came in: they may not yet know whether the other one works. */
async function refuseToLockOut(change: AuthenticationChange, sessionToken: string | null, sessions: Sessions): Promise<void> {
  const through = sessionToken === null ? null : (await sessions.find(sessionToken))?.through;
  if (change.method === 'oauth' && through === 'password') {
    throw lockOut('/body/method', 'can only be "oauth" once you have signed in through the provider yourself');
  }
  if (change.provider === null && through === 'oauth') {
    throw lockOut('/body/provider', 'can only be taken away by an Admin who has signed in with a password');
  }
}

function lockOut(pointer: string, message: string): PenstockError {
  return new PenstockError('authentication.invalid', `${pointer.slice('/body/'.length)} ${message}.`, { fields: [{ pointer, message }] });
}
