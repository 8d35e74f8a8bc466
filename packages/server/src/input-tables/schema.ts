/** Requests and responses of the input tables' routes; the OpenAPI document comes from these. */
import { mostAllowedValues } from '@penstock/domain/input-tables/column-rules';
import { mostKeyColumns } from '@penstock/domain/input-tables/linked-rows';
import { definitionLimits } from '@penstock/domain/workbooks/limits';
import { z } from 'zod';
import { source } from '../workbooks/definition-schema.ts';

const text = (maximum: number) => z.string().min(1).max(maximum);

/** The most of each that an edit may hold; the validator of large edits asks too. */
export const longest = { rowId: 64, order: 512, cells: 1_000, choice: 1_000, block: 50_000 } as const;

export const editIdSchema = z.string().regex(/^[0-9a-f]{32}$/, 'an edit id is 32 lower-case hex digits');
export const columnIdSchema = z.string().regex(/^c[0-9a-z]{8}$/, 'a column id is `c` and 8 base-32 characters');
export const rowIdSchema = text(longest.rowId);
export const orderSchema = text(longest.order);
export const columnTypeSchema = z.enum(['text', 'number', 'date', 'datetime', 'checkbox', 'single-select', 'multi-select']);
/** A cell in canonical encoding (see the domain's `values/cell-value.ts`); lengths and spellings are checked by the domain, cell by cell. */
export const cellSchema = z.union([z.string(), z.boolean(), z.array(z.string()).max(longest.choice), z.null()]);

export const optionSchema = z.object({ id: text(64), label: z.string().max(255), color: z.string().max(32).nullable() });
export const columnSchema = z.object({
  id: columnIdSchema,
  name: text(255),
  type: columnTypeSchema,
  options: z.array(optionSchema).max(10_000),
  order: orderSchema,
  generation: z.int().min(1),
});
/** A column as a client asks for it; its place defaults to the end, its options to none. */
export const newColumnSchema = z.object({
  id: columnIdSchema,
  name: text(255),
  type: columnTypeSchema,
  options: z.array(optionSchema).max(10_000).optional(),
  order: orderSchema.optional(),
});

const rowCellsSchema = z.object({ id: rowIdSchema, cells: z.array(cellSchema).max(longest.cells) });
const newRowSchema = rowCellsSchema.extend({ order: orderSchema });
const rows = <Row extends z.ZodType>(row: Row) => z.array(row).max(longest.block);
const columnIds = z.array(columnIdSchema).max(1000);

export const clientOperationSchema = z.discriminatedUnion('op', [
  z.object({ op: z.literal('addColumn'), column: columnSchema }),
  z.object({
    op: z.literal('changeColumn'),
    columnId: columnIdSchema,
    name: text(255).optional(),
    options: z.array(optionSchema).max(10_000).optional(),
    type: columnTypeSchema.optional(),
  }),
  z.object({ op: z.literal('deleteColumn'), columnId: columnIdSchema }),
  z.object({ op: z.literal('moveColumn'), columnId: columnIdSchema, order: orderSchema }),
  z.object({ op: z.literal('insertRows'), columns: columnIds, rows: rows(newRowSchema) }),
  z.object({
    op: z.literal('updateCells'),
    columns: columnIds,
    rows: rows(rowCellsSchema),
    inserted: rows(newRowSchema),
    onlyWhile: z.int().min(1).nullable(),
  }),
  z.object({
    op: z.literal('updateKeyedCells'),
    columns: columnIds,
    /** Of a linked table: the values of its key columns, in their order, and the cells beside them. */
    rows: rows(z.object({ keys: z.array(z.string()).max(mostKeyColumns), cells: z.array(cellSchema).max(longest.cells) })),
    onlyWhile: z.int().min(1).nullable(),
  }),
  z.object({ op: z.literal('moveRows'), rows: rows(z.object({ id: rowIdSchema, order: orderSchema })) }),
  z.object({ op: z.literal('deleteRows'), rows: rows(rowIdSchema) }),
  z.object({ op: z.literal('restoreRows'), rows: rows(rowIdSchema) }),
]);

