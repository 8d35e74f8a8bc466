/** Column widths as this person left them, kept in this browser. */
import { useCallback, useState } from 'react';

export function useColumnWidths(tableId: string): readonly [ReadonlyMap<string, number>, (columnId: string, width: number) => void] {
  const key = `penstock.widths.${tableId}`;
  const [widths, setWidths] = useState<ReadonlyMap<string, number>>(
    () => new Map(Object.entries(JSON.parse(localStorage.getItem(key) ?? '{}') as Record<string, number>)),
  );
  const setWidth = useCallback(
    (columnId: string, width: number) =>
      setWidths((before) => {
        const after = new Map(before).set(columnId, width);
        localStorage.setItem(key, JSON.stringify(Object.fromEntries(after)));
        return after;
      }),
    [key],
  );
  return [widths, setWidth];
}
