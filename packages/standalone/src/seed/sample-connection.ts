import { idWhere, textOf } from './answer-shape.ts';
import type { ApiClient } from './api-client.ts';
import { expectSuccess } from './expect-success.ts';

export interface WarehouseAddress {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  /** The `aud` of access tokens for it. */
  readonly audience: string;
}

export interface AccountCredential {
  readonly login: string;
  readonly password: string;
}

/** The body of `POST /connections`; all but the name is the API's to check. */
export interface NewConnection extends Readonly<Record<string, unknown>> {
  readonly name: string;
}

/** C1 of the requirements: organization-level OAuth, a service account, three destinations and a log schema. */
export function sampleConnection(name: string, warehouse: WarehouseAddress, serviceAccount: AccountCredential): NewConnection {
  const { host, port, database, audience } = warehouse;
  const path = (schema: string): { database: string; schema: string } => ({ database, schema });
  return {
    name,
    type: 'postgresql',
    host,
    port,
    database,
    tls: 'off',
    authentication: 'oauth',
    oauth: { level: 'organization', audience, scopes: ['warehouse'] },
    serviceAccount,
    writeAccess: { enabled: true, destinations: ['wb_a', 'wb_b', 'wb_svc'].map(path), editLogDestination: path('elog') },
  };
}

/** Makes the connection unless one of that name is there; gives its id. */
export async function addConnection(admin: ApiClient, connection: NewConnection): Promise<string> {
  const known = idWhere(expectSuccess(await admin.get('/connections')), 'name', connection.name);
  return known ?? textOf(expectSuccess(await admin.post('/connections', connection)), 'id');
}
