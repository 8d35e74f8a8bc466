/** The right side of an element's title bar, filled by the element itself. */
import { createContext, useContext } from 'react';
import type { ReactNode } from 'react';
import { createPortal } from 'react-dom';

const FrameBarContext = createContext<HTMLElement | null>(null);

export const FrameBarProvider = FrameBarContext.Provider;

/** Shows buttons and marks of an element in its title bar. */
export function FrameActions({ children }: { children: ReactNode }) {
  const bar = useContext(FrameBarContext);
  return bar === null ? null : createPortal(children, bar);
}
