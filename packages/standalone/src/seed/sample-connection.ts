import type { AnyJson, ApiClient } from './api-client.ts';
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

/** C1 of the requirements: organization-level OAuth, a service account, three destinations and a log schema. */
export function sampleConnection(name: string, warehouse: WarehouseAddress, serviceAccount: AccountCredential): AnyJson {
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
export async function addConnection(admin: ApiClient, connection: AnyJson): Promise<string> {
  const present = expectSuccess(await admin.get('/connections')).items as { id: string; name: string }[];
  const known = present.find(({ name }) => name === connection.name);
  return known?.id ?? (expectSuccess(await admin.post('/connections', connection)) as { id: string }).id;
}
