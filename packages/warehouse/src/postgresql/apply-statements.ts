/**
 * Compiles an `ApplyPlan` to SQL that the engine itself guards: each part of a row (life, order, each cell) changes only
 * under a greater number than it bears, so resending, reordering and late landing are harmless. Rows that the plan
 * creates are upserted; all others are only updated, so that an edit of a row that never came to be leaves no phantom.
 */
import type { AppliedCell, AppliedRow, ApplyPlan } from '@penstock/domain/edit-log/apply-plan';
import { guardColumnName, rowColumns, valueColumnName } from '@penstock/domain/input-tables/physical-layout';
import type { ApplyOptions } from '../dialect.ts';
import type { SqlValue, Statement, TablePath } from '../port.ts';
import { encodeCell, sqlType } from './cell-values.ts';
import { quoteName, quoteTable } from './quote.ts';

/** The statements of one share, to be run in one transaction. */
export function applyPlan(table: TablePath, plan: ApplyPlan, options: ApplyOptions = { forcedUpTo: null }): readonly Statement[] {
  // Always the same order of rows, so that two appliers on one table wait for each other instead of deadlocking.
  const rows = plan.rows.toSorted((left, right) => (left.rowId < right.rowId ? -1 : 1));
  const created = rows.filter((row) => row.created !== null).map(withoutConditions);
  const changed = rows.flatMap((row) => (row.created === null ? [row] : conditionsOnly(row))).filter(changesSomething);
  return [
    ...sharedShapes(created).map((group) => upsertRows(table, group, options)),
    ...sharedShapes(changed).map((group) => updateRows(table, group, options)),
  ];
}

function withoutConditions(row: AppliedRow): AppliedRow {
  return row.cells.some(isConditional) ? { ...row, cells: row.cells.filter((cell) => !isConditional(cell)) } : row;
}

function conditionsOnly(row: AppliedRow): readonly AppliedRow[] {
  const cells = row.cells.filter(isConditional);
  return cells.length === 0 ? [] : [{ ...row, created: null, life: null, order: null, cells }];
}

function isConditional(cell: AppliedCell): boolean {
  return cell.onlyWhile !== null;
}

function changesSomething(row: AppliedRow): boolean {
  return row.life !== null || row.order !== null || row.cells.length > 0;
}

/**
 * Rows that go into one statement. Mostly one group: a row that leaves a column alone has an empty guard there. Only
 * when that would send more holes than cells are rows grouped by exactly the columns they touch.
 */
function sharedShapes(rows: readonly AppliedRow[]): readonly (readonly AppliedRow[])[] {
  if (rows.length === 0) return [];
  const cellCount = rows.reduce((sum, row) => sum + row.cells.length, 0);
  const columnCount = columnsOf(rows).length;
  if (rows.length * columnCount <= Math.max(1_000, cellCount * 2)) return [rows];
  return [...Map.groupBy(rows, (row) => row.cells.map(valueName).toSorted().join()).values()];
}

/** The columns that any of the rows touches, each once, in the order of their names: the same shape has the same text. */
function columnsOf(rows: readonly AppliedRow[]): readonly AppliedCell[] {
  const columns = new Map<string, AppliedCell>();
  for (const row of rows) for (const cell of row.cells) columns.set(valueName(cell), cell);
  return [...columns.entries()].toSorted(([left], [right]) => (left < right ? -1 : 1)).map(([, cell]) => cell);
}

function valueName(cell: AppliedCell): string {
  return valueColumnName({ id: cell.columnId, generation: cell.generation });
}

function guardName(cell: AppliedCell): string {
  return guardColumnName({ id: cell.columnId, generation: cell.generation });
}

/** One array parameter of `unnest`: a column of the source rows. */
interface SourceColumn {
  readonly name: string;
  readonly sqlType: string;
  readonly values: readonly (string | null)[];
}

