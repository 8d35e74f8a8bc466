/** The columns of an input table, as the edit log knows them. */
export type ColumnType = 'text' | 'number' | 'date' | 'datetime' | 'checkbox' | 'single-select' | 'multi-select';

/** An option of a select column. Cells hold its id, so that a rename touches no cell. */
export interface SelectOption {
  readonly id: string;
  readonly label: string;
  readonly color: string | null;
}

export interface Column {
  /** `c` and 8 base-32 characters, made by the client; unique in its table for ever. */
  readonly id: string;
  /** What people see; any text up to 255 characters, unique in the table ignoring case. */
  readonly name: string;
  readonly type: ColumnType;
  /** Empty for other types than select. */
  readonly options: readonly SelectOption[];
  /** Order key (see `order-key.ts`): columns are shown in its byte order. */
  readonly order: string;
  /** The number of the edit that last changed the type, 1 before; the physical column is named by id and generation. */
  readonly generation: number;
}
