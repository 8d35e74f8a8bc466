/** The way to one input table for one person: unknown ones and those of foreign workbooks look the same. */
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import type { DataTable } from '@penstock/domain/edit-log/ports';
import type { Actor } from '@penstock/domain/members/actor';
import type { Right } from '@penstock/domain/workbooks/rights';
import type { TablePath } from '@penstock/warehouse/port';
import { ShortCache } from '../metadata/short-cache.ts';
import type { Needs } from './needs.ts';
import { loadInputTable } from './store.ts';
import type { InputTable } from './store.ts';

export interface Reached {
  readonly table: InputTable;
  readonly right: Right;
  readonly documentTimeZone: string;
  /** Of the document. */
  readonly isOwner: boolean;
  readonly isPublished: boolean;
}

export class Reach {
  readonly #workbooks: Needs['workbooks'];
  readonly #tables: ShortCache<InputTable | null>;

  constructor({ clock, database, notifications, workbooks }: Pick<Needs, 'clock' | 'database' | 'notifications' | 'workbooks'>) {
    this.#workbooks = workbooks;
    this.#tables = new ShortCache(clock, (id: string) => loadInputTable(database.pool, id));
    notifications.on('input_tables_changed', (id) => this.#tables.drop(id));
    notifications.onGap(() => this.#tables.clear());
  }

  /** `null` for one that never was or is no more. */
  async find(id: string): Promise<InputTable | null> {
    const table = await this.#tables.get(id);
    return table?.life === 'retired' ? null : table;
  }

  /** Throws `input-table.not-found`. */
  async table(id: string): Promise<InputTable> {
    const table = await this.find(id);
    if (table === null) throw notFound();
    return table;
  }

  /** Throws `input-table.not-found` for those who may not see its workbook. */
  async of(actor: Actor, id: string): Promise<Reached> {
    const table = await this.table(id);
    const reached = await this.#workbooks.reach(actor, table.workbookId);
    if (reached === null) throw notFound();
    const { right, documentTimeZone, isOwner, publishedNumber } = reached;
    return { table, right, documentTimeZone, isOwner, isPublished: publishedNumber !== null };
  }

  forget(id: string): void {
    this.#tables.drop(id);
  }
}

export function dataTableOf(table: InputTable): DataTable {
  return { tableId: table.id, connectionId: table.connectionId, ...table.destination, table: table.tableName };
}

export function pathOf(table: InputTable): TablePath {
  return { ...table.destination, table: table.tableName };
}

function notFound(): PenstockError {
  return new PenstockError('input-table.not-found', 'There is no input table with this id, or its workbook is not shared with you.');
}
