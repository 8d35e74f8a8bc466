/**
 * The rig that the requirements assume, of real parts: a warehouse with its logins and grants, a metadata database in
 * another cluster, an identity provider, the token gateway, and the product's server as processes that can be killed.
 *
 *   const rig = await startRig();
 *   const alice = await rig.signIn('alice');
 *   const { status, body } = await alice.get('/connections');
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { ClientConfig, QueryResultRow } from 'pg';
import { startIdentityProvider } from '@penstock/standalone/identity-provider/provider';
import type { IdentityProvider, TokenLifetimes } from '@penstock/standalone/identity-provider/provider';
import { memoryStorage } from '@penstock/standalone/identity-provider/storage';
import { superuser } from '@penstock/standalone/postgres/settings';
import { passwordLogins } from '@penstock/standalone/sample-warehouse/logins';
import type { PasswordLogin } from '@penstock/standalone/sample-warehouse/logins';
import { ApiClient as PlainApiClient } from '@penstock/standalone/seed/api-client';
import { addMembers, localAccount, localPassword } from '@penstock/standalone/seed/members';
import { organization, setUpOrganization } from '@penstock/standalone/seed/organization';
import { addConnection, sampleConnection } from '@penstock/standalone/seed/sample-connection';
import type { WarehouseAddress } from '@penstock/standalone/seed/sample-connection';
import { runPenstock, startServerProcess } from '@penstock/standalone/server-process/server-process';
import type { ServerProcess } from '@penstock/standalone/server-process/server-process';
import { startGateway } from '@penstock/standalone/token-gateway/gateway';
import type { Gateway } from '@penstock/standalone/token-gateway/gateway';
import type { AnyJson } from './any-json.ts';
import { warehouseTemplates, withClient } from './stack.ts';
import type { TestStack } from './stack.ts';
import { StatementLog } from './statement-log.ts';
import type { Statement, StatementFilter } from './statement-log.ts';

export type { ApiAnswer } from '@penstock/standalone/seed/api-client';
export type { ServerProcess } from '@penstock/standalone/server-process/server-process';
export type { Statement } from './statement-log.ts';

/** The client of the API, for callers that know which shape each route answers with. */
export const ApiClient = PlainApiClient<AnyJson>;
export type ApiClient = PlainApiClient<AnyJson>;

export type Person = 'ada' | 'alice' | 'bob' | 'carol' | 'vera';
export type WarehouseLogin = 'alice' | 'bob' | 'carol' | PasswordLogin | 'postgres';

export interface RigOptions extends Partial<TokenLifetimes> {
  /** `false`: no server is started; `startServer` does it later. */
  readonly server?: boolean;
  /** `false`: the organization is not set up; the server waits for its first Admin. */
  readonly setUp?: boolean;
  /** `false`: ada stays alone, and the others become members by signing in. */
  readonly members?: boolean;
  /** Further environment of every server of this rig. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Given by programs that are not vitest tests (the benchmarks). */
  readonly stack?: TestStack;
}

