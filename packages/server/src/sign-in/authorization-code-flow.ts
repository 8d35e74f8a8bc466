/**
 * The OpenID Connect authorization code flow (OpenID Connect Core 1.0, RFC 9700): state, nonce, PKCE S256, the `iss`
 * response parameter (RFC 9207), the ID token's signature and every claim, one use per response, one redirect address
 * per client against mix-up. Who the person is in the product is not decided here.
 */
import type { Connection } from '@penstock/domain/connections/connection';
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import type { Clock } from '@penstock/domain/ports/clock';
import * as openid from 'openid-client';
import type { Coverage } from '../credentials/coverage.ts';
import type { OAuthClient, OAuthClients } from '../credentials/oauth-client.ts';
import type { ProviderDirectory } from '../credentials/provider-directory.ts';
import type { SecretStore } from '../credentials/secret-store.ts';
import type { Database } from '../metadata/database.ts';
import { keepFlow, takeFlow } from './flow-store.ts';
import { isRecent } from './id-token-age.ts';
import { providerFailure } from './provider-failure.ts';

/** Which client a flow is for: the organization's, or that of a connection, started in a session. */
export type FlowPurpose =
  | { readonly kind: 'organization' }
  | { readonly kind: 'connection'; readonly connectionId: string; readonly sessionId: string };

/** Who signed in at the provider, and what was granted. */
export interface SignedInPerson {
  readonly client: OAuthClient;
  readonly subject: string;
  readonly email: string | null;
  readonly emailVerified: boolean;
  readonly name: string | null;
  readonly preferredUsername: string | null;
  readonly answer: openid.TokenEndpointResponse;
  readonly sessionId: string | null;
  readonly returnTo: string;
  readonly coverage: Coverage;
}

export interface AuthorizationCodeFlow {
  /** The address at the provider to send the browser to. */
  start(
    purpose: FlowPurpose,
    start: { readonly browser: string; readonly returnTo: string; readonly loginHint: string | null },
  ): Promise<URL>;
  /** `query` is what the browser brought back; throws `sign-in.not-started-here`, `.refused`, `.provider-unreachable`. */
  finish(connectionId: string | null, response: { readonly browser: string | undefined; readonly query: string }): Promise<SignedInPerson>;
}

