import type { z } from 'zod';
import type { Health } from './governance.ts';
import type { connectionResponse, governanceResponse } from './schema.ts';
import type { ConnectionFacts } from './store.ts';

type ConnectionJson = z.input<typeof connectionResponse>;

/** Everybody sees what a connection is; destinations, log path, accounts and health are for Admins (R58). No secret leaves. */
export function presentConnection(facts: ConnectionFacts, forAdmin: boolean, health: Health | null = null): ConnectionJson {
  const { connection } = facts;
  const summary: ConnectionJson = {
    id: connection.id,
    name: connection.name,
    type: connection.type,
    authentication: connection.authentication,
    oauth: connection.oauth === null ? null : { level: connection.oauth.level, ...(forAdmin ? oauthForAdmin(facts) : {}) },
    host: connection.host,
    port: connection.port,
    database: connection.database,
    tls: connection.tls,
    writeAccess: connection.writeAccess,
    hasServiceAccount: connection.hasServiceAccount,
    inputTables: inputTablesState(facts),
  };
  if (!forAdmin) return summary;
  return {
    ...summary,
    login: facts.login,
    roleAttribute: connection.roleAttribute,
    serviceAccountLogin: connection.serviceAccountLogin,
    destinations: facts.destinations.map(({ id, database, schema, position }) => ({ id, database, schema, position })),
    editLogDestination: connection.editLogDestination,
    editLogTable: facts.editLogTable === null ? null : { schema: facts.editLogTable.schema, table: facts.editLogTable.table },
    governance: health === null ? null : { healthy: health.healthy, checkedAt: health.checkedAt.toISOString() },
    updatedAt: facts.updatedAt,
  };
}

export function presentHealth(health: Health): z.input<typeof governanceResponse> {
  return {
    healthy: health.healthy,
    checkedAt: health.checkedAt.toISOString(),
    findings: health.findings.map((finding) => ({ ...finding })),
  };
}

/** R21, D8: what a connection needs before input tables can be made on it. */
export function inputTablesState(facts: ConnectionFacts): { enabled: boolean; reason: string | null } {
  const { connection } = facts;
  const off = (reason: string) => ({ enabled: false, reason });
  if (!connection.writeAccess) return off('Write access is off on this connection.');
  if (connection.editLogDestination === null) return off('This connection has no edit log destination; an Admin can name one.');
  if (connection.authentication === 'oauth' && !connection.hasServiceAccount)
    return off('This connection has no service account to keep the edit log.');
  return { enabled: true, reason: null };
}

function oauthForAdmin({ connection, oauthClient }: ConnectionFacts): Partial<NonNullable<ConnectionJson['oauth']>> {
  if (connection.oauth === null) return {};
  const { audience, scopes } = connection.oauth;
  const client =
    oauthClient === null ? {} : { issuer: oauthClient.issuer, clientId: oauthClient.clientId, hasClientSecret: oauthClient.hasSecret };
  return { audience, scopes: [...scopes], ...client };
}
