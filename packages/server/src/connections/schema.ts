/** Requests and responses about connections, one variant per way to sign in; a field of another variant is refused. */
import { z } from 'zod';

const name = z.string().min(1).max(200);
// No slash (a socket's folder), no comma (a list of hosts), no sign of a connection string (P28).
const host = z
  .string()
  .min(1)
  .max(253)
  .regex(/^(?:[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)$/, 'A host name or an IP address.');
const port = z.int().min(1).max(65_535);
// Domain rules check names byte for byte; this bounds what is looked at.
const objectName = z.string().max(1_000);
const databaseName = z.string().min(1, 'Name the database.').max(63);
const tls = z.enum(['require', 'off']);
const secret = z.string().min(1).max(10_000);

/** Login and password of a PostgreSQL account; the password is write-only. */
export const credentialSchema = z.strictObject({ login: z.string().min(1).max(63), password: secret }).meta({ id: 'PostgresqlCredential' });

const scopes = z
  .array(z.string().regex(/^[\x21\x23-\x5B\x5D-\x7E]{1,200}$/, 'A scope has no spaces, quotes or backslashes (RFC 6749, section 3.3).'))
  .max(50);
const audience = z.string().min(1).max(500);

/** The sign-in client's own token, or a client of the connection's own. */
export const oauthSchema = z
  .discriminatedUnion('level', [
    z.strictObject({ level: z.literal('organization'), audience, scopes: scopes.default([]) }),
    z.strictObject({
      level: z.literal('independent'),
      audience,
      scopes: scopes.default([]),
      issuer: z.url({ protocol: /^https?$/ }),
      clientId: z.string().min(1).max(500),
      clientSecret: secret.optional(),
    }),
  ])
  .meta({ id: 'ConnectionOAuth' });

/** Two parts; what else is in it is named as a field error by the domain rule (R5). */
const pathSchema = z.looseObject({ database: objectName, schema: objectName }).meta({ id: 'SchemaPath' });

export const writeAccessSchema = z
  .strictObject({ enabled: z.boolean(), destinations: z.array(pathSchema).max(100), editLogDestination: pathSchema.nullable() })
  .meta({ id: 'WriteAccessSettings' });

const roleAttribute = z
  .string()
  .min(1)
  .max(100)
  .nullable()
  .describe('Member attribute whose value is the role that sessions take when somebody reads; null: the rights of the login.');

const reach = { name, type: z.literal('postgresql'), host, port: port.default(5432), database: databaseName, tls: tls.default('require') };

const staticConnection = z.strictObject({
  ...reach,
  authentication: z.literal('static'),
  credential: credentialSchema,
  roleAttribute: roleAttribute.optional(),
  writeAccess: writeAccessSchema.optional(),
});

const oauthConnection = z.strictObject({
  ...reach,
  authentication: z.literal('oauth'),
  oauth: oauthSchema,
  serviceAccount: credentialSchema.nullable().optional(),
  writeAccess: writeAccessSchema.optional(),
});

export const createConnectionSchema = z
  .discriminatedUnion('authentication', [staticConnection, oauthConnection])
  .meta({ id: 'NewConnection' });

/** Only what changes; an absent secret stays as it is. The type and the way to sign in are fixed. */
export const changeConnectionSchema = z
  .strictObject({
    name: name.optional(),
    host: host.optional(),
    port: port.optional(),
    database: databaseName.optional(),
    tls: tls.optional(),
    oauth: oauthSchema.optional(),
    credential: credentialSchema.optional(),
    serviceAccount: credentialSchema.nullable().optional(),
    roleAttribute: roleAttribute.optional(),
    writeAccess: writeAccessSchema.optional(),
  })
  .meta({ id: 'ConnectionChange' });

export const putWriteAccessSchema = z
  .strictObject({ ...writeAccessSchema.shape, serviceAccount: credentialSchema.nullable().optional() })
  .meta({ id: 'WriteAccessChange' });

/** Either a saved connection, with changes not yet saved laid over it, or a whole draft. */
export const testConnectionSchema = z
  .union([
    z.strictObject({ connectionId: z.uuid(), change: changeConnectionSchema.optional() }),
    z.strictObject({ draft: createConnectionSchema }),
  ])
  .meta({ id: 'ConnectionTestRequest' });

export type NewConnection = z.output<typeof createConnectionSchema>;
export type ConnectionChange = z.output<typeof changeConnectionSchema>;
export type WriteAccessChange = z.output<typeof putWriteAccessSchema>;
export type WriteAccessInput = z.output<typeof writeAccessSchema>;
export type OAuthInput = z.output<typeof oauthSchema>;

const path = z.object({ database: z.string(), schema: z.string() });
const destination = path.extend({ id: z.uuid(), position: z.int() });
const warning = z.object({ code: z.string(), detail: z.string() }).meta({ id: 'Warning' });

export const connectionResponse = z
  .object({
    id: z.uuid(),
    name: z.string(),
    type: z.literal('postgresql'),
    authentication: z.enum(['static', 'oauth']),
    oauth: z
      .object({
        level: z.enum(['organization', 'independent']),
        audience: z.string().optional(),
        scopes: z.array(z.string()).optional(),
        issuer: z.string().optional(),
        clientId: z.string().optional(),
        hasClientSecret: z.boolean().optional(),
      })
      .nullable(),
    host: z.string(),
    port: z.int(),
    database: z.string(),
    tls,
    writeAccess: z.boolean(),
    hasServiceAccount: z.boolean(),
    inputTables: z.object({ enabled: z.boolean(), reason: z.string().nullable() }),
    // For Admins only (R58).
    login: z.string().nullable().optional(),
    roleAttribute: z.string().nullable().optional(),
    serviceAccountLogin: z.string().nullable().optional(),
    destinations: z.array(destination).optional(),
    editLogDestination: path.nullable().optional(),
    editLogTable: z.object({ schema: z.string(), table: z.string() }).nullable().optional(),
    governance: z.object({ healthy: z.boolean(), checkedAt: z.string() }).nullable().optional(),
    updatedAt: z.string().optional(),
    warnings: z.array(warning).optional(),
  })
  .meta({ id: 'Connection' });

export const connectionListResponse = z.object({ items: z.array(connectionResponse), nextCursor: z.string().nullable() });

export const stageSchema = z
  .object({
    stage: z.enum(['network', 'sign-in', 'read', 'destination', 'edit-log']),
    subject: z.string(),
    result: z.enum(['passed', 'failed', 'skipped']),
    detail: z.string(),
    missingPrivilege: z.string().nullable(),
    grantSql: z.string().nullable(),
  })
  .meta({ id: 'ConnectionTestStage' });

export type Stage = z.output<typeof stageSchema>;

export const testResponse = z.object({ stages: z.array(stageSchema), passed: z.boolean() }).meta({ id: 'ConnectionTest' });

export const catalogQuery = z.strictObject({
  database: objectName.optional(),
  schema: objectName.optional(),
  search: z.string().max(200).optional(),
});

const catalogItem = z.object({ kind: z.enum(['database', 'schema', 'table', 'view']), path: z.array(z.string()) });
export const catalogResponse = z.object({ items: z.array(catalogItem), truncated: z.boolean() }).meta({ id: 'Catalog' });

export const catalogTableQuery = z.strictObject({ database: objectName.optional(), schema: objectName, table: objectName });
export const catalogTableResponse = z
  .object({
    path: z.array(z.string()),
    columns: z.array(z.object({ name: z.string(), type: z.string(), nullable: z.boolean() })),
  })
  .meta({ id: 'CatalogTable' });

export const governanceResponse = z
  .object({
    healthy: z.boolean(),
    checkedAt: z.string(),
    findings: z.array(
      z.object({
        kind: z.enum(['log-writer', 'log-owner', 'schema-writer', 'schema-owner', 'member', 'superuser', 'missing-log']),
        severity: z.enum(['error', 'note']),
        subject: z.string(),
        detail: z.string(),
        remedySql: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'Governance' });

export const connectionIdParams = z.object({ id: z.uuid() });
