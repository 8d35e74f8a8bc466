/** What the server says about a table while it is open, in order; the browser's EventSource catches up after a lost connection. */
import { apiAddress } from '../api/client.ts';
import type { EditEvent, OverwrittenEvent, SettledEvent } from '../api/contract.ts';

export interface LiveListeners {
  readonly onEdit: (event: EditEvent) => void;
  readonly onSettled: (event: SettledEvent) => void;
  readonly onOverwritten: (event: OverwrittenEvent) => void;
  /** Editing was restricted or opened, or the right to read ended. */
  readonly onEditing: () => void;
  readonly onConnected: (connected: boolean) => void;
}

export type OpenLive = (tableId: string, afterNum: number | null, listeners: LiveListeners) => () => void;

export const openLive: OpenLive = (tableId, afterNum, listeners) => {
  const address = new URL(apiAddress(`/input-tables/${tableId}/events`));
  if (afterNum !== null) address.searchParams.set('after', String(afterNum));
  const source = new EventSource(address, { withCredentials: true });
  const on = <Event>(name: string, listener: (event: Event) => void): void => source.addEventListener(name, (message: MessageEvent<string>) => listener(JSON.parse(message.data) as Event));
  on<EditEvent>('edit', listeners.onEdit);
  on<SettledEvent>('settled', listeners.onSettled);
  on<OverwrittenEvent>('overwritten', listeners.onOverwritten);
  for (const name of ['restricted', 'opened', 'refused']) source.addEventListener(name, listeners.onEditing);
  source.onopen = () => listeners.onConnected(true);
  source.onerror = () => listeners.onConnected(false);
  return () => source.close();
};