const linkSchema = z.object({
  source,
  /** Columns of the source that tell its rows apart, and ids for the columns that keep their values. */
  keys: z
    .array(z.object({ column: text(255), columnId: columnIdSchema }))
    .min(1)
    .max(mostKeyColumns),
  /** Columns of the source that the element shows at first, beside the keys. */
  show: z.array(text(255)).max(definitionLimits.columnsOfElement).default([]),
  editableIn: z.enum(['draft', 'published']).default('draft'),
});

export const createTableRequest = z.object({
  workbookId: z.uuid(),
  pageId: text(64),
  name: text(255),
  connectionId: z.uuid(),
  destinationId: z.uuid().nullish(),
  columns: z.array(newColumnSchema).min(1).max(1000),
  /** Makes a linked table: its rows are those of another source, and `columns` are typed beside them. */
  link: linkSchema.optional(),
  editId: editIdSchema.optional(),
});

export const editRequest = z.object({
  editId: editIdSchema,
  /** The highest number that the client's screen showed. */
  baseNum: z.int().min(0),
  operation: clientOperationSchema,
});

export const tableParameters = z.object({ id: z.uuid() });
export const trayParameters = tableParameters.extend({ editId: editIdSchema });
/** Of the document that shows the table; absent: the version that the person sees by themselves. */
const version = z.enum(['draft', 'published']).optional();
export const lookQuery = z.object({ version });
export const pageQuery = lookQuery.extend({
  offset: z.coerce.number().int().min(0).max(10_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(10_000).default(200),
  /** A log number, or a moment (ISO 8601): the table as the prefix of the log up to there. */
  asOf: z.string().max(64).optional(),
  /** These rows, by id, instead of a stretch: separated by commas, at most 500. */
  ids: z.string().max(40_000).optional(),
  /** Also who made and last changed each row, and when. */
  system: z.stringbool().default(false),
});
export const eventsQuery = lookQuery.extend({ after: z.coerce.number().int().min(0).optional() });
export const historyQuery = lookQuery.extend({
  row: rowIdSchema.optional(),
  column: columnIdSchema.optional(),
  before: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const editingSchema = z.object({
  state: z.enum(['open', 'restricted']),
  scope: z.enum(['me', 'table', 'connection']).nullable(),
  code: z.string().nullable(),
  reason: z.string().nullable(),
  nextStep: z.string().nullable(),
});

const typingSchema = z.object({ allowed: z.boolean(), reason: z.string().nullable() });
const listSchema = z.object({
  from: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('values'), values: z.array(text(8_000)).max(mostAllowedValues) }),
    z.object({ kind: z.literal('element'), elementId: z.uuid(), columnId: text(64) }),
  ]),
  otherwise: z.enum(['warn', 'refuse']),
});
/** What is asked of edits of a column beyond its type. */
export const columnRulesRequest = z.object({
  /** Who may write it beside the table's owner; `null`: all who may edit the table. */
  protection: z.object({ members: z.array(z.uuid()).max(1_000), teams: z.array(z.uuid()).max(1_000) }).nullable(),
  allowed: listSchema.nullable(),
});
export const columnParameters = tableParameters.extend({ columnId: columnIdSchema });
export const choicesResponse = z.object({ values: z.array(z.string()), hasMore: z.boolean() });

export const inputTableResponse = z.object({
  id: z.uuid(),
  name: z.string(),
  workbookId: z.uuid(),
  pageId: z.string(),
  connectionId: z.uuid(),
  destination: z.object({ database: z.string(), schema: z.string() }),
  table: z.object({ schema: z.string(), table: z.string() }),
  columns: z.array(columnSchema),
  /** Of a linked table: which of its columns hold the keys of its rows, in the order in which edits name them. */
  link: z.object({ keyColumns: z.array(z.string()) }).nullable(),
  headNum: z.number(),
  appliedNum: z.number(),
  rowCount: z.number().nullable(),
  editing: editingSchema,
  /** Somewhere: `typing` says where. */
  canEdit: z.boolean(),
  /** Whether this person may write cells, in each version of the document. */
  typing: z.object({ draft: typingSchema, published: typingSchema }),
  canChangeColumns: z.boolean(),
  /** Of columns that have any; `locked`: not for this person to write. */
  columnRules: z.array(columnRulesRequest.extend({ columnId: z.string(), locked: z.boolean() })),
  /** Whether this person decides who may write which column. */
  canProtect: z.boolean(),
  owner: z.object({ memberId: z.uuid(), login: z.string().nullable() }),
  /** For the team: what the creator can run so that others may edit (decision 4); `null` for others than the owner. */
  grantSql: z.string().nullable(),
  documentTimeZone: z.string(),
});

