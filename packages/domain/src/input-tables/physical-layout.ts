/**
 * How an input table lies in a warehouse (D15): one physical row a row id for ever, deleted rows stay as tombstones,
 * and beside each value the number of the edit that wrote it. Names are lower case; a dialect whose engine folds to
 * upper case folds them in one place.
 */

/** Columns that every data table has, in their order. */
export const rowColumns = {
  rowId: 'row_id',
  /** Number of the edit that last inserted, deleted or restored the row; `null`: cells came before the row itself. */
  rowNum: 'row_num',
  deleted: 'deleted',
  orderKey: 'order_key',
  orderNum: 'order_num',
  createdBy: 'created_by',
  createdAt: 'created_at',
  updatedNum: 'updated_num',
  updatedBy: 'updated_by',
  updatedAt: 'updated_at',
} as const;

/** The part of a column that decides its physical columns. */
export interface PhysicalColumn {
  readonly id: string;
  readonly generation: number;
}

/** The column that holds the values; a retype makes a new one, so that nothing late lands in the wrong type. */
export function valueColumnName(column: PhysicalColumn): string {
  return `${column.id}_${column.generation}`;
}

/** The column that holds the number of the edit that wrote each value. */
export function guardColumnName(column: PhysicalColumn): string {
  return `${column.id}_${column.generation}_n`;
}

export const productPrefix = 'sigds_';

/** The data table of an input table (UUID). */
export function dataTableName(inputTableId: string): string {
  return `${productPrefix}${hex(inputTableId)}`;
}

/** The edit log of a connection (UUID): exactly one. */
export function editLogName(connectionId: string): string {
  return `${productPrefix}wal_${hex(connectionId)}`;
}

/** A table that is made and dropped to learn whether somebody may write; `random` is hex. */
export function probeTableName(random: string): string {
  return `${productPrefix}probe_${random}`;
}

/** Whether a name, in any case, is one the product gives to its own tables. */
export function isProductName(name: string): boolean {
  return name.toLowerCase().startsWith(productPrefix);
}

function hex(uuid: string): string {
  return uuid.replaceAll('-', '').toLowerCase();
}
