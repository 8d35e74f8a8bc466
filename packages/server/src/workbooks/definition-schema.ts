/**
 * What a definition looks like on the way in and out. It mirrors `domain/workbooks/definition.ts`; the types at the end
 * do not check when the two differ. What a shape cannot say is in `domain/workbooks/check-definition.ts`.
 */
import type { DraftChange } from '@penstock/domain/workbooks/apply-change';
import { mostKeyColumns } from '@penstock/domain/input-tables/linked-rows';
import { chartKinds, controlKinds } from '@penstock/domain/workbooks/definition';
import type { ControlValue, Definition, Element, Filter, Source } from '@penstock/domain/workbooks/definition';
import { definitionLimits } from '@penstock/domain/workbooks/limits';
import { z } from 'zod';
import { id, nameText } from '../app/schema.ts';

/** Text that PostgreSQL can store: no NUL, no halves of a character. */
function text(maximum: number): z.ZodString {
  return z
    .string()
    .max(maximum)
    .refine((value) => value.isWellFormed() && !value.includes('\0'), 'has characters that cannot be stored');
}

/** Ids within an element: of columns, groupings and filters. */
const partId = z
  .string()
  .regex(/^[\w-]+$/)
  .max(64);
const name = nameText(200);
/** What a warehouse names its things with. */
const warehouseName = text(255).min(1);
const valueText = text(10_000);

const layout = z.strictObject({
  x: z.int().min(0).max(23),
  y: z.int().min(0).max(100_000),
  width: z.int().min(1).max(24),
  height: z.int().min(1).max(1_000),
});

const outsideSources = [
  z.strictObject({ kind: z.literal('warehouse-table'), connectionId: id, schema: warehouseName, table: warehouseName }),
  z.strictObject({ kind: z.literal('custom-sql'), connectionId: id, sql: text(definitionLimits.sqlCharacters) }),
  z.strictObject({ kind: z.literal('data-model'), documentId: id, elementId: id }),
  z.strictObject({ kind: z.literal('input-table'), inputTableId: id }),
] as const;

const plainSources = [...outsideSources, z.strictObject({ kind: z.literal('element'), elementId: id })] as const;

/** Joins and unions hold sources; the route refuses JSON that is nested deeper than any source may be. */
export const source: z.ZodType<Source, Source> = z.lazy(() => anySource).meta({ id: 'Source' });

const joinSource = z.strictObject({
  kind: z.literal('join'),
  type: z.enum(['inner', 'left', 'right', 'full']),
  left: source,
  right: source,
  rightName: text(200),
  on: z
    .array(z.strictObject({ left: warehouseName, right: warehouseName }))
    .min(1)
    .max(50),
});

const unionSource = z.strictObject({
  kind: z.literal('union'),
  sources: z.array(source).min(1).max(definitionLimits.sourcesOfElement),
});

const linkedSource = z.strictObject({
  kind: z.literal('linked-input-table'),
  inputTableId: id,
  editableIn: z.enum(['draft', 'published']),
  source,
  keys: z
    .array(z.strictObject({ column: warehouseName, columnId: partId }))
    .min(1)
    .max(mostKeyColumns),
});

const anySource = z.discriminatedUnion('kind', [...plainSources, joinSource, unionSource, linkedSource]);

