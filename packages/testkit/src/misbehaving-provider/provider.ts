/**
 * An OpenID provider that misbehaves one way at a time, for tests of the relying party. Every account is signed in
 * without a question. Otherwise it is strict: client authentication, redirect address, PKCE and one-time codes are
 * checked, refresh tokens rotate and their reuse is punished.
 *
 * One server holds many issuers (`newIssuer`), so that each test has one that nobody has cached.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CompactSign } from 'jose';
import { Grants } from './grants.ts';
import type { Authorization } from './grants.ts';
import { signIdToken } from './id-token.ts';
import { behaviourOf, keySet } from './misbehaviours.ts';
import type { Claims, Misbehaviour, MisbehaviourName, OddityName } from './misbehaviours.ts';
import { makeSigningKey } from './provider-keys.ts';
import type { SigningKey } from './provider-keys.ts';

export interface SeenRequest {
  readonly endpoint: 'discovery' | 'authorize' | 'token' | 'jwks' | 'userinfo' | 'revoke';
  readonly authorization: string | null;
  readonly parameters: URLSearchParams;
}

/** One issuer of the provider, with its clients, keys and grants. */
export interface Issuer {
  readonly issuer: string;
  readonly clientId: string;
  clientSecret: string;
  behaviour: Misbehaviour;
  /** Who is signed in by the next authorization request. */
  account: { readonly subject: string; readonly email: string; readonly name: string; readonly emailVerified: boolean };
  /** Published in discovery; the answer does not depend on it. */
  codeChallengeMethods: readonly string[];
  accessTokenSeconds: number;
  /** `unreachable`: the token endpoint answers 503; `loses-answers`: it does its work and cuts the connection. */
  tokenEndpoint: 'working' | 'unreachable' | 'loses-answers';
  /** How long a refresh takes. */
  refreshDelayMs: number;
  readonly grants: Grants;
  readonly seen: SeenRequest[];
  /** Refresh requests so far. */
  readonly refreshes: () => number;
  /** Every secret that was handed out, for tests that search for leaks. */
  readonly secretsGiven: string[];
  rollKeysOver(): Promise<void>;
}

export interface MisbehavingProvider {
  newIssuer(behaviour: OddityName | MisbehaviourName): Promise<Issuer>;
  close(): Promise<void>;
}

interface Tenant extends Issuer {
  keys: { rsa: SigningKey; pss: SigningKey; ec: SigningKey };
  extraKeys: readonly SigningKey[];
}

