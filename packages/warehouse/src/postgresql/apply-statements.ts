/**
 * Compiles an `ApplyPlan` to SQL that the engine itself guards: each part of a row (life, order, each cell) changes only
 * under a greater number than it bears, so resending, reordering and late landing are harmless. Rows that the plan
 * creates are upserted, and are their earliest maker's; all others are only updated, so that an edit of a row that never came to be leaves no phantom.
 */
import type { AppliedCell, AppliedRow, ApplyPlan } from '@penstock/domain/edit-log/apply-plan';
import type { PhysicalColumn } from '@penstock/domain/input-tables/physical-layout';
import { guardColumnName, rowColumns, valueColumnName } from '@penstock/domain/input-tables/physical-layout';
import type { ApplyOptions } from '../dialect.ts';
import type { SqlValue, Statement, TablePath } from '../port.ts';
import { encodeCell, sqlType } from './cell-values.ts';
import { quoteName, quoteTable } from './quote.ts';

/** The statements of one share, to be run in one transaction. */
export function applyPlan(table: TablePath, plan: ApplyPlan, options: ApplyOptions = { forcedUpTo: null }): readonly Statement[] {
  // Always the same order of rows, so that two appliers on one table wait for each other instead of deadlocking.
  const rows = plan.rows.toSorted((left, right) => (left.rowId < right.rowId ? -1 : 1));
  const created: AppliedRow[] = [];
  const changed: AppliedRow[] = [];
  for (const row of rows) {
    const conditional = row.cells.some((cell) => cell.onlyWhile !== null);
    if (row.created === null) {
      if (row.life !== null || row.order !== null || row.cells.length > 0) changed.push(row);
    } else if (conditional) {
      created.push({ ...row, cells: row.cells.filter((cell) => cell.onlyWhile === null) });
      changed.push({ ...row, created: null, life: null, order: null, cells: row.cells.filter((cell) => cell.onlyWhile !== null) });
    } else {
      created.push(row);
    }
  }
  return [
    ...sharedShapes(created).map((group) => upsertRows(table, group, options)),
    ...sharedShapes(changed).map((group) => updateRows(table, group, options)),
  ];
}

/**
 * Rows that go into one statement. Mostly one group: a row that leaves a column alone has an empty guard there. Only
 * when that would send more holes than cells are rows grouped by exactly the columns they touch.
 */
function sharedShapes(rows: readonly AppliedRow[]): readonly CellColumns[] {
  if (rows.length === 0) return [];
  const all = gatherColumns(rows);
  if (rows.length * all.columns.length <= Math.max(1_000, all.cellCount * 2)) return [all];
  const byShape = Map.groupBy(rows, (row) =>
    row.cells
      .map((cell) => valueColumnName(physical(cell)))
      .toSorted()
      .join(),
  );
  return [...byShape.values()].map(gatherColumns);
}

/** The cells of a group of rows, column by column. */
interface CellColumns {
  readonly rows: readonly AppliedRow[];
  /** In the order of their names, so that the same shape has the same text. */
  readonly columns: readonly CellColumn[];
  readonly cellCount: number;
}

/** One element a row in each list; a row that leaves the column alone has `null` in all of them. */
interface CellColumn {
  readonly name: string;
  readonly guard: string;
  readonly sqlType: string;
  readonly values: (string | null)[];
  readonly nums: (number | null)[];
  /** `null` where no row has one. */
  conditions: (number | null)[] | null;
}

function gatherColumns(rows: readonly AppliedRow[]): CellColumns {
  const byId = new Map<string, CellColumn[]>();
  let cellCount = 0;
  rows.forEach((row, index) => {
    for (const cell of row.cells) {
      const column = columnOf(byId, cell, rows.length);
      column.values[index] = encodeCell(cell.value);
      column.nums[index] = cell.num;
      if (cell.onlyWhile !== null) {
        column.conditions ??= holes(rows.length);
        column.conditions[index] = cell.onlyWhile;
      }
      cellCount += 1;
    }
  });
  const columns = [...byId.values()].flat().toSorted((left, right) => (left.name < right.name ? -1 : 1));
  return { rows, columns, cellCount };
}

