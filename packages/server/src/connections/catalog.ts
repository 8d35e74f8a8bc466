/**
 * The explorer: what a person may read in the warehouse, asked of the warehouse each time with that person's own
 * credential (the connection's on static ones). Places the product writes to are no part of it (R2).
 */
import type { Connection } from '@penstock/domain/connections/connection';
import { isHiddenObject, isHiddenSchema } from '@penstock/domain/connections/written-objects';
import type { HiddenPlaces } from '@penstock/domain/connections/written-objects';
import { mayReadTable, maySeeSchema } from '@penstock/domain/data-permissions/coverage';
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import { decide } from '@penstock/domain/execution-identity/decide';
import type { ResultSet, Statement, StatementTag, WarehouseFailure } from '@penstock/warehouse/port';
import { listColumns, listForeignTables, listSchemas, listTables } from '@penstock/warehouse/postgresql/catalog-statements';
import { productPrefix } from '@penstock/domain/input-tables/physical-layout';
import type { DataPermissions } from '../data-permissions/data-permissions.ts';
import type { RunAs } from '../queries/run-as.ts';
import type { Asker } from './needs.ts';
import type { ConnectionFacts, ConnectionStore } from './store.ts';

export interface CatalogNeeds {
  readonly connections: ConnectionStore;
  readonly dataPermissions: Pick<DataPermissions, 'grantsOf' | 'personFacts'>;
  readonly runAs: Pick<RunAs, 'withSession'>;
}

export interface CatalogItem {
  readonly kind: 'database' | 'schema' | 'table' | 'view';
  readonly path: string[];
}

/** What to list: databases' schemas, the tables of a schema, or a search through all of them. */
export interface CatalogQuestion {
  readonly database: string | null;
  readonly schema: string | null;
  readonly search: string | null;
}

const timeoutMs = 30_000;
/** More tables than a person looks through; beyond it the search narrows. */
const listedAtMost = 10_000;

export async function listCatalog(
  needs: CatalogNeeds,
  asker: Asker,
  connectionId: string,
  question: CatalogQuestion,
): Promise<{ readonly items: CatalogItem[]; readonly truncated: boolean }> {
  const connection = await needs.connections.get(connectionId);
  const hidden = await needs.connections.hiddenPlaces(connectionId);
  const seen = await whatTheySee(needs, asker, connection);
  if (question.database !== null && question.database !== connection.database) return { items: [], truncated: false };
  const { database } = connection;
  const schemaItem = (schema: string): CatalogItem => ({ kind: 'schema', path: [database, schema] });
  const shownSchemas = (rows: readonly (readonly unknown[])[]) =>
    rows.map(([name]) => String(name)).filter((schema) => !isHiddenSchema(hidden, { database, schema }) && seen.schema(schema));
  if (question.schema === null && question.search === null) {
    const schemas = await ask(needs, asker, connection, listSchemas());
    const items = shownSchemas(schemas.rows).map(schemaItem);
    return { items: question.database === null ? [{ kind: 'database', path: [database] }, ...items] : items, truncated: false };
  }
  const tables = await ask(needs, asker, connection, listTables({ schema: question.schema, search: question.search, limit: listedAtMost }));
  const shown = tables.rows
    .flatMap((row) => tableItem(row, database, hidden))
    .filter(({ path: [, schema = '', table = ''] }) => seen.table(schema, table));
  const matchingSchemas = question.schema === null && question.search !== null ? await schemasNamed(question.search) : [];
  return { items: [...matchingSchemas, ...shown], truncated: tables.rows.length === listedAtMost };

  async function schemasNamed(search: string): Promise<CatalogItem[]> {
    const schemas = await ask(needs, asker, connection, listSchemas());
    return shownSchemas(schemas.rows)
      .filter((schema) => schema.toLowerCase().includes(search.toLowerCase()))
      .map(schemaItem);
  }
}

/** Columns of one table that may be read. Throws `connection.source-not-allowed` for what the product writes. */
export async function describeTable(
  needs: CatalogNeeds,
  asker: Asker,
  connectionId: string,
  table: { readonly database: string | null; readonly schema: string; readonly table: string },
): Promise<{ readonly path: string[]; readonly columns: { readonly name: string; readonly type: string; readonly nullable: boolean }[] }> {
  const connection = await needs.connections.get(connectionId);
  const database = table.database ?? connection.database;
  await needs.connections.assertSourceAllowed(connectionId, { database, schema: table.schema, table: table.table });
  const seen = await whatTheySee(needs, asker, connection);
  const mayBeThere = database === connection.database && seen.table(table.schema, table.table);
  const found = mayBeThere ? await ask(needs, asker, connection, listColumns(table.schema, table.table)) : null;
  if (found === null || found.rows.length === 0) {
    throw new PenstockError('request.not-found', `There is no table "${table.schema}"."${table.table}" that you may read.`);
  }
  return {
    path: [database, table.schema, table.table],
    columns: found.rows.map(([name, type, nullable]) => ({ name: String(name), type: String(type), nullable: nullable === true })),
  };
}

