/** What every row of an input table says of itself: columns that nobody writes, shown where somebody asks for them. */
import { rowColumns } from './physical-layout.ts';

export interface SystemColumn {
  readonly id: 'row-id' | 'created-by' | 'created-at' | 'updated-by' | 'updated-at';
  readonly name: string;
  readonly type: 'text' | 'datetime';
  /** In the data table, which holds moments as text: `YYYY-MM-DDTHH:MM:SS.ffffffZ`. */
  readonly physicalName: string;
}

export const systemColumns: readonly SystemColumn[] = [
  { id: 'row-id', name: 'Row ID', type: 'text', physicalName: rowColumns.rowId },
  { id: 'created-by', name: 'Created by', type: 'text', physicalName: rowColumns.createdBy },
  { id: 'created-at', name: 'Created at', type: 'datetime', physicalName: rowColumns.createdAt },
  { id: 'updated-by', name: 'Updated by', type: 'text', physicalName: rowColumns.updatedBy },
  { id: 'updated-at', name: 'Updated at', type: 'datetime', physicalName: rowColumns.updatedAt },
];

/** Beside columns of people, which keep their names: `Row ID` becomes `Row ID 2` where it is taken, ignoring case. */
export function systemColumnsBeside(names: Iterable<string>): readonly SystemColumn[] {
  const taken = new Set([...names].map((name) => name.toLowerCase()));
  return systemColumns.map((column) => {
    let { name } = column;
    for (let count = 2; taken.has(name.toLowerCase()); count += 1) name = `${column.name} ${count}`;
    return { ...column, name };
  });
}
