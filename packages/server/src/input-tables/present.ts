/** How input tables, rows and edits leave the server; nothing else of them does. */
import type { EditEntry } from '@penstock/domain/edit-log/entry';
import type { RowState } from '@penstock/domain/edit-log/fold';
import { columnsInOrder } from '@penstock/domain/edit-log/table-shape';
import type { TableShape } from '@penstock/domain/edit-log/table-shape';
import type { Column } from '@penstock/domain/input-tables/column';
import { mayWrite } from '@penstock/domain/input-tables/column-rules';
import type { TypingVerdict } from '@penstock/domain/input-tables/where-typed';
import type { Actor } from '@penstock/domain/members/actor';
import type { CellValue } from '@penstock/domain/values/cell-value';
import type { Dialect } from '@penstock/warehouse/dialect';
import type { z } from 'zod';
import type { HistoryItem } from './history.ts';
import type { PastPage } from './past.ts';
import type { Page } from './page.ts';
import { mayProtect } from './column-rules.ts';
import type { Submitted } from './commands.ts';
import { pathOf } from './reach.ts';
import type { Reached } from './reach.ts';
import type { Described, Reads, RejectedEdit } from './reads.ts';
import type {
  columnRulesRequest,
  editResponse,
  historyResponse,
  inputTableResponse,
  pageResponse,
  pendingResponse,
  trayResponse,
} from './schema.ts';
import type { InputTable } from './store.ts';
import { summaryOf } from './summary.ts';
import { sentences } from './typing.ts';
import { cellsOfEdit } from './waiting-edits.ts';

/** Name and address of a member; `null` for one that is no more. */
export type PersonOf = (memberId: string) => Promise<{ readonly name: string; readonly email: string } | null>;

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

export async function presentPerson(personOf: PersonOf, author: EditEntry['author']): Promise<Person> {
  if (author.memberId === '') return { id: '', name: 'Penstock', email: '' };
  const member = await personOf(author.memberId);
  return { id: author.memberId, name: member?.name ?? author.email, email: author.email };
}

export function presentTable(reached: Reached, described: Described, actor: Actor, dialect: Dialect): z.input<typeof inputTableResponse> {
  const { table, documentTimeZone, right } = reached;
  const { status, editing, canEdit, rowCount, typing } = described;
  return {
    id: table.id,
    name: table.name,
    workbookId: table.workbookId,
    pageId: table.pageId,
    connectionId: table.connectionId,
    destination: table.destination,
    table: { schema: table.destination.schema, table: table.tableName },
    columns: columnsInOrder(status.shape).map(presentColumn),
    link: table.keyColumns.length === 0 ? null : { keyColumns: [...table.keyColumns] },
    headNum: status.headNum,
    appliedNum: status.appliedNum,
    rowCount,
    editing,
    canEdit,
    typing: { draft: presentTyping(typing.draft), published: presentTyping(typing.published) },
    canChangeColumns: right === 'edit' && canEdit,
    columnRules: presentRules(described, table),
    canProtect: mayProtect(actor, reached),
    owner: { memberId: table.ownerMemberId, login: table.ownerLogin },
    grantSql: actor.memberId === table.ownerMemberId ? dialect.inputTables.grant(pathOf(table), 'edit', 'team_login').text : null,
    documentTimeZone,
  };
}

function presentTyping(verdict: TypingVerdict): { allowed: boolean; reason: string | null } {
  return verdict === 'allowed' ? { allowed: true, reason: null } : { allowed: false, reason: sentences[verdict] };
}

function presentRules({ status, writer }: Described, table: InputTable): z.input<typeof inputTableResponse>['columnRules'] {
  return [...table.columnRules]
    .filter(([columnId]) => status.shape.columns.has(columnId))
    .map(([columnId, rules]) => ({ ...(rules as z.input<typeof columnRulesRequest>), columnId, locked: !mayWrite(rules, writer) }));
}

export function presentSubmitted({ unlisted, ...acknowledged }: Submitted): z.input<typeof editResponse> {
  return { ...acknowledged, unlisted: unlisted.slice(0, 1_000).map(({ row, column }) => ({ row, column })) };
}

