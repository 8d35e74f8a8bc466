/**
 * Which input tables have changed while this page is open: elements that read one ask anew when it has been quiet for a
 * moment, so that a chart follows what is typed beside it.
 */
import { useEffect, useReducer } from 'react';

const listeners = new Set<(tableId: string) => void>();

/** Long enough that a row of cells typed one after the other is one question. */
const quietMs = 700;
/** Who types without a pause still sees what follows from it. */
const longestMs = 5000;

export function noteWritten(tableId: string): void {
  for (const listener of listeners) listener(tableId);
}

/** Grows some time after one of the tables was written to. */
export function useWrites(tableIds: readonly string[]): number {
  const [writes, tick] = useReducer((count: number) => count + 1, 0);
  const key = tableIds.join(' ');
  useEffect(() => {
    if (key === '') return undefined;
    const wanted = new Set(key.split(' '));
    let timer: ReturnType<typeof setTimeout> | undefined;
    let since: number | null = null;
    const listener = (tableId: string): void => {
      if (!wanted.has(tableId)) return;
      since ??= Date.now();
      clearTimeout(timer);
      timer = setTimeout(
        () => {
          since = null;
          tick();
        },
        Math.max(0, Math.min(quietMs, since + longestMs - Date.now())),
      );
    };
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      clearTimeout(timer);
    };
  }, [key]);
  return writes;
}
