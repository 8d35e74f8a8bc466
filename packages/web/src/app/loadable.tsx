/**
 * Components that come with a chunk of their own. They can be asked for before they are shown, and once they are here they
 * are shown in the same moment. `React.lazy` always suspends first, and React reveals what was suspended only every 300 ms:
 * where a screen loads in steps, these waits add up.
 */
import { useSyncExternalStore } from 'react';
import type { ComponentType, ReactNode } from 'react';
import { Waiting } from './waiting.tsx';

export interface Loadable<Props> {
  (props: Props): ReactNode;
  /** Starts loading, unless it is loaded already. */
  readonly preload: () => void;
}

type State<Props> = { readonly component: ComponentType<Props> } | { readonly error: unknown } | null;

/** A failure to load is thrown where the component is shown; asking again tries again. */
export function loadable<Props extends object>(load: () => Promise<ComponentType<Props>>): Loadable<Props> {
  let state: State<Props> = null;
  let loading = false;
  const listeners = new Set<() => void>();
  const become = (next: State<Props>): void => {
    loading = false;
    state = next;
    for (const listener of listeners) listener();
  };
  const preload = (): void => {
    if (loading || (state !== null && 'component' in state)) return;
    loading = true;
    load().then(
      (component) => become({ component }),
      (error: unknown) => become({ error }),
    );
  };
  const subscribe = (listener: () => void): (() => void) => {
    listeners.add(listener);
    preload();
    return () => listeners.delete(listener);
  };
  function Loaded(props: Props) {
    const known = useSyncExternalStore(subscribe, () => state);
    if (known === null) return <Waiting />;
    if ('error' in known) throw known.error;
    return <known.component {...props} />;
  }
  return Object.assign(Loaded, { preload });
}