/** A part of the row that changes under one guard. */
interface GuardedPart {
  /** Quoted. */
  readonly guard: string;
  /** Quoted columns that change with it. */
  readonly values: readonly string[];
  /** Quoted column of the source that holds the number the guard must still be; `null` where no row has a condition. */
  readonly condition: string | null;
}

function upsertRows(table: TablePath, rows: readonly AppliedRow[], options: ApplyOptions): Statement {
  const source = [...rowSource(rows), ...createdSource(rows), ...cellSource(rows)];
  const parts = [lifePart, orderPart, ...cellParts(rows)];
  const names = source.map((column) => column.name);
  const parameters: SqlValue[] = source.map((column) => column.values);
  const newer = (part: GuardedPart): string => newerThan('excluded', part, options, parameters.length + 1);
  const keepFirst = (name: string): string =>
    options.forcedUpTo === null ? `${name} = coalesce(t.${name}, excluded.${name})` : `${name} = excluded.${name}`;
  const text =
    `INSERT INTO ${quoteTable(table)} AS t (${names.join(', ')}) SELECT ${names.join(', ')} FROM ${unnest(source)} ` +
    `ON CONFLICT (${rowColumns.rowId}) DO UPDATE SET ` +
    [
      ...assignments(parts, 'excluded', newer),
      keepFirst(rowColumns.createdBy),
      keepFirst(rowColumns.createdAt),
      ...updatedAssignments('excluded'),
    ].join(', ') +
    ` WHERE ${parts.map(newer).join(' OR ')}`;
  return { text, parameters: options.forcedUpTo === null ? parameters : [...parameters, options.forcedUpTo] };
}

function updateRows(table: TablePath, rows: readonly AppliedRow[], options: ApplyOptions): Statement {
  const hasLife = rows.some((row) => row.life !== null);
  const hasOrder = rows.some((row) => row.order !== null);
  const source = rowSource(rows).filter(
    ({ name }) => (hasLife || !isIn(name, lifePart)) && (hasOrder || !isIn(name, orderPart)),
  );
  source.push(...cellSource(rows));
  const parts = [...(hasLife ? [lifePart] : []), ...(hasOrder ? [orderPart] : []), ...cellParts(rows)];
  const parameters: SqlValue[] = source.map((column) => column.values);
  const newer = (part: GuardedPart): string => newerThan('s', part, options, parameters.length + 1);
  const text =
    `UPDATE ${quoteTable(table)} AS t SET ${[...assignments(parts, 's', newer), ...updatedAssignments('s')].join(', ')} ` +
    `FROM ${unnest(source)} WHERE t.${rowColumns.rowId} = s.${rowColumns.rowId} AND (${parts.map(newer).join(' OR ')})`;
  return { text, parameters: options.forcedUpTo === null ? parameters : [...parameters, options.forcedUpTo] };
}

const lifePart: GuardedPart = { guard: rowColumns.rowNum, values: [rowColumns.deleted], condition: null };
const orderPart: GuardedPart = { guard: rowColumns.orderNum, values: [rowColumns.orderKey], condition: null };

function isIn(name: string, part: GuardedPart): boolean {
  return name === part.guard || part.values.includes(name);
}

function cellParts(rows: readonly AppliedRow[]): readonly GuardedPart[] {
  const conditional = new Set(rows.flatMap((row) => row.cells.filter(isConditional).map(valueName)));
  return columnsOf(rows).map((cell) => ({
    guard: quoteName(guardName(cell)),
    values: [quoteName(valueName(cell))],
    condition: conditional.has(valueName(cell)) ? quoteName(conditionName(cell)) : null,
  }));
}

function conditionName(cell: AppliedCell): string {
  return `${valueName(cell)}_while`;
}