export async function startMisbehavingProvider(): Promise<MisbehavingProvider> {
  const tenants = new Map<string, Tenant>();
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', origin);
    const [, name = '', ...rest] = url.pathname.split('/');
    const tenant = tenants.get(name);
    const route = routes[rest.join('/')];
    if (tenant === undefined || route === undefined) return void response.writeHead(404).end();
    const parameters = request.method === 'POST' ? new URLSearchParams(await bodyOf(request)) : url.searchParams;
    const seen = { endpoint: route.endpoint, authorization: request.headers.authorization ?? null, parameters };
    tenant.seen.push(seen);
    await route.handle(tenant, seen, response);
  }

  return {
    async newIssuer(behaviour) {
      const name = `issuer-${tenants.size + 1}`;
      const tenant: Tenant = {
        issuer: `${origin}/${name}`,
        clientId: 'penstock',
        clientSecret: 'a secret: with % and ü',
        behaviour: behaviourOf(behaviour),
        account: { subject: `subject of ${name}`, email: `${name}@example.com`, name: `Person of ${name}`, emailVerified: true },
        codeChallengeMethods: ['S256'],
        accessTokenSeconds: 3_600,
        tokenEndpoint: 'working',
        refreshDelayMs: 0,
        grants: new Grants(),
        seen: [],
        secretsGiven: [],
        refreshes: () => tenant.seen.filter(({ parameters }) => parameters.get('grant_type') === 'refresh_token').length,
        keys: await newKeys('first'),
        extraKeys: [],
        async rollKeysOver() {
          tenant.keys = await newKeys(`after ${tenant.keys.rsa.kid}`);
        },
      };
      tenant.extraKeys = await Promise.all(
        Array.from({ length: tenant.behaviour.extraKeys ?? 0 }, (_, index) => makeSigningKey('RS256', `extra ${index}`)),
      );
      tenants.set(name, tenant);
      return tenant;
    },
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

interface Route {
  readonly endpoint: SeenRequest['endpoint'];
  readonly handle: (tenant: Tenant, seen: SeenRequest, response: ServerResponse) => Promise<void> | void;
}

const routes: Readonly<Record<string, Route>> = {
  '.well-known/openid-configuration': { endpoint: 'discovery', handle: describe },
  authorize: { endpoint: 'authorize', handle: authorize },
  token: { endpoint: 'token', handle: token },
  jwks: { endpoint: 'jwks', handle: (tenant, _seen, response) => send(response, 200, keySet(publicKeys(tenant), tenant.behaviour)) },
  userinfo: { endpoint: 'userinfo', handle: userInfo },
  revoke: { endpoint: 'revoke', handle: revoke },
};

function describe(tenant: Tenant, _seen: SeenRequest, response: ServerResponse): void {
  const { issuer, behaviour } = tenant;
  const document = {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    userinfo_endpoint: `${issuer}/userinfo`,
    revocation_endpoint: `${issuer}/revoke`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256', 'PS256', 'ES256', 'HS256', 'none'],
    code_challenge_methods_supported: tenant.codeChallengeMethods,
    authorization_response_iss_parameter_supported: true,
  };
  send(response, 200, behaviour.discovery?.(document) ?? document);
}

/** Sends the browser straight back with a code. */
async function authorize(tenant: Tenant, { parameters }: SeenRequest, response: ServerResponse): Promise<void> {
  if (tenant.behaviour.rollsKeysOver === true) await tenant.rollKeysOver();
  const redirectUri = parameters.get('redirect_uri') ?? '';
  const code = tenant.grants.newCode({
    subject: tenant.account.subject,
    clientId: parameters.get('client_id') ?? '',
    redirectUri,
    nonce: parameters.get('nonce'),
    codeChallenge: parameters.get('code_challenge_method') === 'S256' ? parameters.get('code_challenge') : null,
    scope: parameters.get('scope') ?? '',
    resources: parameters.getAll('resource'),
  });
  tenant.secretsGiven.push(code);
  const back = new URL(redirectUri);
  back.searchParams.set('code', code);
  back.searchParams.set('state', parameters.get('state') ?? '');
  back.searchParams.set('iss', tenant.issuer);
  tenant.behaviour.authorizationResponse?.(back.searchParams);
  response.writeHead(302, { location: back.href }).end();
}

async function token(tenant: Tenant, { authorization, parameters }: SeenRequest, response: ServerResponse): Promise<void> {
  if (tenant.tokenEndpoint === 'unreachable') return void response.writeHead(503).end();
  if (!isClient(tenant, authorization)) return send(response, 401, { error: 'invalid_client' }, { 'www-authenticate': 'Basic' });
  if (parameters.get('grant_type') === 'refresh_token') return await refresh(tenant, parameters, response);
  const granted = tenant.grants.takeCode(
    parameters.get('code') ?? '',
    tenant.clientId,
    parameters.get('redirect_uri') ?? '',
    parameters.get('code_verifier') ?? '',
  );
  if (tenant.tokenEndpoint === 'loses-answers') return void response.destroy();
  if (granted === null) return send(response, 400, { error: 'invalid_grant' });
  const refreshToken = granted.scope.split(' ').includes('offline_access') ? tenant.grants.firstRefreshToken(granted) : undefined;
  const idToken = await signIdToken(idTokenClaims(tenant, granted), tenant.behaviour, tenant.keys, tenant.clientSecret);
  await sendTokens(tenant, response, granted, { refresh_token: refreshToken, id_token: idToken });
}

async function refresh(tenant: Tenant, parameters: URLSearchParams, response: ServerResponse): Promise<void> {
  const rotated = tenant.grants.rotate(parameters.get('refresh_token') ?? '');
  if (tenant.refreshDelayMs > 0) await new Promise((resolve) => setTimeout(resolve, tenant.refreshDelayMs));
  if (tenant.tokenEndpoint === 'loses-answers') return void response.destroy();
  if (rotated === null) return send(response, 400, { error: 'invalid_grant' });
  const resource = parameters.get('resource');
  if (resource !== null && !rotated.authorization.resources.includes(resource)) return send(response, 400, { error: 'invalid_target' });
  await sendTokens(tenant, response, rotated.authorization, { refresh_token: rotated.refreshToken }, resource);
}

/** Access tokens are JSON Web Tokens for the resource, or for the userinfo endpoint. */
async function sendTokens(
  tenant: Tenant,
  response: ServerResponse,
  granted: Authorization,
  extra: Claims,
  audience: string | null = null,
): Promise<void> {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: tenant.issuer,
    sub: granted.subject,
    aud: audience ?? tenant.issuer,
    iat: now,
    exp: now + tenant.accessTokenSeconds,
    jti: crypto.randomUUID(),
    login: tenant.account.email.split('@')[0],
  };
  const { privateKey, kid } = tenant.keys.rsa;
  const accessToken = await new CompactSign(Buffer.from(JSON.stringify(claims))).setProtectedHeader({ alg: 'RS256', kid }).sign(privateKey);
  const answer = { access_token: accessToken, token_type: 'Bearer', expires_in: tenant.accessTokenSeconds, scope: granted.scope, ...extra };
  tenant.secretsGiven.push(...[accessToken, extra['refresh_token'], extra['id_token']].filter((secret) => typeof secret === 'string'));
  send(response, 200, tenant.behaviour.tokenAnswer?.(answer) ?? answer);
}

