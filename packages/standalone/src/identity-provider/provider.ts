/**
 * The local OpenID Connect provider: `oidc-provider` with demo accounts, one-click sign-in, consent, rotating refresh
 * tokens and, by resource indicator (RFC 8707), JWT access tokens (RFC 9068) for each sample warehouse.
 *
 * It stands for the company's own identity provider, so it is a server of its own on its own port; the product knows
 * of it only what discovery says.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider, errors, interactionPolicy } from 'oidc-provider';
import type { AllClientMetadata, Configuration, KoaContextWithOIDC } from 'oidc-provider';
import { accountByEmail, accountById } from './accounts.ts';
import { interactionHandler } from './interaction.ts';
import type { ProviderKeys } from './keys.ts';
import { contentSecurityPolicy, errorPage, renderPage, signOutPage, signedOutPage } from './pages.ts';
import type { PageText } from './pages.ts';
import type { Storage } from './storage.ts';

export interface TokenLifetimes {
  accessTokenSeconds: number;
  refreshTokenSeconds: number;
}

/** A warehouse that access tokens can be asked for. */
export interface Resource {
  /** The RFC 8707 `resource`, and the `aud` of its tokens. */
  readonly audience: string;
  readonly description: string;
}

export interface RelyingParty {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly name: string;
  readonly redirectUris: readonly string[];
  readonly afterSignOut: readonly string[];
}

export interface IdentityProviderOptions {
  /** 0 picks a free one. */
  readonly port: number;
  readonly keys: ProviderKeys;
  readonly storage: Storage;
  readonly resources: readonly Resource[];
  readonly lifetimes: TokenLifetimes;
}

export interface IdentityProvider {
  readonly issuer: string;
  readonly keysUrl: URL;
  /** Applies to tokens issued from now on. */
  readonly lifetimes: TokenLifetimes;
  /** Adds a relying party, or changes its redirect addresses. */
  register(party: RelyingParty): void;
  /** Whether an access token was revoked, by its `jti`; the token gateway asks. */
  isRevoked(tokenId: string): boolean;
  /** Revokes the access tokens that an account holds; its refresh tokens stay good. */
  revokeAccessTokens(accountId: string): void;
  /** The account's refresh tokens are refused from now on. */
  endRefreshTokens(accountId: string): Promise<void>;
  /** The account has to consent and choose again at its next visit. */
  endSessions(accountId: string): Promise<void>;
  /** While out of service, every request is answered with 503. */
  outOfService(is: boolean): void;
  /** Each request to the token endpoint, in order. */
  readonly tokenRequests: readonly { readonly grantType: string; readonly succeeded: boolean }[];
  close(): Promise<void>;
}

/** Scope of the sample warehouses; asking for it is what consent is about. */
export const warehouseScope = 'warehouse';

