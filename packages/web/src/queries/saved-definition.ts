/**
 * The draft as the server has it, which is a moment behind what the screen shows. Elements ask the server for rows, so an
 * element that reads another one waits until that one is saved.
 */
import type { Definition } from '@penstock/domain/workbooks/definition';
import { createContext, useContext } from 'react';

/** `null`: what is shown is what is saved, as in a published version. */
const SavedDefinitionContext = createContext<Definition | null>(null);

export const SavedDefinitionProvider = SavedDefinitionContext.Provider;
export const useSavedDefinition = (): Definition | null => useContext(SavedDefinitionContext);
