/** Pasting while the grid has the keyboard; an open cell editor keeps its own clipboard. */
import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';

export function usePaste(frame: RefObject<HTMLDivElement | null>, onPaste: (text: string) => void): void {
  const latest = useRef(onPaste);
  latest.current = onPaste;
  useEffect(() => {
    const here = (): boolean =>
      frame.current?.contains(document.activeElement) === true && !(document.activeElement instanceof HTMLInputElement);
    const listener = (event: ClipboardEvent): void => {
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (!here() || text === '') return;
      event.preventDefault();
      latest.current(text);
    };
    window.addEventListener('paste', listener, true);
    return () => window.removeEventListener('paste', listener, true);
  }, [frame]);
}
