/** What the frame of an element puts into the bar of an element that brings a bar of its own. */
import { createContext, useContext } from 'react';
import type { ReactNode } from 'react';

interface FrameParts {
  readonly leading: ReactNode;
  readonly trailing: ReactNode;
}

const FramePartsContext = createContext<FrameParts>({ leading: null, trailing: null });

export const FramePartsProvider = FramePartsContext.Provider;
export const useFrameParts = (): FrameParts => useContext(FramePartsContext);
