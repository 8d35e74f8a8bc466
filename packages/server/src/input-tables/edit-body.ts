/**
 * Validates the body of an edit. The schema says what it is, here and in the OpenAPI document; but it makes several
 * objects of each of the 50,000 cells of a paste. So rows that are exactly as the schema would leave them are recognised
 * by hand, and only the rest of the body goes through it. Any other body goes through it whole, and is told what is wrong.
 */
import { validatorCompiler } from 'fastify-type-provider-zod';
import { mostKeyColumns } from '@penstock/domain/input-tables/linked-rows';
import { longest } from './schema.ts';

type Fields = Readonly<Record<string, unknown>>;
type RouteOfProvider = Parameters<typeof validatorCompiler>[0];
/** As fastify types it for a single route: the schema is one of the provider's all the same. */
type Route = Pick<RouteOfProvider, 'method' | 'url' | 'httpPart'> & { readonly schema: unknown };
type Rows = Readonly<Record<string, readonly unknown[]>>;

/** For the route of edits: the same as the schema alone, sooner. */
export function editValidator(route: Route): ReturnType<typeof validatorCompiler> {
  const validate = validatorCompiler(route as RouteOfProvider);
  if (route.httpPart !== 'body') return validate;
  return (body: unknown) => {
    const operation = fieldsOf(fieldsOf(body)?.['operation']);
    const rows = operation === null ? null : plainRows(operation);
    if (rows === null) return validate(body);
    const frame = validate({ ...fieldsOf(body), operation: { ...operation, ...withoutRows(rows) } });
    if (typeof frame !== 'object' || !('value' in frame)) return validate(body);
    return { value: { ...frame.value, operation: { ...frame.value.operation, ...rows } } };
  };
}

/** The blocks of rows of an operation; `null` unless the schema would leave all of them just as they are. */
function plainRows({ op, rows, inserted }: Fields): Rows | null {
  switch (op) {
    case 'insertRows':
      return isBlock(rows, isNewRow) ? { rows } : null;
    case 'updateCells':
      return isBlock(rows, isRowCells) && isBlock(inserted, isNewRow) ? { rows, inserted } : null;
    case 'updateKeyedCells':
      return isBlock(rows, isKeyedRow) ? { rows } : null;
    default:
      return null;
  }
}

function withoutRows(rows: Rows): Rows {
  return Object.fromEntries(Object.keys(rows).map((name) => [name, []]));
}

function fieldsOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
}

function isBlock(value: unknown, isRow: (row: unknown) => boolean): value is readonly unknown[] {
  return Array.isArray(value) && value.length <= longest.block && value.every(isRow);
}

function isRowCells(row: unknown): boolean {
  const fields = fieldsOf(row);
  return fields !== null && Object.keys(fields).length === 2 && isText(fields['id'], longest.rowId) && isCells(fields['cells']);
}

function isNewRow(row: unknown): boolean {
  const fields = fieldsOf(row);
  return (
    fields !== null &&
    Object.keys(fields).length === 3 &&
    isText(fields['id'], longest.rowId) &&
    isText(fields['order'], longest.order) &&
    isCells(fields['cells'])
  );
}

function isKeyedRow(row: unknown): boolean {
  const fields = fieldsOf(row);
  return fields !== null && Object.keys(fields).length === 2 && isKeys(fields['keys']) && isCells(fields['cells']);
}

function isKeys(value: unknown): boolean {
  return Array.isArray(value) && value.length <= mostKeyColumns && value.every((key) => typeof key === 'string');
}

function isText(value: unknown, maximum: number): boolean {
  return typeof value === 'string' && value.length > 0 && value.length <= maximum;
}

function isCells(value: unknown): boolean {
  return Array.isArray(value) && value.length <= longest.cells && value.every(isCell);
}

function isCell(value: unknown): boolean {
  return typeof value === 'string' || value === null || typeof value === 'boolean' || isChoice(value);
}

function isChoice(value: unknown): boolean {
  return Array.isArray(value) && value.length <= longest.choice && value.every((option) => typeof option === 'string');
}
