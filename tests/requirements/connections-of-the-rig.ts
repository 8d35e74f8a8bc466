/** The connections of the requirements' rig, made through the API as ada, and what tests of them ask again and again. */
import type { ApiClient, Person, Rig, Statement } from '../harness/rig.ts';

export interface ConnectionJson {
  readonly id: string;
  readonly destinations: readonly { readonly id: string; readonly schema: string }[];
  readonly warnings: readonly { readonly code: string; readonly detail: string }[];
}

/** C1: OAuth at organization level, `svc`, destinations `wb_a`, `wb_b`, `wb_svc`, log `elog`. */
export function c1(rig: Rig, change: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const { host, port, database, audience } = rig.warehouse;
  return {
    name: 'C1',
    type: 'postgresql',
    host,
    port,
    database,
    tls: 'off',
    authentication: 'oauth',
    oauth: { level: 'organization', audience, scopes: [] },
    serviceAccount: { login: 'svc', password: rig.passwords.svc },
    writeAccess: writeAccess(rig, ['wb_a', 'wb_b', 'wb_svc'], 'elog'),
    ...change,
  };
}

/** C0: static, `static_app`, write schema and log `old_wb`. */
export function c0(rig: Rig, change: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const { host, port, database } = rig.warehouse;
  return {
    name: 'C0',
    type: 'postgresql',
    host,
    port,
    database,
    tls: 'off',
    authentication: 'static',
    credential: { login: 'static_app', password: rig.passwords.static_app },
    writeAccess: writeAccess(rig, ['old_wb'], 'old_wb'),
    ...change,
  };
}

export function writeAccess(rig: Rig, schemas: readonly string[], log: string | null): Record<string, unknown> {
  const path = (schema: string) => ({ database: rig.warehouse.database, schema });
  return { enabled: true, destinations: schemas.map(path), editLogDestination: log === null ? null : path(log) };
}

export async function createConnection(admin: ApiClient, body: Readonly<Record<string, unknown>>): Promise<ConnectionJson> {
  const answer = await admin.post<ConnectionJson>('/connections', body);
  if (answer.status !== 201) throw new Error(`The connection was answered with ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** Signs a person in who may build; new members start on the lowest account type. */
export async function signInBuilder(rig: Rig, person: Person): Promise<ApiClient> {
  const client = await rig.signIn(person);
  await rig.inMetadata(
    `update members set account_type_id = (select id from account_types where built_in = 'build')
     where email like $1 and account_type_id = (select id from account_types where built_in = 'view')`,
    [`${person}@%`],
  );
  await eventually(async () => {
    const { body } = await client.get('/session');
    return (body as { member: { permissions: string[] } }).member.permissions.includes('input-tables.write');
  });
  return client;
}

/** Waits until `holds` gives something truthy; fails after `withinMs`. */
export async function eventually<T>(holds: () => Promise<T | false | null | undefined>, withinMs = 60_000): Promise<T> {
  for (const deadline = Date.now() + withinMs; ;) {
    const value = await holds();
    if (value !== false && value !== null && value !== undefined) return value;
    if (Date.now() > deadline) throw new Error(`What was waited for did not come within ${withinMs} ms.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export type Verdicts = Readonly<
  Record<string, { readonly verdict: string; readonly grantSql: string | null; readonly reason: string | null; readonly id: string }>
>;

/** The verdicts of a person by schema, once none is being checked any more. */
export async function settledVerdicts(client: ApiClient, connectionId: string): Promise<Verdicts> {
  return eventually(async () => {
    const { status, body } = await client.get(`/connections/${connectionId}/write-destinations`);
    if (status !== 200) throw new Error(`The verdicts were answered with ${status}: ${JSON.stringify(body)}`);
    const { items } = body as { items: { id: string; schema: string; verdict: string; grantSql: string | null; reason: string | null }[] };
    return items.every((item) => item.verdict !== 'checking') && Object.fromEntries(items.map((item) => [item.schema, item]));
  });
}

const probe = /^(create|drop) table "([^"]+)"\."([^"]+)"/i;

/** CREATE or DROP statements of probes by schema and login, oldest first. */
export async function probeStatements(
  rig: Rig,
  verb: 'create' | 'drop',
  since?: number,
): Promise<readonly { readonly user: string; readonly schema: string; readonly table: string; readonly statement: Statement }[]> {
  const statements = await rig.statements({ text: /sigds_probe_/i, ...(since === undefined ? {} : { since }) });
  return statements.flatMap((statement) => {
    const match = probe.exec(statement.text);
    if (match === null || match[1]?.toLowerCase() !== verb) return [];
    return [{ user: statement.user, schema: match[2] ?? '', table: match[3] ?? '', statement }];
  });
}

/** Names of probe tables that are in the warehouse now. */
export async function probeTables(rig: Rig): Promise<readonly string[]> {
  const rows = await rig.inWarehouse<{ name: string }>(
    `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relname like 'sigds\\_probe\\_%' and c.relkind = 'r'`,
  );
  return rows.map((row) => row.name);
}