export async function startIdentityProvider(options: IdentityProviderOptions): Promise<IdentityProvider> {
  const lifetimes: TokenLifetimes = { ...options.lifetimes };
  const issued = new Map<string, string[]>();
  const revoked = new Set<string>();
  const parties = new Map<string, AllClientMetadata>();
  const tokenRequests: { grantType: string; succeeded: boolean }[] = [];
  let serving = true;
  let handle: (request: IncomingMessage, response: ServerResponse) => void = () => {};

  const server = createServer((request, response) => {
    if (serving) handle(request, response);
    else response.writeHead(503, { 'content-type': 'text/plain', connection: 'close' }).end('The identity provider is out of service.');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const provider = new Provider(issuer, configuration(options, lifetimes, parties));
  provider.on('access_token.issued', (token) => {
    const { accountId, jti } = token as { accountId?: string; jti?: string };
    if (accountId !== undefined && jti !== undefined) issued.set(accountId, [...(issued.get(accountId) ?? []).slice(-1_000), jti]);
  });
  provider.on('grant.success', (context) => tokenRequests.push({ grantType: grantTypeOf(context), succeeded: true }));
  provider.on('grant.error', (context) => tokenRequests.push({ grantType: grantTypeOf(context), succeeded: false }));

  const answer = provider.callback();
  const interact = interactionHandler(provider, options.resources);
  handle = (request, response) => {
    response.setHeader('content-security-policy', contentSecurityPolicy);
    response.setHeader('x-content-type-options', 'nosniff');
    response.setHeader('referrer-policy', 'no-referrer');
    if (request.url?.startsWith('/interaction/') === true) void interact(request, response);
    else void answer(request, response);
  };

  return {
    issuer,
    keysUrl: new URL('/jwks', issuer),
    lifetimes,
    register: (party) => parties.set(party.clientId, clientMetadata(party)),
    isRevoked: (tokenId) => revoked.has(tokenId),
    revokeAccessTokens: (accountId) => {
      for (const tokenId of issued.get(accountId) ?? []) revoked.add(tokenId);
    },
    endRefreshTokens: async (accountId) => await options.storage.removeOf('RefreshToken', accountId),
    endSessions: async (accountId) => {
      await options.storage.removeOf('Session', accountId);
      await options.storage.removeOf('Grant', accountId);
    },
    outOfService: (is) => {
      serving = !is;
    },
    tokenRequests,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function configuration(
  options: IdentityProviderOptions,
  lifetimes: TokenLifetimes,
  parties: ReadonlyMap<string, AllClientMetadata>,
): Configuration {
  const resources = new Map(options.resources.map((resource) => [resource.audience, resource]));
  return {
    adapter: (model) => {
      const stored = options.storage.adapter(model);
      return model === 'Client' ? { ...stored, find: async (id) => parties.get(id) } : stored;
    },
    jwks: { keys: [...options.keys.signing] },
    // Cookies do not tell ports apart, so the names must differ from those of the product on the same host.
    cookies: {
      keys: [...options.keys.cookies],
      names: { session: 'penstock_accounts_session', interaction: 'penstock_accounts_interaction', resume: 'penstock_accounts_resume' },
    },
    scopes: ['openid', 'profile', 'email', 'offline_access', warehouseScope],
    claims: { openid: ['sub'], profile: ['name', 'preferred_username', 'login'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: false,
    responseTypes: ['code'],
    pkce: { required: () => true },
    findAccount: (_context, id) => {
      const account = accountById(id);
      if (account === null) return undefined;
      const { name, email, login } = account;
      return {
        accountId: id,
        claims: async () => ({ sub: id, name, email, email_verified: true, preferred_username: id, ...(login === null ? {} : { login }) }),
      };
    },
    extraTokenClaims: (_context, token) => {
      const account = 'accountId' in token && typeof token.accountId === 'string' ? accountById(token.accountId) : null;
      if (account === null) return undefined;
      return { preferred_username: account.id, ...(account.login === null ? {} : { login: account.login }) };
    },
    rotateRefreshToken: true,
    issueRefreshToken: async (_context, client, code) => client.grantTypeAllowed('refresh_token') && code.scopes.has('openid'),
    expiresWithSession: async () => false,
    ttl: {
      AccessToken: () => lifetimes.accessTokenSeconds,
      AuthorizationCode: 60,
      IdToken: 3_600,
      RefreshToken: () => lifetimes.refreshTokenSeconds,
      Grant: 365 * 24 * 3_600,
      Session: 14 * 24 * 3_600,
      Interaction: 3_600,
    },
    interactions: {
      policy: signInPolicy(),
      url: (_context, interaction) => `/interaction/${interaction.uid}`,
    },
    features: {
      devInteractions: { enabled: false },
      revocation: { enabled: true },
      resourceIndicators: {
        enabled: true,
        useGrantedResource: () => false,
        getResourceServerInfo: (_context, indicator) => {
          const resource = resources.get(indicator);
          if (resource === undefined) throw new errors.InvalidTarget(`no such resource: ${indicator}`);
          return {
            scope: warehouseScope,
            audience: resource.audience,
            accessTokenTTL: lifetimes.accessTokenSeconds,
            accessTokenFormat: 'jwt',
            jwt: { sign: { alg: 'RS256' } },
          };
        },
      },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (context, form) => show(context, signOutPage(form)),
        postLogoutSuccessSource: (context) => show(context, signedOutPage()),
      },
    },
    renderError: (context, out) => show(context, errorPage(out.error, out.error_description ?? 'The request is not valid.')),
  };
}

/** The usual prompts, and the account picker also when the request hints at another account than the one signed in. */
function signInPolicy(): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base();
  policy.get('login')?.checks.add(
    new interactionPolicy.Check('other_account_hinted', 'another account was asked for', ({ oidc }) => {
      const hinted = accountByEmail(oidc.params?.['login_hint']);
      return hinted !== null && hinted.id !== oidc.session?.accountId
        ? interactionPolicy.Check.REQUEST_PROMPT
        : interactionPolicy.Check.NO_NEED_TO_PROMPT;
    }),
  );
  return policy;
}

function show(context: KoaContextWithOIDC, page: PageText): void {
  context.type = 'html';
  context.body = renderPage(page);
}

function grantTypeOf(context: KoaContextWithOIDC): string {
  const { params } = context.oidc;
  return typeof params?.['grant_type'] === 'string' ? params['grant_type'] : 'unknown';
}

function clientMetadata(party: RelyingParty): AllClientMetadata {
  return {
    client_id: party.clientId,
    client_secret: party.clientSecret,
    client_name: party.name,
    redirect_uris: [...party.redirectUris],
    post_logout_redirect_uris: [...party.afterSignOut],
    response_types: ['code'],
    grant_types: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_method: 'client_secret_basic',
  };
}