export function makeAuthorizationCodeFlow(needs: {
  readonly database: Database;
  readonly secrets: SecretStore;
  readonly clock: Clock;
  readonly clients: OAuthClients;
  readonly providers: ProviderDirectory;
  readonly connections: { list(): Promise<readonly Connection[]>; load(id: string): Promise<Connection | null> };
  readonly publicUrl: string;
}): AuthorizationCodeFlow {
  const { database, secrets, clock, clients, providers } = needs;

  async function clientFor(connectionId: string | null): Promise<OAuthClient> {
    const client = await (connectionId === null ? clients.organization() : clients.ofConnection(connectionId));
    if (client === null) throw new PenstockError('sign-in.no-provider', 'There is no identity provider to sign in to.');
    return client;
  }

  async function configurationOf(client: OAuthClient): Promise<openid.Configuration> {
    return providers.configuration(client).catch((cause: unknown) => {
      if (cause instanceof PenstockError) throw cause;
      throw new PenstockError('sign-in.provider-unreachable', `${client.name} did not answer as an identity provider.`, { cause });
    });
  }

  function redirectUri(connectionId: string | null): URL {
    return new URL(connectionId === null ? '/auth/callback' : `/auth/connections/${connectionId}/callback`, needs.publicUrl);
  }

  /** Warehouses whose access tokens this sign-in is to yield. */
  async function connectionsOf(purpose: FlowPurpose): Promise<readonly Connection[]> {
    if (purpose.kind === 'organization') return (await needs.connections.list()).filter(({ oauth }) => oauth?.level === 'organization');
    const connection = await needs.connections.load(purpose.connectionId);
    return connection === null ? [] : [connection];
  }

  return {
    async start(purpose, { browser, returnTo, loginHint }) {
      const connectionId = purpose.kind === 'connection' ? purpose.connectionId : null;
      const client = await clientFor(connectionId);
      const configuration = await configurationOf(client);
      const coverage = coverageFor(client, await connectionsOf(purpose));
      const state = openid.randomState();
      const nonce = openid.randomNonce();
      const codeVerifier = openid.randomPKCECodeVerifier();
      const parameters = new URLSearchParams({
        redirect_uri: redirectUri(connectionId).href,
        scope: coverage.scopes.join(' '),
        state,
        nonce,
        // Sent whatever the provider says it supports: a downgrade is not on offer.
        code_challenge: await openid.calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: 'S256',
        // OpenID Connect Core 1.0, section 11: no refresh token without consent being asked for.
        prompt: loginHint === null ? 'consent' : 'login consent',
      });
      for (const audience of coverage.audiences) parameters.append('resource', audience);
      if (loginHint !== null) parameters.set('login_hint', loginHint);
      await keepFlow(database, secrets, {
        connectionId,
        sessionId: purpose.kind === 'connection' ? purpose.sessionId : null,
        issuer: client.issuer,
        codeVerifier,
        nonce,
        returnTo,
        coverage,
        state,
        browser,
        nowMs: clock.nowMs(),
      });
      return openid.buildAuthorizationUrl(configuration, parameters);
    },

    async finish(connectionId, { browser, query }) {
      const states = new URLSearchParams(query).getAll('state');
      const [state] = states;
      if (browser === undefined || state === undefined || states.length > 1) throw notStartedHere();
      const flow = await takeFlow(database, secrets, { state, browser, connectionId, nowMs: clock.nowMs() });
      const client = await clientFor(connectionId);
      if (flow === null || flow.issuer !== client.issuer) throw notStartedHere();
      const configuration = await configurationOf(client);
      const responseUrl = redirectUri(connectionId);
      responseUrl.search = query;
      try {
        const answer = await openid.authorizationCodeGrant(configuration, responseUrl, {
          expectedState: state,
          expectedNonce: flow.nonce,
          pkceCodeVerifier: flow.codeVerifier,
          idTokenExpected: true,
        });
        const idToken = answer.claims();
        if (idToken === undefined || !isRecent(idToken.iat, clock.nowMs())) throw new Error('the ID token was not issued just now');
        const profile = await profileOf(configuration, answer, idToken);
        return {
          client,
          answer,
          sessionId: flow.sessionId,
          returnTo: flow.returnTo,
          coverage: flow.coverage,
          subject: idToken.sub,
          ...profile,
        };
      } catch (error) {
        throw providerFailure(error, client.name);
      }
    },
  };
}

type Profile = Pick<SignedInPerson, 'email' | 'emailVerified' | 'name' | 'preferredUsername'>;

/** What the ID token leaves out is asked at the userinfo endpoint, whose `sub` must be the same. */
async function profileOf(
  configuration: openid.Configuration,
  answer: openid.TokenEndpointResponse,
  idToken: openid.IDToken,
): Promise<Profile> {
  const isComplete = idToken['email'] !== undefined && idToken['name'] !== undefined;
  const hasUserInfo = configuration.serverMetadata().userinfo_endpoint !== undefined;
  const userInfo = isComplete || !hasUserInfo ? {} : await openid.fetchUserInfo(configuration, answer.access_token, idToken.sub);
  const claims: Readonly<Record<string, unknown>> = { ...idToken, ...userInfo };
  return {
    email: textOf(claims['email'], longestEmail),
    emailVerified: claims['email_verified'] === true,
    name: textOf(claims['name'], longestName),
    preferredUsername: textOf(claims['preferred_username'], longestName),
  };
}

const longestEmail = 254;
const longestName = 200;

/** A claim that cannot be what it says counts as missing. */
function textOf(claim: unknown, longest: number): string | null {
  const text = typeof claim === 'string' ? claim.trim() : '';
  return text === '' || text.length > longest ? null : text;
}

/** Everything that the connections will need, asked for at once. */
function coverageFor(client: OAuthClient, connections: readonly Connection[]): Coverage {
  const scopes = [
    'openid',
    'email',
    'profile',
    'offline_access',
    ...client.scopes,
    ...connections.flatMap(({ oauth }) => oauth?.scopes ?? []),
  ];
  const audiences = connections.map(({ oauth }) => oauth?.audience ?? '').filter((audience) => audience !== '');
  return { scopes: [...new Set(scopes)], audiences: [...new Set(audiences)] };
}

function notStartedHere(): PenstockError {
  return new PenstockError('sign-in.not-started-here', 'No sign-in under way in this browser fits this answer.');
}