/** An absent part has an empty number in the source, and then the comparison is not true. */
function newerThan(source: string, part: GuardedPart, options: ApplyOptions, forcedPlace: number): string {
  const { guard, condition } = part;
  const greater =
    options.forcedUpTo === null
      ? `${source}.${guard} > coalesce(t.${guard}, 0)`
      : `(${source}.${guard} IS NOT NULL AND coalesce(t.${guard}, 0) <= $${forcedPlace}::bigint)`;
  return condition === null ? greater : `(${greater} AND (${source}.${condition} IS NULL OR t.${guard} = ${source}.${condition}))`;
}

function assignments(parts: readonly GuardedPart[], source: string, newer: (part: GuardedPart) => string): readonly string[] {
  return parts.flatMap((part) =>
    [part.guard, ...part.values].map((name) => `${name} = CASE WHEN ${newer(part)} THEN ${source}.${name} ELSE t.${name} END`),
  );
}

/** Who touched the row last: only reached when some part changed. */
function updatedAssignments(source: string): readonly string[] {
  const { updatedNum, updatedBy, updatedAt } = rowColumns;
  const newer = `${source}.${updatedNum} > coalesce(t.${updatedNum}, 0)`;
  return [updatedNum, updatedBy, updatedAt].map(
    (name) => `${name} = CASE WHEN ${newer} THEN ${source}.${name} ELSE t.${name} END`,
  );
}

function rowSource(rows: readonly AppliedRow[]): SourceColumn[] {
  return [
    sourceColumn(rowColumns.rowId, 'text', rows, (row) => row.rowId),
    sourceColumn(rowColumns.rowNum, 'bigint', rows, (row) => numText(row.life?.num)),
    sourceColumn(rowColumns.deleted, 'boolean', rows, (row) => (row.life === null ? null : encodeCell(row.life.deleted))),
    sourceColumn(rowColumns.orderKey, 'text', rows, (row) => row.order?.key ?? null),
    sourceColumn(rowColumns.orderNum, 'bigint', rows, (row) => numText(row.order?.num)),
    sourceColumn(rowColumns.updatedNum, 'bigint', rows, (row) => numText(row.updated.num)),
    sourceColumn(rowColumns.updatedBy, 'text', rows, (row) => row.updated.by),
    sourceColumn(rowColumns.updatedAt, 'text', rows, (row) => row.updated.at),
  ];
}

function createdSource(rows: readonly AppliedRow[]): SourceColumn[] {
  return [
    sourceColumn(rowColumns.createdBy, 'text', rows, (row) => row.created?.by ?? null),
    sourceColumn(rowColumns.createdAt, 'text', rows, (row) => row.created?.at ?? null),
  ];
}

function cellSource(rows: readonly AppliedRow[]): SourceColumn[] {
  const cellsByName = rows.map((row) => new Map(row.cells.map((cell) => [valueName(cell), cell] as const)));
  return columnsOf(rows).flatMap((column) => {
    const name = valueName(column);
    const cells = cellsByName.map((byName) => byName.get(name));
    const source: SourceColumn[] = [
      { name: quoteName(name), sqlType: sqlType(column.type), values: cells.map((cell) => encodeCell(cell?.value ?? null)) },
      { name: quoteName(guardName(column)), sqlType: 'bigint', values: cells.map((cell) => numText(cell?.num)) },
    ];
    if (cells.some((cell) => cell !== undefined && isConditional(cell))) {
      const values = cells.map((cell) => numText(cell?.onlyWhile ?? undefined));
      source.push({ name: quoteName(conditionName(column)), sqlType: 'bigint', values });
    }
    return source;
  });
}

function sourceColumn(name: string, type: string, rows: readonly AppliedRow[], value: (row: AppliedRow) => string | null): SourceColumn {
  return { name, sqlType: type, values: rows.map(value) };
}

function unnest(source: readonly SourceColumn[]): string {
  const arrays = source.map((column, index) => `$${index + 1}::${column.sqlType}[]`);
  return `unnest(${arrays.join(', ')}) AS s (${source.map((column) => column.name).join(', ')})`;
}

function numText(num: number | undefined): string | null {
  return num === undefined ? null : String(num);
}