/**
 * R3: which of the destinations already hold tables that the product did not make. Asked as the account that the
 * connection itself holds; without one, or when it cannot say, there is no warning.
 */
export async function foreignTables(
  needs: Pick<CatalogNeeds, 'runAs'>,
  asker: Asker,
  facts: ConnectionFacts,
): Promise<readonly { readonly schema: string; readonly tables: readonly string[] }[]> {
  const { connection } = facts;
  const decision = decide({ purpose: 'governance', connection });
  if (decision.kind === 'refuse') return [];
  const schemas = new Set(
    [...facts.destinations, ...(connection.editLogDestination === null ? [] : [connection.editLogDestination])].map(({ schema }) => schema),
  );
  const tag = tagOf(asker, 'governance');
  const outcome = await needs.runAs.withSession(decision.identity, tag, async (session) => {
    const found: { schema: string; tables: string[] }[] = [];
    for (const schema of schemas) {
      const tables = await session.run(listForeignTables(schema, productPrefix, 5), { tag, timeoutMs });
      if (tables.kind === 'done' && tables.value.rows.length > 0)
        found.push({ schema, tables: tables.value.rows.map(([name]) => String(name)) });
    }
    return found;
  });
  return outcome.kind === 'done' ? outcome.value : [];
}

/** On a static connection the data permissions say what there is to see; on OAuth the warehouse answers each person itself. */
async function whatTheySee(needs: CatalogNeeds, { actor }: Asker, { id, authentication }: Connection) {
  if (authentication === 'oauth') return { schema: () => true, table: () => true };
  const grants = await needs.dataPermissions.grantsOf(id, actor.memberId);
  return {
    schema: (schema: string) => maySeeSchema(grants, schema),
    table: (schema: string, table: string) => mayReadTable(grants, schema, table),
  };
}

function ask(needs: CatalogNeeds, asker: Asker, connection: Connection, statement: Statement): Promise<ResultSet> {
  return askAboutCatalog(needs, asker, connection, statement, 'catalog');
}

/** Runs one statement about the warehouse as the person sees it. Throws what a person can act on. */
export async function askAboutCatalog(
  needs: Pick<CatalogNeeds, 'dataPermissions' | 'runAs'>,
  asker: Asker,
  connection: Connection,
  statement: Statement,
  purpose: 'catalog' | 'list-roles',
): Promise<ResultSet> {
  const person = await needs.dataPermissions.personFacts(connection, asker.actor.memberId, []);
  const decision = decide({ purpose, connection, person });
  if (decision.kind === 'refuse') {
    throw decision.why === 'no-data-permission'
      ? new PenstockError('connection.no-data-permission', `Your data permission on "${connection.name}" does not include reading.`)
      : new PenstockError('connection.warehouse-refused', decision.reason);
  }
  const tag = tagOf(asker, purpose);
  const outcome = await needs.runAs.withSession(decision.identity, tag, (session) => session.run(statement, { tag, timeoutMs }));
  switch (outcome.kind) {
    case 'no-session':
      throw outcome.signIn === 'required' || outcome.failure.kind === 'sign-in'
        ? new PenstockError('connection.warehouse-sign-in-required', `"${connection.name}" did not let you in: ${outcome.failure.message}`)
        : failureOf(connection, outcome.failure);
    case 'done':
      if (outcome.value.kind === 'done') return outcome.value.value;
      throw failureOf(connection, outcome.value.failure);
    case 'failed':
    case 'unknown':
      throw failureOf(connection, outcome.failure);
  }
}

function failureOf(connection: Connection, failure: WarehouseFailure): PenstockError {
  switch (failure.kind) {
    case 'privilege':
    case 'missing-object':
      return new PenstockError('connection.warehouse-refused', `"${connection.name}" refused: ${failure.message}`);
    default:
      return new PenstockError('connection.warehouse-unreachable', `"${connection.name}" gave no answer: ${failure.message}`);
  }
}

function tableItem(row: readonly unknown[], database: string, hidden: HiddenPlaces): CatalogItem[] {
  const [schema, table, kind] = row.map(String);
  if (schema === undefined || table === undefined || isHiddenObject(hidden, { database, schema, table })) return [];
  return [{ kind: kind === 'view' ? 'view' : 'table', path: [database, schema, table] }];
}

function tagOf({ actor, requestId }: Asker, purpose: string): StatementTag {
  return { purpose, requestId, human: actor.email, document: null, element: null };
}
