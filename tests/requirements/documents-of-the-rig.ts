/** Documents of the tests, made through the API: workbooks of table elements, saved, published, shared. */
import { randomUUID } from 'node:crypto';
import type { AnyJson } from '../harness/any-json.ts';
import type { ApiAnswer, ApiClient } from '../harness/rig.ts';

/** A source as a definition has it. */
export type SourceJson = Readonly<Record<string, unknown>>;

export interface ElementJson {
  readonly id: string;
  readonly [field: string]: unknown;
}

/** A table element that shows these columns of its source as they are. */
export function tableOf(
  name: string,
  source: SourceJson,
  columns: readonly string[],
  change: Readonly<Record<string, unknown>> = {},
): ElementJson {
  return {
    id: randomUUID(),
    kind: 'table',
    name,
    layout: { x: 0, y: 0, width: 24, height: 16 },
    source,
    columns: columns.map((column) => ({
      id: column,
      name: column,
      formula: `[${column}]`,
      hidden: false,
      format: null,
      level: null,
    })),
    filters: [],
    sorts: [],
    groupings: [],
    totals: [],
    ...change,
  };
}

export const warehouseTable = (connectionId: string, schema: string, table: string): SourceJson => ({
  kind: 'warehouse-table',
  connectionId,
  schema,
  table,
});

export const customSql = (connectionId: string, sql: string): SourceJson => ({ kind: 'custom-sql', connectionId, sql });

export interface WorkbookJson {
  readonly id: string;
  readonly pageId: string;
}

/** A workbook with these elements in its draft. */
export async function makeWorkbook(
  client: ApiClient,
  name: string,
  elements: readonly ElementJson[],
  kind = 'workbook',
): Promise<WorkbookJson> {
  const made = expectOk(await client.post('/workbooks', { name, kind }));
  const workbook = { id: made.id as string, pageId: made.definition.pages[0].id as string };
  if (elements.length > 0) await putElements(client, workbook, elements);
  return workbook;
}

/** Puts the elements into the draft, in place of those with the same ids. */
export async function putElements(client: ApiClient, { id, pageId }: WorkbookJson, elements: readonly ElementJson[]): Promise<void> {
  const changes = elements.map((element) => ({ kind: 'putElement', pageId, element }));
  expectOk(await client.post(`/workbooks/${id}/draft`, { changes }));
}

/** Publishes the draft as it stands. */
export async function publish(
  client: ApiClient,
  workbookId: string,
): Promise<{ readonly number: number; readonly awaitsApproval: boolean }> {
  const { revision } = expectOk(await client.get(`/workbooks/${workbookId}?version=draft`));
  return expectOk(await client.post(`/workbooks/${workbookId}/publish`, { revision, summary: '' }));
}

/** Shares with everyone and these members; replaces what was shared before. */
export async function share(
  client: ApiClient,
  workbookId: string,
  grants: readonly { readonly to: 'everyone' | { readonly memberId: string }; readonly right: 'view' | 'explore' | 'edit' }[],
): Promise<void> {
  expectOk(await client.put(`/workbooks/${workbookId}/grants`, { grants }));
}

export async function memberIdOf(client: ApiClient): Promise<string> {
  return expectOk(await client.get('/session')).member.id;
}

/** The body of an answer that is no refusal. */
export function expectOk({ status, body }: ApiAnswer<AnyJson>): AnyJson {
  if (status >= 400) throw new Error(`The request was answered with ${status}: ${JSON.stringify(body)}`);
  return body;
}
