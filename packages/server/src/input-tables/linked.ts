/**
 * Linked input tables: what making one asks beyond an ordinary one, and what their rows and keys allow. Clients name rows
 * by key; what is logged names them by the id that is made of it.
 */
import { createHash } from 'node:crypto';
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import { printName } from '@penstock/domain/formula/print';
import { keyTypeOf, linkedRowId } from '@penstock/domain/input-tables/linked-rows';
import type { Column } from '@penstock/domain/input-tables/column';
import type { ClientOperation } from '@penstock/domain/input-tables/operation';
import type { ElementColumn, LinkedSource, Source, SourceColumn, TableElement } from '@penstock/domain/workbooks/definition';
import type { InputTable } from './store.ts';

export interface NewLink {
  /** Whose rows the table has. */
  readonly source: Source;
  /** What tells the rows apart, in the order in which keys are named from then on. */
  readonly keys: readonly { readonly column: string; readonly columnId: string }[];
  /** Columns of the source that are shown beside. */
  readonly show: readonly string[];
  readonly editableIn: LinkedSource['editableIn'];
}

/** What the source of a link turned out to be. */
export interface LinkedRows {
  readonly columns: readonly SourceColumn[];
  readonly connectionId: string;
}

type KeyedOperation = Extract<ClientOperation, { readonly op: 'updateKeyedCells' }>;
/** An operation as clients send it: rows of a linked table by their key alone. */
export type RequestedOperation =
  | Exclude<ClientOperation, { readonly op: 'updateKeyedCells' }>
  | (Omit<KeyedOperation, 'keyColumns' | 'rows'> & { readonly rows: readonly Omit<KeyedOperation['rows'][number], 'id'>[] });

/** Throws `input-table.link-invalid`. */
export function keyColumnsOf(link: NewLink, rows: LinkedRows, connectionId: string): readonly Pick<Column, 'id' | 'name' | 'type'>[] {
  if (rows.connectionId !== connectionId)
    throw invalid('/connectionId', 'The rows come from another connection than the one that the table would be on.');
  const shown = link.show.findIndex((name) => !rows.columns.some((column) => column.name === name));
  if (shown !== -1) throw invalid(`/link/show/${shown}`, `The source has no column "${link.show[shown] ?? ''}".`);
  return link.keys.map(({ column: name, columnId }, index) => {
    const pointer = `/link/keys/${index}/column`;
    const column = rows.columns.find((candidate) => candidate.name === name);
    if (column === undefined) throw invalid(pointer, `The source has no column "${name}".`);
    if (link.keys.findIndex((key) => key.column === name) !== index) throw invalid(pointer, `"${name}" is a key already.`);
    const type = keyTypeOf(column.type);
    if (type === null)
      throw invalid(pointer, `Rows cannot be told apart by "${name}", which is ${column.type ?? 'of a type that is only shown'}.`);
    return { id: columnId, name, type };
  });
}

/** What the table's element shows at first: its keys, what was chosen beside them, and what is typed; in the order of the keys. */
export function linkedElement(
  inputTableId: string,
  { source, keys, show, editableIn }: NewLink,
  own: readonly Pick<Column, 'id' | 'name'>[],
): Pick<TableElement, 'source' | 'columns' | 'sorts'> {
  const keyNames = keys.map(({ column }) => column);
  const beside = [...keyNames, ...new Set(show.filter((name) => !keyNames.includes(name)))];
  const taken = new Set<string>();
  const column = (id: string, wanted: string, formula: string): ElementColumn => {
    const short = wanted.slice(0, 190).toWellFormed();
    let name = short;
    for (let number = 2; taken.has(name.toLowerCase()); number += 1) name = `${short} ${number}`;
    taken.add(name.toLowerCase());
    return { id, name, formula, hidden: false, format: null, level: null };
  };
  const shown = beside.map((name, index) =>
    column(index < keys.length ? `key-${index + 1}` : `shown-${index - keys.length + 1}`, name, printName([name])),
  );
  return {
    source: { kind: 'linked-input-table', inputTableId, editableIn, source, keys },
    columns: [...shown, ...own.map(({ id, name }) => column(id, name, printName([id])))],
    sorts: keys.map((_, index) => ({ columnId: `key-${index + 1}`, direction: 'ascending' })),
  };
}

/** As it is logged. Throws `input-table.edit-invalid` for keys where the table has none. */
export function asLogged({ keyColumns, name }: InputTable, operation: RequestedOperation): ClientOperation {
  if (operation.op !== 'updateKeyedCells') return operation;
  if (keyColumns.length === 0) throw new PenstockError('input-table.edit-invalid', `The rows of "${name}" have no keys; name them by id.`);
  const { columns, rows, onlyWhile } = operation;
  return {
    op: 'updateKeyedCells',
    keyColumns,
    columns,
    rows: rows.map(({ keys, cells }) => ({ id: linkedRowIdOf(keys), keys, cells })),
    onlyWhile,
  };
}

/** Throws `input-table.rows-of-source` and `input-table.key-column`. */
export function refuseAgainstLink({ keyColumns, name }: InputTable, operation: ClientOperation): void {
  if (keyColumns.length === 0) return;
  switch (operation.op) {
    case 'insertRows':
    case 'updateCells':
    case 'moveRows':
    case 'deleteRows':
    case 'restoreRows':
    case 'importRows':
      throw new PenstockError(
        'input-table.rows-of-source',
        `The rows of "${name}" are those of its source: nobody adds, moves or deletes them here.`,
      );
    case 'changeColumn':
    case 'deleteColumn':
    case 'moveColumn':
      return refuseKeyColumn({ keyColumns }, operation.columnId);
    case 'addColumn':
    case 'updateKeyedCells':
      return;
  }
}

export function refuseKeyColumn({ keyColumns }: Pick<InputTable, 'keyColumns'>, columnId: string): void {
  if (!keyColumns.includes(columnId)) return;
  throw new PenstockError('input-table.key-column', 'The column holds the keys of the rows: it stays as its source has it.', {
    facts: { columns: [columnId] },
  });
}

export function linkedRowIdOf(key: readonly string[]): string {
  return linkedRowId(key, sha256);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

function invalid(pointer: string, message: string): PenstockError {
  return new PenstockError('input-table.link-invalid', message, { fields: [{ pointer, message }] });
}
