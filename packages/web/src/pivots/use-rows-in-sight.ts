/** Which rows of a long list are in sight, and some around them: only those are drawn. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';

export interface RowsInSight {
  readonly frame: RefObject<HTMLDivElement | null>;
  readonly from: number;
  readonly to: number;
  readonly onScroll: () => void;
}

/** Drawn above and below what is in sight, so that a short way finds them there. */
const around = 15;

/** All rows are `rowHeight` high. `width` changes: columns are measured anew. */
export function useRowsInSight(rowCount: number, rowHeight: number, onWidth: () => void): RowsInSight {
  const frame = useRef<HTMLDivElement>(null);
  const [span, setSpan] = useState({ from: 0, to: 3 * around });
  const width = useRef(0);
  const look = useCallback(() => {
    const element = frame.current;
    if (element === null) return;
    const from = Math.max(0, Math.floor(element.scrollTop / rowHeight) - around);
    const to = Math.ceil((element.scrollTop + element.clientHeight) / rowHeight) + around;
    setSpan((before) => (before.from === from && before.to === to ? before : { from, to }));
  }, [rowHeight]);
  useEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => {
      if (element.clientWidth !== width.current) onWidth();
      width.current = element.clientWidth;
      look();
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [look, onWidth]);
  const from = Math.min(span.from, Math.max(0, rowCount - 1));
  return { frame, from, to: Math.min(span.to, rowCount), onScroll: look };
}
