/**
 * The data tables of a warehouse in memory: the twin of the real ones. Statements are atomic. People have sign-ins
 * and privileges that a test takes away.
 */
import { earliest } from '@penstock/domain/edit-log/apply-plan';
import type { AppliedCell, ApplyPlan, AppliedRow } from '@penstock/domain/edit-log/apply-plan';
import type { CellState, RowState } from '@penstock/domain/edit-log/fold';
import type { DataStore, DataTable, ReadOutcome, WriteOutcome } from '@penstock/domain/edit-log/ports';
import type { Column } from '@penstock/domain/input-tables/column';
import { guardColumnName, valueColumnName } from '@penstock/domain/input-tables/physical-layout';
import type { CellValue } from '@penstock/domain/values/cell-value';

/** A physical row: guards beside the values. */
export interface StoredRow {
  rowNum: number;
  deleted: boolean;
  orderKey: string;
  orderNum: number;
  createdBy: string;
  createdAt: string;
  updated: { num: number; by: string; at: string };
  /** By the physical name of the value column. */
  readonly cells: Map<string, { value: CellValue; num: number }>;
}

export interface StoredTable {
  readonly columns: Set<string>;
  readonly rows: Map<string, StoredRow>;
}

/** The guard rule, replaceable so that a test can plant its absence. */
export type GuardRule = (cell: Pick<AppliedCell, 'num' | 'onlyWhile'>, guard: number) => boolean;

export const guardRule: GuardRule = (cell, guard) => cell.num > guard && (cell.onlyWhile === null || cell.onlyWhile === guard);

const done = { kind: 'done' } as const;

type Refusal = Exclude<WriteOutcome, { readonly kind: 'done' }>;

const signInEnded: Refusal = { kind: 'sign-in-ended', reason: 'the token has expired' };
const unexplained: Refusal = { kind: 'unexplained', reason: 'internal error' };
const denied: Refusal = { kind: 'privilege', reason: 'permission denied', remedy: null };

export class MemoryDataStore implements DataStore {
  readonly tables = new Map<string, StoredTable>();
  readonly signedOut = new Set<string>();
  /** May read, but not write. */
  readonly unprivileged = new Set<string>();
  /** May not even read. */
  readonly blinded = new Set<string>();
  /** Their statements are refused, and nobody can say why. */
  readonly puzzled = new Set<string>();
  #isAdmitted = false;
  /** Cells with this text are refused by a constraint of the warehouse. */
  refusedText = 'refused by the warehouse';
  guard: GuardRule = guardRule;
  onWrite: (table: DataTable, plan: ApplyPlan, memberId: string) => void = () => {};

  async create(table: DataTable, columns: readonly Column[], memberId: string): Promise<WriteOutcome> {
    const refused = this.#refusal(memberId);
    if (refused !== null) return refused;
    const stored = this.tables.get(nameOf(table)) ?? { columns: new Set(), rows: new Map() };
    for (const column of columns) addPhysical(stored, column);
    this.tables.set(nameOf(table), stored);
    return done;
  }

  async addColumn(table: DataTable, column: Column, memberId: string): Promise<WriteOutcome> {
    const stored = this.#writable(table, memberId);
    if (!('columns' in stored)) return stored;
    addPhysical(stored, column);
    return done;
  }

  async apply(table: DataTable, plan: ApplyPlan, memberId: string): Promise<WriteOutcome> {
    return this.#write(table, plan, memberId, this.guard);
  }

  async force(table: DataTable, plan: ApplyPlan, upToNum: number, memberId: string): Promise<WriteOutcome> {
    return this.#write(table, plan, memberId, (_, guard) => guard <= upToNum);
  }

  async removeRows(table: DataTable, rowIds: readonly string[], memberId: string): Promise<WriteOutcome> {
    const stored = this.#writable(table, memberId);
    if (!('columns' in stored)) return stored;
    for (const rowId of rowIds) stored.rows.delete(rowId);
    return done;
  }

  async readRows(
    table: DataTable,
    columns: readonly Column[],
    afterRowId: string | null,
    limit: number,
    memberId: string,
    aboveNum: number | null = null,
  ): Promise<ReadOutcome<readonly RowState[]>> {
    const stored = this.#readable(table, columns, memberId);
    if (!('columns' in stored)) return stored;
    const ids = [...stored.rows.keys()].filter((id) => afterRowId === null || id > afterRowId).sort();
    const rows = ids.flatMap((id) => stateOf(id, stored.rows.get(id), columns));
    const wanted = aboveNum === null ? rows : rows.filter((row) => highestNum(row) > aboveNum);
    return { kind: 'done', value: wanted.slice(0, limit) };
  }

  async readRowsById(
    table: DataTable,
    columns: readonly Column[],
    rowIds: readonly string[],
    memberId: string,
  ): Promise<ReadOutcome<readonly RowState[]>> {
    const stored = this.#readable(table, columns, memberId);
    if (!('columns' in stored)) return stored;
    return { kind: 'done', value: rowIds.flatMap((id) => stateOf(id, stored.rows.get(id), columns)) };
  }

