import type { CellValue } from '@penstock/domain/values/cell-value';
import type { z } from 'zod';
import type { ElementPage } from './element-queries.ts';
import type { LinkedPage } from './linked-page.ts';
import type { HistoryRow } from './history-reads.ts';
import type { historyList, queryResult } from './schema.ts';

export function presentHistory(row: HistoryRow): z.input<typeof historyList>['items'][number] {
  return {
    id: row.id,
    at: row.at.toISOString(),
    workbook: row.workbook_id === null ? null : { id: row.workbook_id, name: row.workbook_name },
    elementId: row.element_id,
    version: row.document_version,
    connection: { id: row.connection_id, name: row.connection_name },
    member: { id: row.member_id, name: row.member_name },
    purpose: row.purpose,
    principal: row.principal,
    login: row.login,
    role: row.role,
    rule: row.rule,
    reason: row.reason,
    statement: row.statement,
    state: row.state,
    failure: row.failure === null ? null : { kind: row.failure, detail: row.detail },
    queueMs: row.queue_ms,
    warehouseMs: row.warehouse_ms,
    fetchMs: row.fetch_ms,
    rowCount: row.row_count === null ? null : Number(row.row_count),
    requestId: row.request_id,
  };
}

export function presentPage({
  cachedAtMs,
  columns,
  inputColumns,
  linked,
  values,
  parts,
  ...page
}: ElementPage): z.input<typeof queryResult> {
  return {
    ...page,
    columns: columns.map((column) => ({ ...column, inputColumnId: inputColumns.get(column.id) ?? null })),
    linked: linked === null ? null : presentLinked(linked),
    values: values.map((list) => [...list]),
    parts: parts === null ? null : [...parts],
    cachedAt: cachedAtMs === null ? null : new Date(cachedAtMs).toISOString(),
  };
}

function presentLinked({
  inputTableId,
  num,
  keyColumnIds,
  keys,
  rowIds,
  cells,
  pending,
}: LinkedPage): z.input<typeof queryResult>['linked'] {
  return {
    inputTableId,
    num,
    keyColumnIds: [...keyColumnIds],
    keys: keys.map((list) => list.map((key) => (key === null ? null : String(key)))),
    rowIds: [...rowIds],
    cells: Object.fromEntries(Object.entries(cells).map(([columnId, list]) => [columnId, list.map(mutable)])),
    pending: Object.fromEntries(Object.entries(pending).map(([rowId, columns]) => [rowId, [...columns]])),
  };
}

function mutable(value: CellValue): string | boolean | string[] | null {
  return typeof value === 'object' && value !== null ? [...value] : value;
}
