/** The columns that nobody writes, beside those of people: whether this person looks at them, kept in this browser. */
import { systemColumnsBeside } from '@penstock/domain/input-tables/system-columns';
import type { Column } from '@penstock/domain/input-tables/column';
import type { CellValue } from '@penstock/domain/values/cell-value';
import { useCallback, useState } from 'react';
import type { CachedRow } from './row-cache.ts';

const keyOf = (tableId: string): string => `penstock.system-columns.${tableId}`;

export function useSystemColumns(tableId: string): readonly [boolean, (shown: boolean) => void] {
  const [shown, setShown] = useState(() => localStorage.getItem(keyOf(tableId)) !== null);
  const show = useCallback(
    (wanted: boolean) => {
      setShown(wanted);
      if (wanted) localStorage.setItem(keyOf(tableId), 'shown');
      else localStorage.removeItem(keyOf(tableId));
    },
    [tableId],
  );
  return [shown, show];
}

/** As the grid draws columns; their ids are no ids of columns that anybody could edit. */
export function systemColumnsOf(columns: readonly Column[]): readonly Column[] {
  return systemColumnsBeside(columns.map(({ name }) => name)).map(({ id, name, type }) => ({
    id,
    name,
    type,
    options: [],
    order: '',
    generation: 1,
  }));
}

/** `null` for a row that the server has not seen yet. */
export function systemValue(row: CachedRow, columnId: string): CellValue {
  switch (columnId) {
    case 'row-id':
      return row.id;
    case 'created-by':
      return row.system?.createdBy ?? null;
    case 'created-at':
      return row.system?.createdAt ?? null;
    case 'updated-by':
      return row.system?.updatedBy ?? null;
    case 'updated-at':
      return row.system?.updatedAt ?? null;
    default:
      return null;
  }
}