  #write(table: DataTable, plan: ApplyPlan, memberId: string, guard: GuardRule): WriteOutcome {
    const stored = this.#writable(table, memberId);
    if (!('columns' in stored)) return stored;
    const cells = plan.rows.flatMap((row) => row.cells);
    if (cells.some((cell) => !stored.columns.has(physicalName(cell)))) return { kind: 'table-changed', reason: 'a column is missing' };
    if (cells.some((cell) => cell.value === this.refusedText)) return { kind: 'value', reason: 'a constraint refuses a value' };
    this.onWrite(table, plan, memberId);
    for (const row of plan.rows) writeRow(stored, row, guard);
    return done;
  }

  #writable(table: DataTable, memberId: string): StoredTable | Refusal {
    return this.#refusal(memberId) ?? this.tables.get(nameOf(table)) ?? { kind: 'table-changed', reason: 'the table is missing' };
  }

  /** A statement on its way was admitted when it began: what lands late lands with the rights of then. */
  begin<T>(memberId: string, statement: () => T): () => T {
    if (this.#refusal(memberId) !== null) return statement;
    return () => {
      this.#isAdmitted = true;
      try {
        return statement();
      } finally {
        this.#isAdmitted = false;
      }
    };
  }

  canRead(memberId: string): boolean {
    return !this.signedOut.has(memberId) && !this.blinded.has(memberId);
  }

  #readable(table: DataTable, columns: readonly Column[], memberId: string): StoredTable | Refusal {
    if (this.signedOut.has(memberId)) return signInEnded;
    if (this.blinded.has(memberId)) return denied;
    const stored = this.tables.get(nameOf(table));
    if (stored === undefined) return { kind: 'table-changed', reason: 'the table is missing' };
    const isWhole = columns.every((column) => stored.columns.has(valueColumnName(column)));
    return isWhole ? stored : { kind: 'table-changed', reason: 'a column is missing' };
  }

  #refusal(memberId: string): Refusal | null {
    if (this.#isAdmitted) return null;
    if (this.signedOut.has(memberId)) return signInEnded;
    if (this.puzzled.has(memberId)) return unexplained;
    return this.unprivileged.has(memberId) || this.blinded.has(memberId) ? denied : null;
  }
}

export function nameOf(table: DataTable): string {
  return `${table.database}.${table.schema}.${table.table}`;
}

function highestNum({ life, order, updated, cells }: RowState): number {
  return Math.max(life.num, order.num, updated.num, ...[...cells.values()].map(({ num }) => num));
}

function physicalName(cell: Pick<AppliedCell, 'columnId' | 'generation'>): string {
  return valueColumnName({ id: cell.columnId, generation: cell.generation });
}

function addPhysical(table: StoredTable, column: Column): void {
  table.columns.add(valueColumnName(column));
  table.columns.add(guardColumnName(column));
}

function writeRow(table: StoredTable, change: AppliedRow, guard: GuardRule): void {
  let row = table.rows.get(change.rowId);
  if (row === undefined) {
    if (change.created === null) return;
    row = {
      rowNum: 0,
      deleted: false,
      orderKey: '',
      orderNum: 0,
      createdBy: change.created.by,
      createdAt: change.created.at,
      updated: { num: 0, by: '', at: '' },
      cells: new Map(),
    };
    table.rows.set(change.rowId, row);
  } else if (change.created !== null) {
    const { by, at } = earliest({ by: row.createdBy, at: row.createdAt }, change.created);
    row.createdBy = by;
    row.createdAt = at;
  }
  if (change.life !== null && guard({ num: change.life.num, onlyWhile: null }, row.rowNum)) {
    row.rowNum = change.life.num;
    row.deleted = change.life.deleted;
  }
  if (change.order !== null && guard({ num: change.order.num, onlyWhile: null }, row.orderNum)) {
    row.orderNum = change.order.num;
    row.orderKey = change.order.key;
  }
  if (guard({ num: change.updated.num, onlyWhile: null }, row.updated.num)) row.updated = change.updated;
  for (const cell of change.cells) {
    const name = physicalName(cell);
    if (guard(cell, row.cells.get(name)?.num ?? 0)) row.cells.set(name, { value: cell.value, num: cell.num });
  }
}

/** Back from physical to logical: cells by column id, only where something was written. */
function stateOf(id: string, row: StoredRow | undefined, columns: readonly Column[]): readonly RowState[] {
  if (row === undefined) return [];
  const cells = new Map<string, CellState>();
  for (const column of columns) {
    const cell = row.cells.get(valueColumnName(column));
    if (cell !== undefined) cells.set(column.id, { value: cell.value, num: cell.num });
  }
  return [
    {
      id,
      life: { num: row.rowNum, deleted: row.deleted },
      order: { num: row.orderNum, key: row.orderKey },
      created: { by: row.createdBy, at: row.createdAt },
      updated: row.updated,
      cells,
    },
  ];
}