const format = z.strictObject({
  style: z.enum(['automatic', 'number', 'percent', 'currency', 'date', 'datetime', 'text']),
  decimals: z.int().min(0).max(20).nullable(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .nullable(),
});

const column = z.strictObject({
  id: partId,
  name,
  formula: text(definitionLimits.formulaCharacters),
  hidden: z.boolean(),
  format: format.nullable(),
  level: partId.nullable(),
});

const filterPlace = { id: partId, columnId: partId };
export const filter = z.discriminatedUnion('kind', [
  z.strictObject({
    ...filterPlace,
    kind: z.literal('list'),
    mode: z.enum(['include', 'exclude']),
    values: z.array(z.union([valueText, z.boolean(), z.null()])).max(1_000),
  }),
  z.strictObject({ ...filterPlace, kind: z.literal('range'), from: valueText.nullable(), to: valueText.nullable() }),
  z.strictObject({
    ...filterPlace,
    kind: z.literal('text'),
    operator: z.enum(['contains', 'does-not-contain', 'starts-with', 'ends-with', 'equals', 'does-not-equal']),
    text: valueText,
    caseSensitive: z.boolean(),
  }),
  z.strictObject({ ...filterPlace, kind: z.literal('null'), mode: z.enum(['is-null', 'is-not-null']) }),
  z.strictObject({
    ...filterPlace,
    kind: z.literal('top'),
    count: z.int().min(1).max(1_000_000),
    direction: z.enum(['highest', 'lowest']),
  }),
  z.strictObject({ ...filterPlace, kind: z.literal('control'), controlId: id }),
]);

export const sort = z.strictObject({ columnId: partId, direction: z.enum(['ascending', 'descending']) });

const columnIds = z.array(partId).max(definitionLimits.columnsOfElement);
const base = { id, name, layout };
const dataBase = {
  ...base,
  source,
  columns: z.array(column).max(definitionLimits.columnsOfElement),
  filters: z.array(filter).max(definitionLimits.filtersOfElement),
  sorts: z.array(sort).max(100),
};

/** What a control holds; also what a reader's query sends for it. */
export const controlValue = z.union([
  z.null(),
  z.boolean(),
  valueText,
  z.array(valueText).max(1_000),
  z.strictObject({ from: valueText.nullable(), to: valueText.nullable() }),
]);

export const element = z
  .discriminatedUnion('kind', [
    z.strictObject({
      ...dataBase,
      kind: z.literal('table'),
      groupings: z.array(z.strictObject({ id: partId, keys: columnIds.min(1), collapsed: z.boolean() })).max(20),
      totals: columnIds,
    }),
    z.strictObject({
      ...dataBase,
      kind: z.literal('pivot'),
      rows: columnIds,
      across: columnIds,
      values: columnIds,
      totals: z.strictObject({ rows: z.boolean(), columns: z.boolean() }).exactOptional(),
    }),
    z.strictObject({
      ...dataBase,
      kind: z.literal('chart'),
      chart: z.enum(chartKinds),
      x: partId.nullable(),
      values: columnIds,
      series: partId.nullable(),
      stacked: z.boolean(),
    }),
    z.strictObject({ ...base, kind: z.literal('input-table'), inputTableId: id, editableIn: z.enum(['draft', 'published']) }),
    z.strictObject({ ...base, kind: z.literal('text'), text: text(definitionLimits.textCharacters) }),
    z.strictObject({
      ...base,
      kind: z.literal('image'),
      image: z
        .string()
        .max(1_400_000)
        .regex(/^data:image\/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/]+={0,2}$/, 'is a data: address of a PNG, JPEG, GIF or WebP'),
      description: text(1_000),
    }),
    z.strictObject({
      ...base,
      kind: z.literal('control'),
      control: z.enum(controlKinds),
      label: name,
      choices: z
        .union([z.strictObject({ values: z.array(valueText).max(1_000) }), z.strictObject({ elementId: id, columnId: partId })])
        .nullable(),
      multiple: z.boolean(),
      initial: controlValue,
    }),
  ])
  .meta({ id: 'Element' });

export const definition = z
  .strictObject({
    formatVersion: z.literal(1),
    timeZone: z.string().max(100),
    weekStart: z.enum(['monday', 'sunday']),
    pages: z.array(z.strictObject({ id, name, elements: z.array(element).max(definitionLimits.elements) })).max(definitionLimits.pages),
  })
  .meta({ id: 'Definition' });

const position = z.int().min(0).max(definitionLimits.pages);
const baseRevision = z.int().optional();

const known = z
  .array(z.strictObject({ source: z.discriminatedUnion('kind', outsideSources), columns: z.array(warehouseName).max(10_000) }))
  .max(definitionLimits.sourcesOfElement)
  .optional()
  .describe('Columns of sources that stand beside the element in joins; without them it may not be told whose a name is there.');

export const draftChange = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('addPage'), page: z.strictObject({ id, name }), position: position.nullable() }),
    z.strictObject({ kind: z.literal('renamePage'), pageId: id, name }),
    z.strictObject({ kind: z.literal('removePage'), pageId: id }),
    z.strictObject({ kind: z.literal('movePage'), pageId: id, position }),
    z.strictObject({ kind: z.literal('putElement'), pageId: id, element, baseRevision }),
    z.strictObject({ kind: z.literal('removeElement'), elementId: id, baseRevision }),
    z
      .strictObject({ kind: z.literal('renameElement'), elementId: id, name })
      .describe('Formulas of the whole document that name it follow; so with renameColumn.'),
    z.strictObject({ kind: z.literal('renameColumn'), elementId: id, columnId: partId, name, known }),
    z.strictObject({ kind: z.literal('moveElement'), elementId: id, pageId: id, layout }),
    z.strictObject({
      kind: z.literal('setDocument'),
      timeZone: z.string().max(100).optional(),
      weekStart: z.enum(['monday', 'sunday']).optional(),
    }),
  ])
  .meta({ id: 'DraftChange' });

type DeepReadonly<T> = T extends readonly (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
    : T;
/** `true` when each is assignable to the other; an error otherwise. */
type Same<Left extends Right, Right extends Other, Other = Left> = true;
type Shown<Schema extends z.ZodType> = DeepReadonly<z.output<Schema>>;

/** Nothing here runs; a difference between schema and domain is an error of the type check. */
export type Checked = [
  Same<Shown<typeof definition>, Definition>,
  Same<Shown<typeof element>, Element>,
  Same<Shown<typeof anySource>, Source>,
  Same<Shown<typeof filter>, Filter>,
  Same<Shown<typeof controlValue>, ControlValue>,
  Same<Shown<typeof draftChange>, DraftChange>,
];