/** By id, then generation: a plan of 50,000 cells builds no name for each of them. */
function columnOf(byId: Map<string, CellColumn[]>, cell: AppliedCell, rowCount: number): CellColumn {
  let generations = byId.get(cell.columnId);
  if (generations === undefined) byId.set(cell.columnId, (generations = []));
  const known = generations[cell.generation];
  if (known !== undefined) return known;
  const column: CellColumn = {
    name: quoteName(valueColumnName(physical(cell))),
    guard: quoteName(guardColumnName(physical(cell))),
    sqlType: sqlType(cell.type),
    values: holes(rowCount),
    nums: holes(rowCount),
    conditions: null,
  };
  generations[cell.generation] = column;
  return column;
}

function holes(count: number): null[] {
  const list: null[] = [];
  for (let index = 0; index < count; index += 1) list.push(null);
  return list;
}

function physical(cell: AppliedCell): PhysicalColumn {
  return { id: cell.columnId, generation: cell.generation };
}

/** A column of the source rows. */
interface SourceColumn {
  readonly name: string;
  readonly sqlType: string;
  readonly values: readonly (string | number | null)[];
  /**
   * Columns of one kind go as plain parameters when each of them is the same in all rows, as within one edit: an array
   * of 5,000 equal numbers costs the engine as much to read as 5,000 different ones. By kind and not one by one, so
   * that a shape has a handful of texts and each stays prepared.
   */
  readonly kind: 'row' | 'number' | 'author' | 'value';
}

/** A part of the row that changes under one guard. */
interface GuardedPart {
  readonly guard: string;
  /** Columns that change with it. */
  readonly values: readonly string[];
  /** Column of the source with the number that the guard must still be; `null` where no row has a condition. */
  readonly condition: string | null;
}

const lifePart: GuardedPart = { guard: rowColumns.rowNum, values: [rowColumns.deleted], condition: null };
const orderPart: GuardedPart = { guard: rowColumns.orderNum, values: [rowColumns.orderKey], condition: null };

function upsertRows(table: TablePath, group: CellColumns, options: ApplyOptions): Statement {
  const { rows } = group;
  const source = [...rowSource(rows), ...lifeSource(rows), ...orderSource(rows), ...createdSource(rows), ...cellSource(group)];
  const parts = [lifePart, orderPart, ...cellParts(group)];
  const parameters = new Parameters();
  const from = sourceRows(source, parameters);
  const newer = comparison('excluded', options, parameters);
  const names = source.map(({ name }) => name).join(', ');
  const created = [rowColumns.createdBy, rowColumns.createdAt].map((name) =>
    options.forcedUpTo === null
      ? `${name} = CASE WHEN ${madeEarlier} THEN excluded.${name} ELSE t.${name} END`
      : `${name} = excluded.${name}`,
  );
  const changes = [...assignments(parts, 'excluded', newer), ...created, ...updatedAssignments('excluded', newer)];
  const text =
    `INSERT INTO ${quoteTable(table)} AS t (${names}) ${from} ` +
    `ON CONFLICT (${rowColumns.rowId}) DO UPDATE SET ${changes.join(', ')} WHERE ${[...parts.map(newer), madeEarlier].join(' OR ')}`;
  return { text, parameters: parameters.values };
}

/** `earliest` of `domain/edit-log/apply-plan.ts`. A row of a linked table can be made by several edits. */
const madeEarlier = ((): string => {
  const { createdAt, createdBy } = rowColumns;
  const [at, by] = [`excluded.${createdAt} COLLATE "C"`, `excluded.${createdBy} COLLATE "C"`];
  return `(t.${createdAt} IS NULL OR ${at} < t.${createdAt} OR (${at} = t.${createdAt} AND ${by} < t.${createdBy}))`;
})();

