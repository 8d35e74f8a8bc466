/** Documents as their people use them through the API, in the tests' own words: made, saved, published, shared. */
import { randomUUID } from 'node:crypto';
import type {
  ChartElement,
  Definition,
  ElementColumn,
  PivotElement,
  Source,
  TableElement,
  TextElement,
} from '@penstock/domain/workbooks/definition';
import { expectOk } from './input-table.ts';
import type { AnyJson } from './any-json.ts';
import type { ApiAnswer, ApiClient } from './rig.ts';

export interface TestDocument {
  readonly id: string;
  readonly pageId: string;
  readonly revision: number;
  readonly definition: Definition;
}

/** An element as a request has it, also one that is wrong on purpose. */
export interface ElementJson {
  readonly id: string;
  readonly [field: string]: unknown;
}

/** A source as a request has it. */
export type SourceJson = Readonly<Record<string, unknown>>;

export interface WorkbookJson {
  readonly id: string;
  readonly pageId: string;
}

const layout = { x: 0, y: 0, width: 12, height: 8 };

export async function newDocument(
  owner: ApiClient,
  options: { name?: string; kind?: string; folderId?: string } = {},
): Promise<TestDocument> {
  const { body } = expectOk(await owner.post('/workbooks', { name: options.name ?? `Document ${randomUUID()}`, ...options }));
  return { id: body.id, pageId: body.definition.pages[0].id, revision: body.revision, definition: body.definition };
}

/** A document with these elements in its draft. */
export async function makeWorkbook(
  client: ApiClient,
  name: string,
  elements: readonly ElementJson[],
  kind = 'workbook',
): Promise<WorkbookJson> {
  const { id, pageId } = await newDocument(client, { name, kind });
  if (elements.length > 0) await putElements(client, { id, pageId }, elements);
  return { id, pageId };
}

/** Puts the elements into the draft, in place of those with the same ids. */
export async function putElements(client: ApiClient, { id, pageId }: WorkbookJson, elements: readonly ElementJson[]): Promise<void> {
  const changes = elements.map((element) => put(pageId, element));
  expectOk(await save(client, id, changes));
}

export function textElement(changes: Partial<TextElement> = {}): TextElement {
  const id = randomUUID();
  return { kind: 'text', id, name: `Text ${id}`, layout, text: 'Words', ...changes };
}

export function column(name: string): ElementColumn {
  return { id: name.toLowerCase().replaceAll(/\W/g, '-'), name, formula: `[${name}]`, hidden: false, format: null, level: null };
}

export function tableElement(source: Source, changes: Partial<TableElement> = {}): TableElement {
  const id = randomUUID();
  const base = { id, name: `Table ${id}`, layout, filters: [], sorts: [], groupings: [], totals: [] };
  return { kind: 'table', ...base, source, columns: [column('Id')], ...changes };
}

/** A table element over the width of a page that shows these columns of its source under their own names. */
export function tableOf(
  name: string,
  source: SourceJson,
  columns: readonly string[],
  change: Readonly<Record<string, unknown>> = {},
): ElementJson {
  const shown = columns.map((title) => ({ ...column(title), id: title }));
  const whole = { x: 0, y: 0, width: 24, height: 16 };
  return { ...tableElement(source as Source, { name, columns: shown, layout: whole }), ...change };
}

export const warehouseTable = (connectionId: string, schema: string, table: string): SourceJson => ({
  kind: 'warehouse-table',
  connectionId,
  schema,
  table,
});

export const customSql = (connectionId: string, sql: string): SourceJson => ({ kind: 'custom-sql', connectionId, sql });

export function chartElement(source: Source, changes: Partial<ChartElement> = {}): ChartElement {
  const id = randomUUID();
  const base = { id, name: `Chart ${id}`, layout, filters: [], sorts: [], columns: [column('Id')] };
  return { kind: 'chart', ...base, source, chart: 'bar', x: 'id', values: ['id'], series: null, stacked: false, ...changes };
}

export function pivotElement(source: Source, changes: Partial<PivotElement> = {}): PivotElement {
  const id = randomUUID();
  const base = { id, name: `Pivot ${id}`, layout, filters: [], sorts: [], columns: [column('Id')] };
  return { kind: 'pivot', ...base, source, rows: ['id'], across: [], values: [], ...changes };
}

/** The answer, whatever it is. */
export async function save(
  client: ApiClient,
  documentId: string,
  changes: readonly unknown[],
  baseRevision?: number,
): Promise<ApiAnswer<AnyJson>> {
  return client.post(`/workbooks/${documentId}/draft`, { changes, ...(baseRevision === undefined ? {} : { baseRevision }) });
}

export function put(pageId: string, element: unknown, baseRevision?: number): unknown {
  return { kind: 'putElement', pageId, element, ...(baseRevision === undefined ? {} : { baseRevision }) };
}

/** Publishes the draft as it stands; what was answered. */
export async function publish(client: ApiClient, documentId: string, summary = 'Published'): Promise<AnyJson> {
  const { body } = expectOk(await client.get(`/workbooks/${documentId}?version=draft`));
  return expectOk(await client.post(`/workbooks/${documentId}/publish`, { revision: body.revision, summary })).body;
}

export async function share(client: ApiClient, documentId: string, grants: readonly unknown[]): Promise<void> {
  expectOk(await client.put(`/workbooks/${documentId}/grants`, { grants }));
}

/** The body of an answer that is no refusal. */
export function bodyOf(answer: ApiAnswer<AnyJson>): AnyJson {
  return expectOk(answer).body;
}

export async function memberIdOf(client: ApiClient): Promise<string> {
  return expectOk(await client.get('/session')).body.member.id;
}

/** Everybody of the rig may build. */
export async function letBuild(ada: ApiClient, clients: readonly ApiClient[]): Promise<void> {
  const types = expectOk(await ada.get('/account-types')).body.items;
  const build = types.find((type: AnyJson) => type.builtIn === 'build')?.id;
  for (const client of clients) expectOk(await ada.patch(`/members/${await memberIdOf(client)}`, { accountTypeId: build }));
}
