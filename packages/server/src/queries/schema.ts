/** Requests and answers about elements' data. */
import { z } from 'zod';
import { cellSchema } from '../input-tables/schema.ts';
import { id, listOf, listQuery, time } from '../app/schema.ts';
import { controlValue, element, filter, sort, source } from '../workbooks/definition-schema.ts';

const version = z.enum(['draft', 'published']);

export const elementParams = z.object({ id, elementId: id });
export const workbookParams = z.object({ id });

const view = z.object({
  sorts: z.array(sort).max(100).nullable().default(null).describe('In place of the sorts of the element; null: those.'),
  filters: z.array(filter).max(100).default([]).describe('Beside the filters of the element.'),
  collapsed: z.record(z.string().max(64), z.boolean()).default({}).describe('By grouping id, in place of what the element says.'),
});

/** What is asked of an element. */
const question = z.object({
  version: z
    .union([version, z.int().min(1).max(2_147_483_647)])
    .optional()
    .describe('Without it, the one that I see when I open the document. A number: an older version, for who may edit.'),
  controls: z.record(id, controlValue).default({}).describe('What each control holds, by its id; others hold their initial value.'),
  view: view.prefault({}),
  element: element.optional().describe('The element as it would be, for exploring; needs the right to explore.'),
});

export const query = question.extend({
  offset: z.number().int().min(0).max(100_000_000).default(0),
  limit: z.number().int().min(1).max(10_000).default(1_000),
  refresh: z.boolean().default(false).describe('Compute anew, whatever is remembered.'),
});

export const statementQuestion = question;
export const exportQuestion = question.extend({
  texts: z
    .enum(['as-they-are', 'inert'])
    .default('as-they-are')
    .describe('inert: an apostrophe goes before texts that a spreadsheet would take for formulas.'),
});
export const download = z.object({ path: z.string().describe('To be read once, within a minute, in the same account.') });
export const downloadParams = z.object({ ticket: z.string().regex(/^[\w-]{20,100}$/) });
export const totalsQuestion = question.extend({ refresh: z.boolean().default(false) });
export const countQuestion = question;
export const valuesQuestion = question.extend({
  columnId: z.string().max(64),
  containing: z.string().max(200).default('').describe('Only values whose text has this in it, ignoring case.'),
  offset: z.number().int().min(0).max(100_000_000).default(0),
  limit: z.number().int().min(1).max(1_000).default(200),
});

const runsAs = z.object({
  connectionId: id,
  connectionName: z.string(),
  principal: z.enum(['person', 'service-account', 'connection-credential']),
  login: z.string().nullable(),
  role: z.string().nullable().describe("Taken after the sign-in; null: the login's own rights"),
  rule: z.string(),
  reason: z.string(),
  remedy: z.string(),
});

const resultColumn = z.object({
  id: z.string(),
  name: z.string(),
  type: z.enum(['text', 'number', 'logical', 'date', 'datetime']).nullable(),
  level: z.string().nullable(),
  problem: z.string().nullable().describe('Why all its values are null.'),
  inputColumnId: z.string().nullable().describe('Of a linked input table: the column that is typed into here.'),
});

const linkedPage = z
  .object({
    inputTableId: id,
    num: z.number().int().describe('The number that the page shows: the base of edits made on it.'),
    keyColumnIds: z.array(z.string()),
    keys: z.array(z.array(z.string().nullable())).describe('One list per key column: what an edit names the rows by.'),
    rowIds: z
      .array(z.string().nullable())
      .describe('As live edits, refusals and the history name the rows; null: no key, nothing can be typed.'),
    cells: z.record(z.string(), z.array(cellSchema)).describe('Of select columns, by their id: the ids of options.'),
    pending: z.record(z.string(), z.array(z.string())).describe('By row id: columns whose cells are logged and not yet in the warehouse.'),
  })
  .describe('Which rows of a linked input table these are, for those who may type there.');

export const queryResult = z.object({
  columns: z.array(resultColumn),
  // Large and just made by the product itself: validated by its type, not again value for value.
  values: z.array(z.array(z.unknown())).describe('One list per column; numbers, dates and datetimes as text in canonical encoding.'),
  rowCount: z.number().int(),
  hasMore: z.boolean(),
  linked: linkedPage.nullable(),
  parts: z
    .array(z.enum(['cell', 'row-total', 'column-total', 'grand-total']))
    .nullable()
    .describe('Of a pivot with totals: what each row is. Its first page has the totals of the columns; each row has its own beside it.'),
  runsAs,
  editsMissing: z
    .number()
    .int()
    .describe('Saved edits of input tables that the rows lack: they wait for their author, or for the warehouse.'),
  cachedAt: time.nullable().describe('When it was computed, if it was remembered.'),
  durationMs: z.number(),
  queryId: id.nullable(),
});

export const statement = z.object({ sql: z.string(), connectionId: id });

export const count = z.object({ rows: z.number().int(), runsAs });

export const describeSource = z.object({ source });

export const describedSource = z.object({
  columns: z.array(
    z.object({
      name: z.string(),
      type: z.enum(['text', 'number', 'logical', 'date', 'datetime']).nullable(),
      engineType: z.string().nullable(),
      /** About the row, such as who made it: not among the columns that a new element begins with. */
      onRequest: z.boolean(),
      /** Of a column that people type into: a name that it keeps when it is renamed. */
      id: z.string().nullable(),
    }),
  ),
  /** Of a linked input table: ids of the columns that hold the keys of its rows. */
  keyColumns: z.array(z.string()),
});

const historyItem = z.object({
  id,
  at: time,
  workbook: z.object({ id, name: z.string().nullable() }).nullable(),
  elementId: z.string().nullable(),
  version: version.nullable(),
  connection: z.object({ id, name: z.string().nullable() }),
  member: z.object({ id, name: z.string().nullable() }),
  purpose: z.string(),
  principal: z.enum(['person', 'service-account', 'connection-credential']),
  login: z.string().nullable(),
  role: z.string().nullable().describe("Taken after the sign-in; null: the login's own rights"),
  rule: z.string(),
  reason: z.string(),
  statement: z.string().nullable().describe("Null: somebody else's exploration"),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  failure: z.object({ kind: z.string(), detail: z.string().nullable() }).nullable(),
  queueMs: z.number().nullable(),
  warehouseMs: z.number().nullable(),
  fetchMs: z.number().nullable(),
  rowCount: z.number().int().nullable(),
  requestId: z.string(),
});

export const historyQuery = listQuery.extend({ state: z.enum(['running', 'done', 'failed', 'cancelled']).optional() });
export const historyList = listOf(historyItem);