function updateRows(table: TablePath, group: CellColumns, options: ApplyOptions): Statement {
  const { rows } = group;
  const hasLife = rows.some((row) => row.life !== null);
  const hasOrder = rows.some((row) => row.order !== null);
  const source = [...rowSource(rows), ...(hasLife ? lifeSource(rows) : []), ...(hasOrder ? orderSource(rows) : []), ...cellSource(group)];
  const parts = [...(hasLife ? [lifePart] : []), ...(hasOrder ? [orderPart] : []), ...cellParts(group)];
  const parameters = new Parameters();
  const from = sourceRows(source, parameters);
  const newer = comparison('s', options, parameters);
  const text =
    `UPDATE ${quoteTable(table)} AS t SET ${[...assignments(parts, 's', newer), ...updatedAssignments('s', newer)].join(', ')} ` +
    `FROM (${from}) AS s WHERE t.${rowColumns.rowId} = s.${rowColumns.rowId} AND (${parts.map(newer).join(' OR ')})`;
  return { text, parameters: parameters.values };
}

/** Collects parameters. The same number takes one place; other values never do, or the text would depend on the data. */
class Parameters {
  readonly values: SqlValue[] = [];
  readonly #numbers = new Map<string, string>();

  array(values: readonly (string | number | null)[], type: string): string {
    this.values.push(texts(values));
    return `$${this.values.length}::${type}[]`;
  }

  plain(given: string | number | null, type: string): string {
    const value = typeof given === 'number' ? String(given) : given;
    const known = type === 'bigint' && value !== null ? this.#numbers.get(value) : undefined;
    if (known !== undefined) return known;
    this.values.push(value);
    const place = `$${this.values.length}::${type}`;
    if (type === 'bigint' && value !== null) this.#numbers.set(value, place);
    return place;
  }
}

/** `SELECT … FROM unnest(…)`: a row of the statement's source for each row of the group. */
function sourceRows(source: readonly SourceColumn[], parameters: Parameters): string {
  // One cell typed by one person is the common case; without arrays its plan is one index lookup, planned once.
  if (source[0]?.values.length === 1) {
    return `SELECT ${source.map((column) => `${parameters.plain(column.values[0] ?? null, column.sqlType)} AS ${column.name}`).join(', ')}`;
  }
  const uniform = (kind: SourceColumn['kind']): boolean =>
    source.every((column) => column.kind !== kind || column.values.every((value) => value === column.values[0]));
  const plainKinds = new Set((['number', 'author'] as const).filter(uniform));
  const isPlain = ({ kind }: SourceColumn): boolean => plainKinds.has(kind as 'number' | 'author');
  const arrays = source.filter((column) => !isPlain(column));
  const selected = source.map((column) =>
    isPlain(column) ? `${parameters.plain(column.values[0] ?? null, column.sqlType)} AS ${column.name}` : `u.${column.name}`,
  );
  const unnested = arrays.map((column) => parameters.array(column.values, column.sqlType));
  return `SELECT ${selected.join(', ')} FROM unnest(${unnested.join(', ')}) AS u (${arrays.map(({ name }) => name).join(', ')})`;
}

/** The condition under which a part of the row changes. An absent part has an empty number: no comparison is true. */
function comparison(source: string, options: ApplyOptions, parameters: Parameters): (part: GuardedPart) => string {
  const upTo = options.forcedUpTo === null ? null : parameters.plain(String(options.forcedUpTo), 'bigint');
  return ({ guard, condition }) => {
    const greater =
      upTo === null
        ? `${source}.${guard} > coalesce(t.${guard}, 0)`
        : `(${source}.${guard} IS NOT NULL AND coalesce(t.${guard}, 0) <= ${upTo})`;
    return condition === null ? greater : `(${greater} AND (${source}.${condition} IS NULL OR t.${guard} = ${source}.${condition}))`;
  };
}