export function presentPage(page: Page, offset: number, system: boolean): z.input<typeof pageResponse> {
  return {
    num: page.num,
    columns: page.columns.map(presentColumn),
    total: page.total,
    totalExact: page.totalExact,
    offset,
    rows: page.rows.map(({ id, order, row, pending }) => ({
      id,
      order,
      cells: cellsOf(page.columns, row),
      ...(pending.size === 0 ? {} : { pending: [...pending] }),
      ...(system ? { system: systemOf(row) } : {}),
    })),
  };
}

export function presentPastPage(page: PastPage, offset: number, system: boolean): z.input<typeof pageResponse> {
  return {
    num: page.num,
    columns: page.columns.map(presentColumn),
    total: page.total,
    totalExact: true,
    offset,
    rows: page.rows.map((row) => ({
      id: row.id,
      order: row.order.key,
      cells: cellsOf(page.columns, row),
      ...(system ? { system: systemOf(row) } : {}),
    })),
  };
}

export async function presentHistory(
  personOf: PersonOf,
  items: readonly HistoryItem[],
  pendingNums: ReadonlyMap<number, 'pending' | 'waiting'>,
  limit: number,
): Promise<z.input<typeof historyResponse>> {
  const presented = await Promise.all(
    items.map(async ({ entry, summary, value, deletedRows, state }) => ({
      num: entry.num,
      editId: entry.editId,
      at: entry.at,
      author: await presentPerson(personOf, entry.author),
      summary,
      op: entry.operation.op,
      value: mutable(value),
      deletedRows: [...deletedRows],
      state: state === 'rejected' ? state : (pendingNums.get(entry.num) ?? state),
    })),
  );
  const last = items.at(-1);
  return { items: presented, nextCursor: items.length < limit || last === undefined ? null : String(last.entry.num) };
}

export function presentTray(rejected: readonly RejectedEdit[]): z.input<typeof trayResponse> {
  return {
    items: rejected.map(({ entry, exception }) => ({
      editId: entry.editId,
      num: entry.num,
      at: entry.at,
      code: exception.code,
      reason: exception.reason,
      operation: { ...entry.operation },
    })),
    nextCursor: null,
  };
}

export async function presentPending(
  personOf: PersonOf,
  pending: Awaited<ReturnType<Reads['pending']>>,
): Promise<z.input<typeof pendingResponse>> {
  const items = await Promise.all(
    pending.map(async ({ entry, exception, summaryShape }) => ({
      num: entry.num,
      editId: entry.editId,
      at: entry.at,
      author: await presentPerson(personOf, entry.author),
      state: exception === null ? ('pending' as const) : ('waiting' as const),
      code: exception?.code ?? null,
      reason: exception?.reason ?? null,
      summary: summaryOf(entry.operation, summaryShape),
      ...presentCells(entry, summaryShape),
    })),
  );
  return { items, nextCursor: null };
}

function presentCells(entry: EditEntry, shape: TableShape): Pick<z.input<typeof pendingResponse>['items'][number], 'cells' | 'cellCount'> {
  const { cells, cellCount } = cellsOfEdit(entry, shape);
  return { cells: cells.map(({ row, column, value }) => ({ row, column, value: mutable(value) })), cellCount };
}

export async function presentEdit(personOf: PersonOf, entry: EditEntry): Promise<object> {
  const { num, editId, at, base, operation } = entry;
  return { num, editId, at, base, author: await presentPerson(personOf, entry.author), operation };
}

function presentColumn(column: Column): {
  id: string;
  name: string;
  type: Column['type'];
  options: { id: string; label: string; color: string | null }[];
  order: string;
  generation: number;
} {
  return { ...column, options: column.options.map((option) => ({ ...option })) };
}

function cellsOf(columns: readonly Column[], row: RowState): (string | boolean | string[] | null)[] {
  return columns.map((column) => mutable(row.cells.get(column.id)?.value ?? null));
}

function systemOf({ created, updated }: RowState): { createdBy: string; createdAt: string; updatedBy: string; updatedAt: string } {
  return { createdBy: created.by, createdAt: created.at, updatedBy: updated.by, updatedAt: updated.at };
}

function mutable(value: CellValue): string | boolean | string[] | null {
  return typeof value === 'object' && value !== null ? [...value] : value;
}