export interface ServerOptions {
  /** Name of the crash point at which the server kills itself. */
  readonly crashAt?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

export interface Rig {
  /** The warehouse of C0 and C1, by way of the token gateway. */
  readonly warehouse: WarehouseAddress;
  /** The warehouse of C2. */
  readonly secondWarehouse: WarehouseAddress;
  /** Passwords of `svc`, `svc2` and `static_app`. */
  readonly passwords: TestStack['passwords'];
  readonly identityProvider: IdentityProvider;
  readonly gateway: Gateway;
  /** Name and connection of the metadata database, as the server's own login. */
  readonly metadata: ClientConfig & { readonly database: string };
  readonly setUpToken: string;
  readonly masterKeyFile: string;
  /** The servers that run now; the first is the one that `signIn` goes to. */
  readonly servers: readonly ServerProcess[];
  /** Starts one more server on the same metadata; after `kill9` of the only one, its successor on the same port. */
  startServer(options?: ServerOptions): Promise<ServerProcess>;
  /** Signs in by way of the identity provider and gives a client with cookie and CSRF token. */
  signIn(person: Person, server?: ServerProcess): Promise<ApiClient>;
  /** Signs walt in, who has a password of the product. */
  signInWalt(server?: ServerProcess): Promise<ApiClient>;
  /**
   * Makes C1 as ada: OAuth at organization level, service account svc, destinations wb_a, wb_b, wb_svc, log in elog. Gives its
   * id. Only who signs in afterwards has a token for it. `change` overrides fields of the request.
   */
  addC1(change?: Readonly<Record<string, unknown>>): Promise<string>;
  /** The same for C2: the second warehouse with its own audience and service account svc2. */
  addC2(change?: Readonly<Record<string, unknown>>): Promise<string>;
  /** Runs the `penstock` program on this rig's metadata, e.g. `penstock('verify-edit-log', '--json')`. */
  penstock(...args: readonly string[]): Promise<{ readonly code: number; readonly output: string; readonly errors: string }>;
  /** A client that is not signed in. */
  anonymous(server?: ServerProcess): ApiClient;
  /** A direct session in the warehouse, around gateway and product. Ended with the rig. */
  asWarehouse(login: WarehouseLogin, database?: string): Promise<Client>;
  /** One statement in the warehouse as a login, superuser by default. */
  inWarehouse<Row extends QueryResultRow = AnyJson>(sql: string, login?: WarehouseLogin, database?: string): Promise<Row[]>;
  /** One statement in the metadata database. */
  inMetadata<Row extends QueryResultRow = AnyJson>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  /** What the warehouse's own log shows of this rig's first warehouse since the rig started. */
  statements(filter?: StatementFilter): Promise<readonly Statement[]>;
  /** The position behind all statements so far, for `since`. */
  logPosition(): Promise<number>;
  /** An access token of the person, got from the identity provider by a client other than the product. */
  accessToken(person: Person, audience?: string): Promise<string>;
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

const audiences = { first: 'urn:penstock:warehouse', second: 'urn:penstock:warehouse-2' } as const;

export async function startRig(options: RigOptions = {}): Promise<Rig> {
  const stack = options.stack ?? (await import('vitest')).inject('stack');
  const id = randomBytes(4).toString('hex');
  const names = { metadata: `rig_${id}_metadata`, first: `rig_${id}`, second: `rig_${id}_2` };
  const folder = await mkdtemp(join(tmpdir(), 'penstock-rig-'));
  const onMetadata = (database: string, user: string): ClientConfig => ({ host: stack.metadataSocket, user, database });
  const onWarehouse = (database: string, login: string): ClientConfig => {
    const password = passwordLogins.find((name) => name === login);
    return {
      host: stack.warehouseSocket,
      user: login,
      database,
      ...(password === undefined ? {} : { password: stack.passwords[password] }),
    };
  };

  await withClient(onMetadata('postgres', superuser), async (client) => {
    await client.query(`create database ${names.metadata} owner penstock`);
  });
  await withClient(onWarehouse('postgres', superuser), async (client) => {
    await copyTemplate(client, names.first, warehouseTemplates.first);
    await copyTemplate(client, names.second, warehouseTemplates.second);
  });

  const marker = new Client(onWarehouse(names.first, superuser));
  await marker.connect();
  const log = new StatementLog(stack.warehouseLogFolder, names.first, async (sql) => void (await marker.query(sql)));
  await log.begin();

  const identityProvider = await startIdentityProvider({
    port: 0,
    keys: stack.providerKeys,
    storage: memoryStorage(),
    resources: [
      { audience: audiences.first, description: 'Query and write to the sample warehouse' },
      { audience: audiences.second, description: 'Query and write to the second warehouse' },
    ],
    lifetimes: { accessTokenSeconds: options.accessTokenSeconds ?? 3_600, refreshTokenSeconds: options.refreshTokenSeconds ?? 86_400 },
  });
  const gateway = await startGateway({
    port: 0,
    serverSocket: join(stack.warehouseSocket, '.s.PGSQL.5432'),
    neverByToken: [superuser],
    tokens: {
      issuer: identityProvider.issuer,
      keysUrl: identityProvider.keysUrl,
      audienceOf: (database) => (database === names.first ? audiences.first : database === names.second ? audiences.second : null),
      isRevoked: (tokenId) => identityProvider.isRevoked(tokenId),
    },
  });

  const masterKeyFile = join(folder, 'master.key');
  await writeFile(masterKeyFile, randomBytes(32).toString('base64'), { mode: 0o600 });
  const setUpToken = randomBytes(16).toString('hex');
  const ports: number[] = [];
  const servers: ServerProcess[] = [];
  const started: ServerProcess[] = [];
  const clients: Client[] = [];

  const allowRedirects = (): void => {
    const origins = ports.map((port) => `http://127.0.0.1:${port}`);
    identityProvider.register({
      clientId: organization.clientId,
      clientSecret: organization.testClientSecret,
      name: 'Penstock',
      redirectUris: origins.map((origin) => `${origin}/auth/callback`),
      afterSignOut: origins.map((origin) => `${origin}/`),
    });
  };

  const environment = (port: number, server: ServerOptions): Record<string, string> => ({
    PENSTOCK_DATABASE_URL: `postgres://penstock@${encodeURIComponent(stack.metadataSocket)}/${names.metadata}`,
    PENSTOCK_HOST: '127.0.0.1',
    PENSTOCK_PORT: String(port),
    PENSTOCK_PUBLIC_URL: `http://127.0.0.1:${port}`,
    PENSTOCK_MASTER_KEY_FILE: masterKeyFile,
    PENSTOCK_SET_UP_TOKEN: setUpToken,
    PENSTOCK_ALLOWED_PRIVATE_HOSTS: '127.0.0.1,localhost',
    PENSTOCK_MODE: 'development',
    ...(server.crashAt === undefined ? {} : { PENSTOCK_CRASH_AT: server.crashAt }),
    ...options.environment,
    ...server.environment,
  });

  const rig: Rig = {
    warehouse: { host: '127.0.0.1', port: gateway.port, database: names.first, audience: audiences.first },
    secondWarehouse: { host: '127.0.0.1', port: gateway.port, database: names.second, audience: audiences.second },
    passwords: stack.passwords,
    identityProvider,
    gateway,
    metadata: { ...onMetadata(names.metadata, 'penstock'), database: names.metadata },
    setUpToken,
    masterKeyFile,
    servers,

    startServer: async (server = {}) => {
      const taken = new Set(servers.map(({ url }) => Number(new URL(url).port)));
      const port = ports.find((known) => !taken.has(known)) ?? (await freePort());
      if (!ports.includes(port)) ports.push(port);
      allowRedirects();
      const process = await startServerProcess(environment(port, server));
      servers.push(process);
      started.push(process);
      void process.ended.then(() => servers.splice(servers.indexOf(process), 1));
      return process;
    },

    signIn: async (person, server) => {
      const client = rig.anonymous(server);
      await client.signIn(person);
      return client;
    },

    signInWalt: async (server) => {
      const client = rig.anonymous(server);
      await client.signInWithPassword(localAccount.email, localPassword);
      return client;
    },

    penstock: async (...args) => await runPenstock(args, environment(ports[0] ?? 0, {})),

    addC1: async (change = {}) => {
      const serviceAccount = { login: 'svc', password: stack.passwords.svc };
      return await addConnection(await rig.signIn('ada'), { ...sampleConnection('C1', rig.warehouse, serviceAccount), ...change });
    },

    addC2: async (change = {}) => {
      const serviceAccount = { login: 'svc2', password: stack.passwords.svc2 };
      return await addConnection(await rig.signIn('ada'), { ...sampleConnection('C2', rig.secondWarehouse, serviceAccount), ...change });
    },

    anonymous: (server = servers[0]) => {
      if (server === undefined) throw new Error('No server of this rig is running.');
      return new ApiClient(server.url);
    },

    asWarehouse: async (login, database = names.first) => {
      const client = new Client(onWarehouse(database, login));
      // The rig's end drops the database under sessions that a test left open.
      client.on('error', () => {});
      await client.connect();
      clients.push(client);
      return client;
    },

    inWarehouse: async (sql, login = superuser, database = names.first) =>
      await withClient(onWarehouse(database, login), async (client) => (await client.query(sql)).rows),

    inMetadata: async (sql, values = []) =>
      await withClient(onMetadata(names.metadata, 'penstock'), async (client) => (await client.query(sql, [...values])).rows),

    statements: async (filter) => await log.read(filter),
    logPosition: async () => await log.now(),
    accessToken: async (person, audience = audiences.first) => await fetchAccessToken(identityProvider, person, audience),

    stop: async () => {
      await Promise.all(started.map(async (server) => await server.kill9()));
      await Promise.all([...clients, marker].map(async (client) => await client.end().catch(() => {})));
      await gateway.close();
      await identityProvider.close();
      await withClient(onMetadata('postgres', superuser), async (client) => {
        await client.query(`drop database if exists ${names.metadata} with (force)`);
      });
      await withClient(onWarehouse('postgres', superuser), async (client) => {
        await client.query(`drop database if exists ${names.first} with (force)`);
        await client.query(`drop database if exists ${names.second} with (force)`);
      });
      await rm(folder, { recursive: true, force: true });
    },
    [Symbol.asyncDispose]: async () => await rig.stop(),
  };

  try {
    if (options.server !== false) {
      await rig.startServer();
      if (options.setUp !== false) {
        const provider = { setUpToken, issuer: identityProvider.issuer, clientSecret: organization.testClientSecret };
        await setUpOrganization(rig.anonymous(), provider);
        if (options.members !== false) await addMembers(await rig.signIn('ada'));
      }
    }
    return rig;
  } catch (error) {
    await rig.stop();
    throw error;
  }
}

/** Copying a template fails while another rig's copy still looks at it. */
async function copyTemplate(client: Client, name: string, template: string): Promise<void> {
  await client.query(`select pg_advisory_lock(hashtext($1))`, [template]);
  await client.query(`create database ${name} template ${template}`);
  await client.query(`select pg_advisory_unlock(hashtext($1))`, [template]);
  // Rights on the database itself are not copied with a template.
  const serviceAccount = template === warehouseTemplates.first ? 'svc' : 'svc2';
  await client.query(`revoke all on database ${name} from public`);
  await client.query(`grant connect on database ${name} to token_logins, ${serviceAccount}, static_app`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

/** The authorization code flow with PKCE, by hand. */
async function fetchAccessToken(identityProvider: IdentityProvider, person: Person, audience: string): Promise<string> {
  const redirectUri = 'http://127.0.0.1:1/harness';
  const party = { clientId: 'harness', clientSecret: 'harness-secret' };
  identityProvider.register({ ...party, name: 'Harness', redirectUris: [redirectUri], afterSignOut: [] });
  const verifier = randomBytes(32).toString('base64url');
  const digest = await crypto.subtle.digest('SHA-256', Buffer.from(verifier));
  const start = new URL('/auth', identityProvider.issuer);
  start.search = new URLSearchParams({
    client_id: party.clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'openid warehouse',
    resource: audience,
    code_challenge: Buffer.from(digest).toString('base64url'),
    code_challenge_method: 'S256',
  }).toString();
  const arrived = await new ApiClient(identityProvider.issuer).walk(start, person, (url) => url.href.startsWith(redirectUri));
  const response = await fetch(new URL('/token', identityProvider.issuer), {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${party.clientId}:${party.clientSecret}`).toString('base64')}` },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code: arrived.searchParams.get('code') ?? '',
      redirect_uri: redirectUri,
      code_verifier: verifier,
      resource: audience,
    }),
  });
  const body = (await response.json()) as { access_token?: string };
  if (body.access_token === undefined) throw new Error(`No access token for ${person}: ${JSON.stringify(body)}`);
  return body.access_token;
}
