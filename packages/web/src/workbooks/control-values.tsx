/** What the controls of an open document hold: of this person alone, for as long as the document is open. */
import type { ControlValue, Definition } from '@penstock/domain/workbooks/definition';
import { elementsOf } from '@penstock/domain/workbooks/references';
import { createContext, useCallback, useContext, useMemo, useState } from 'react';
import type { ReactNode } from 'react';

export type ControlValues = Readonly<Record<string, ControlValue>>;

interface Store {
  readonly values: ControlValues;
  readonly set: (controlId: string, value: ControlValue) => void;
}

const ControlContext = createContext<Store>({ values: {}, set: () => undefined });

export function ControlValuesProvider({ definition, children }: { definition: Definition; children: ReactNode }) {
  const [chosen, setChosen] = useState<ControlValues>({});
  const set = useCallback((controlId: string, value: ControlValue) => setChosen((before) => ({ ...before, [controlId]: value })), []);
  const initial = JSON.stringify(
    Object.fromEntries(elementsOf(definition).flatMap((element) => (element.kind === 'control' ? [[element.id, element.initial]] : []))),
  );
  const store = useMemo<Store>(() => {
    const values = JSON.parse(initial) as ControlValues;
    // What was chosen in a control that is gone filters nothing.
    return {
      values: Object.fromEntries(Object.entries(values).map(([id, value]) => [id, id in chosen ? (chosen[id] ?? null) : value])),
      set,
    };
  }, [initial, chosen, set]);
  return <ControlContext value={store}>{children}</ControlContext>;
}

/** What each control of the document holds, by its id; the object changes only when a value does. */
export const useControlValues = (): ControlValues => useContext(ControlContext).values;

export const useSetControlValue = (): Store['set'] => useContext(ControlContext).set;