function idTokenClaims(tenant: Tenant, granted: Authorization): Claims {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: tenant.issuer,
    sub: granted.subject,
    aud: tenant.clientId,
    iat: now,
    exp: now + 3_600,
    nonce: granted.nonce ?? undefined,
    ...(tenant.behaviour.profileOnlyInUserInfo === true ? {} : profileOf(tenant)),
  };
  return tenant.behaviour.idTokenClaims?.(claims) ?? claims;
}

function userInfo(tenant: Tenant, { authorization }: SeenRequest, response: ServerResponse): void {
  const accessToken = /^Bearer (.+)$/u.exec(authorization ?? '')?.[1];
  if (accessToken === undefined || !tenant.secretsGiven.includes(accessToken)) {
    return send(response, 401, { error: 'invalid_token' }, { 'www-authenticate': 'Bearer error="invalid_token"' });
  }
  const claims = { sub: tenant.account.subject, ...profileOf(tenant) };
  send(response, 200, tenant.behaviour.userInfo?.(claims) ?? claims);
}

function revoke(tenant: Tenant, { authorization, parameters }: SeenRequest, response: ServerResponse): void {
  if (!isClient(tenant, authorization)) return send(response, 401, { error: 'invalid_client' });
  tenant.grants.revoke(parameters.get('token') ?? '');
  send(response, 200, {});
}

function profileOf({ account }: Tenant): Claims {
  return {
    email: account.email,
    email_verified: account.emailVerified,
    name: account.name,
    preferred_username: account.email.split('@')[0],
  };
}

/** RFC 6749, section 2.3.1: both parts were form-encoded before they were joined. */
function isClient(tenant: Tenant, authorization: string | null): boolean {
  const [scheme, encoded = ''] = (authorization ?? '').split(' ');
  const parts = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  const [id, secret] = parts.map((part) => new URLSearchParams(`part=${part}`).get('part'));
  return scheme === 'Basic' && parts.length === 2 && id === tenant.clientId && secret === tenant.clientSecret;
}

async function newKeys(kid: string): Promise<Tenant['keys']> {
  const [rsa, pss, ec] = await Promise.all([
    makeSigningKey('RS256', kid),
    makeSigningKey('PS256', `${kid} pss`),
    makeSigningKey('ES256', `${kid} ec`),
  ]);
  return { rsa, pss, ec };
}

/** One RSA key for RS256 unless there are extra ones; jose marks none with an algorithm. */
function publicKeys(tenant: Tenant): SigningKey['publicJwk'][] {
  const { rsa, pss, ec } = tenant.keys;
  const needed = { RS256: rsa, PS256: pss, ES256: ec }[String(tenant.behaviour.signature?.algorithm)] ?? rsa;
  return [needed, ...tenant.extraKeys].map(({ publicJwk }) => publicJwk);
}

function send(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers }).end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
