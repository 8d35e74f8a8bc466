/** What the connection form holds, and how it becomes a request. */
import type { Connection } from '../api/contract.ts';

export interface Draft {
  readonly name: string;
  readonly host: string;
  readonly port: string;
  readonly database: string;
  readonly tls: 'require' | 'off';
  readonly authentication: 'static' | 'oauth';
  readonly level: 'organization' | 'independent';
  readonly audience: string;
  readonly scopes: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly login: string;
  readonly password: string;
  /** Empty: no role is taken. */
  readonly roleAttribute: string;
  readonly serviceLogin: string;
  readonly servicePassword: string;
  readonly writeAccess: boolean;
  readonly destinations: readonly { readonly key: string; readonly database: string; readonly schema: string }[];
  readonly logDatabase: string;
  readonly logSchema: string;
}

const newKey = (): string => crypto.randomUUID();
export const newDestination = (database: string): Draft['destinations'][number] => ({ key: newKey(), database, schema: '' });

export const emptyDraft: Draft = {
  name: '',
  host: '',
  port: '5432',
  database: '',
  tls: 'require',
  authentication: 'oauth',
  level: 'organization',
  audience: '',
  scopes: '',
  issuer: '',
  clientId: '',
  clientSecret: '',
  login: '',
  password: '',
  roleAttribute: '',
  serviceLogin: '',
  servicePassword: '',
  writeAccess: false,
  destinations: [],
  logDatabase: '',
  logSchema: '',
};

/** Secrets are never sent back by the server, so their fields begin empty and mean "as it is". */
export function draftOf(connection: Connection): Draft {
  return {
    ...emptyDraft,
    name: connection.name,
    host: connection.host,
    port: String(connection.port),
    database: connection.database,
    tls: connection.tls,
    authentication: connection.authentication,
    level: connection.oauth?.level ?? 'organization',
    audience: connection.oauth?.audience ?? '',
    scopes: connection.oauth?.scopes?.join(' ') ?? '',
    issuer: connection.oauth?.issuer ?? '',
    clientId: connection.oauth?.clientId ?? '',
    login: connection.login ?? '',
    roleAttribute: connection.roleAttribute ?? '',
    serviceLogin: connection.serviceAccountLogin ?? '',
    writeAccess: connection.writeAccess,
    destinations: (connection.destinations ?? []).map(({ database, schema }) => ({ key: newKey(), database, schema })),
    logDatabase: connection.editLogDestination?.database ?? '',
    logSchema: connection.editLogDestination?.schema ?? '',
  };
}

function writeAccessOf(draft: Draft): object {
  const log =
    draft.logSchema.trim() === '' && draft.logDatabase.trim() === '' ? null : { database: draft.logDatabase, schema: draft.logSchema };
  return {
    enabled: draft.writeAccess,
    destinations: draft.destinations.map(({ database, schema }) => ({ database, schema })),
    editLogDestination: log,
  };
}

const oauthOf = (draft: Draft): object => ({
  level: draft.level,
  audience: draft.audience,
  scopes: draft.scopes.split(/\s+/).filter((scope) => scope !== ''),
  ...(draft.level === 'independent'
    ? { issuer: draft.issuer, clientId: draft.clientId, ...(draft.clientSecret === '' ? {} : { clientSecret: draft.clientSecret }) }
    : {}),
});

const reach = (draft: Draft): object => ({
  name: draft.name,
  host: draft.host,
  port: Number(draft.port),
  database: draft.database,
  tls: draft.tls,
});

const roleOf = ({ roleAttribute }: Draft): object => ({ roleAttribute: roleAttribute.trim() === '' ? null : roleAttribute.trim() });

export function createRequest(draft: Draft): object {
  const shared = { ...reach(draft), type: 'postgresql', writeAccess: writeAccessOf(draft) };
  if (draft.authentication === 'static')
    return { ...shared, ...roleOf(draft), authentication: 'static', credential: { login: draft.login, password: draft.password } };
  const serviceAccount = draft.serviceLogin === '' ? null : { login: draft.serviceLogin, password: draft.servicePassword };
  return { ...shared, authentication: 'oauth', oauth: oauthOf(draft), serviceAccount };
}

/** Only what may change later; an account is sent only with a new password. */
export function changeRequest(draft: Draft): object {
  const shared = { ...reach(draft), writeAccess: writeAccessOf(draft) };
  if (draft.authentication === 'static')
    return {
      ...shared,
      ...roleOf(draft),
      ...(draft.password === '' ? {} : { credential: { login: draft.login, password: draft.password } }),
    };
  const serviceAccount =
    draft.serviceLogin === ''
      ? { serviceAccount: null }
      : draft.servicePassword === ''
        ? {}
        : { serviceAccount: { login: draft.serviceLogin, password: draft.servicePassword } };
  return { ...shared, oauth: oauthOf(draft), ...serviceAccount };
}