function assignments(parts: readonly GuardedPart[], source: string, newer: (part: GuardedPart) => string): readonly string[] {
  return parts.flatMap((part) =>
    [part.guard, ...part.values].map((name) => `${name} = CASE WHEN ${newer(part)} THEN ${source}.${name} ELSE t.${name} END`),
  );
}

/** Who touched the row last: only reached when some part changed. */
function updatedAssignments(source: string, newer: (part: GuardedPart) => string): readonly string[] {
  const { updatedNum, updatedBy, updatedAt } = rowColumns;
  const isNewer = newer({ guard: updatedNum, values: [], condition: null });
  return [updatedNum, updatedBy, updatedAt].map((name) => `${name} = CASE WHEN ${isNewer} THEN ${source}.${name} ELSE t.${name} END`);
}

function cellParts(group: CellColumns): readonly GuardedPart[] {
  return group.columns.map(({ name, guard, conditions }, index) => ({
    guard,
    values: [name],
    condition: conditions === null ? null : conditionName(index),
  }));
}

/** A name within the statement only. */
function conditionName(index: number): string {
  return `while_${index}`;
}

function rowSource(rows: readonly AppliedRow[]): readonly SourceColumn[] {
  return [
    { name: rowColumns.rowId, sqlType: 'text', kind: 'row', values: rows.map((row) => row.rowId) },
    { name: rowColumns.updatedNum, sqlType: 'bigint', kind: 'number', values: rows.map((row) => row.updated.num) },
    { name: rowColumns.updatedBy, sqlType: 'text', kind: 'author', values: rows.map((row) => row.updated.by) },
    { name: rowColumns.updatedAt, sqlType: 'text', kind: 'author', values: rows.map((row) => row.updated.at) },
  ];
}

function lifeSource(rows: readonly AppliedRow[]): readonly SourceColumn[] {
  return [
    { name: rowColumns.rowNum, sqlType: 'bigint', kind: 'number', values: rows.map((row) => row.life?.num ?? null) },
    {
      name: rowColumns.deleted,
      sqlType: 'boolean',
      kind: 'number',
      values: rows.map((row) => (row.life === null ? null : encodeCell(row.life.deleted))),
    },
  ];
}

function orderSource(rows: readonly AppliedRow[]): readonly SourceColumn[] {
  return [
    { name: rowColumns.orderKey, sqlType: 'text', kind: 'value', values: rows.map((row) => row.order?.key ?? null) },
    { name: rowColumns.orderNum, sqlType: 'bigint', kind: 'number', values: rows.map((row) => row.order?.num ?? null) },
  ];
}

function createdSource(rows: readonly AppliedRow[]): readonly SourceColumn[] {
  return [
    { name: rowColumns.createdBy, sqlType: 'text', kind: 'author', values: rows.map((row) => row.created?.by ?? null) },
    { name: rowColumns.createdAt, sqlType: 'text', kind: 'author', values: rows.map((row) => row.created?.at ?? null) },
  ];
}

function cellSource(group: CellColumns): readonly SourceColumn[] {
  return group.columns.flatMap((column, index): SourceColumn[] => [
    { name: column.name, sqlType: column.sqlType, kind: 'value', values: column.values },
    { name: column.guard, sqlType: 'bigint', kind: 'number', values: column.nums },
    ...(column.conditions === null
      ? []
      : [{ name: conditionName(index), sqlType: 'bigint', kind: 'number', values: column.conditions } as const]),
  ]);
}

/** Most neighbours are of the same edit: its number becomes text once. */
function texts(values: readonly (string | number | null)[]): readonly (string | null)[] {
  let last = 0;
  let text = '0';
  return values.map((value) => {
    if (typeof value !== 'number') return value;
    if (value !== last) {
      last = value;
      text = String(value);
    }
    return text;
  });
}