const pageRowSchema = z.object({
  id: z.string(),
  order: z.string(),
  /** In the order of the table's columns. */
  cells: z.array(cellSchema),
  /** Columns whose value is logged but not yet in the warehouse. */
  pending: z.array(z.string()).optional(),
  /** When it was asked for: e-mail addresses, and moments in UTC with microseconds. */
  system: z.object({ createdBy: z.string(), createdAt: z.string(), updatedBy: z.string(), updatedAt: z.string() }).optional(),
});

export const pageResponse = z.object({
  /** The log number that this page shows. */
  num: z.number(),
  columns: z.array(columnSchema),
  total: z.number(),
  /** `false` while the positions of a large table are still being counted. */
  totalExact: z.boolean(),
  offset: z.number(),
  rows: z.array(pageRowSchema),
});

export const editResponse = z.object({
  editId: z.string(),
  editNum: z.number(),
  at: z.string(),
  state: z.enum(['logged', 'applied']),
  /** Cells that were taken though their columns' lists lack the value; at most 1,000. */
  unlisted: z.array(z.object({ row: z.string(), column: z.string() })),
});

const personSchema = z.object({ id: z.string(), name: z.string(), email: z.string() });

export const historyResponse = z.object({
  items: z.array(
    z.object({
      num: z.number(),
      editId: z.string(),
      at: z.string(),
      author: personSchema,
      /** What was done, in a few words. */
      summary: z.string(),
      op: z.string(),
      /** The cell's value after the edit, when one cell was asked for; `null` otherwise. */
      value: cellSchema,
      /** Rows that a restore could bring back. */
      deletedRows: z.array(z.string()),
      state: z.enum(['applied', 'pending', 'waiting', 'rejected']),
    }),
  ),
  nextCursor: z.string().nullable(),
});

export const trayResponse = z.object({
  items: z.array(
    z.object({
      editId: z.string(),
      num: z.number(),
      at: z.string(),
      code: z.string(),
      reason: z.string(),
      operation: z.record(z.string(), z.unknown()),
    }),
  ),
  nextCursor: z.null(),
});

export const pendingResponse = z.object({
  items: z.array(
    z.object({
      num: z.number(),
      editId: z.string(),
      at: z.string(),
      author: personSchema,
      state: z.enum(['pending', 'waiting']),
      code: z.string().nullable(),
      reason: z.string().nullable(),
      summary: z.string(),
      /** What it would write; the first cells of many. */
      cells: z.array(z.object({ row: z.string(), column: z.string(), value: cellSchema })),
      cellCount: z.number(),
    }),
  ),
  nextCursor: z.null(),
});

export const sendAgainRequest = z.object({ newEditId: editIdSchema });
export const adoptRequest = z.object({ nums: z.array(z.int().min(1)).min(1).max(10_000) });
export const adoptResponse = z.object({ adopted: z.array(z.number()) });
export const withdrawRequest = adoptRequest;
/** What is taken back, unless it turns out to have been written already: the edit's state says which. */
export const withdrawResponse = z.object({ withdrawn: z.array(z.number()) });
export const grantRequest = z.object({ login: text(255), privilege: z.enum(['read', 'edit']) });
export const grantResponse = z.object({ sql: z.string() });
export const rebuildResponse = z.object({ rows: z.number(), num: z.number() });
export const createTableResponse = z.object({ inputTable: inputTableResponse });
