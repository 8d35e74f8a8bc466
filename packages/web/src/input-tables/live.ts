/**
 * What the server says about a table while it is open, in order. A lost connection is the EventSource's own to mend; when the
 * server ends the stream or answers with something else, the owner is asked whether to go on, and it is opened anew.
 */
import type { DocumentVersion } from '@penstock/domain/workbooks/versions';
import { apiAddress } from '../api/client.ts';
import type { EditEvent, OverwrittenEvent, SettledEvent } from '../api/contract.ts';

export interface LiveListeners {
  readonly onEdit: (event: EditEvent) => void;
  /** An edit passed whose content this person may not see. */
  readonly onHidden: (num: number) => void;
  readonly onSettled: (event: SettledEvent) => void;
  readonly onOverwritten: (event: OverwrittenEvent) => void;
  /** Editing was restricted or opened. */
  readonly onEditing: () => void;
  /** The server gives no stream (the right may be gone, the session over, the server away): whether to ask again. */
  readonly onEnded: () => Promise<boolean>;
  readonly onConnected: (connected: boolean) => void;
}

export type OpenLive = (tableId: string, afterNum: number | null, listeners: LiveListeners) => () => void;

const firstDelayMs = 1000;
const longestDelayMs = 15_000;

/** `version`: of the document that is shown. */
export const liveOf =
  (version: DocumentVersion): OpenLive =>
  (tableId, afterNum, listeners) => {
    let source: EventSource | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let reached = afterNum;
    let failures = 0;
    let closed = false;

    const ended = (): void => {
      source?.close();
      source = null;
      listeners.onConnected(false);
      void listeners.onEnded().then((goOn) => {
        if (!goOn || closed) return;
        timer = setTimeout(connect, Math.min(longestDelayMs, firstDelayMs * 2 ** failures));
        failures += 1;
      });
    };

    const connect = (): void => {
      const address = new URL(apiAddress(`/input-tables/${tableId}/events`));
      address.searchParams.set('version', version);
      if (reached !== null) address.searchParams.set('after', String(reached));
      const opened = new EventSource(address, { withCredentials: true });
      source = opened;
      const on = <Event>(name: string, listener: (event: Event) => void): void =>
        opened.addEventListener(name, (message: MessageEvent<string>) => {
          // After a reconnect of the browser's own, `id` says how far the stream has come; a new one has to be told.
          if (message.lastEventId !== '') reached = Number(message.lastEventId);
          listener(JSON.parse(message.data) as Event);
        });
      on<EditEvent>('edit', listeners.onEdit);
      on<{ readonly num: number }>('hidden', ({ num }) => listeners.onHidden(num));
      on<SettledEvent>('settled', listeners.onSettled);
      on<OverwrittenEvent>('overwritten', listeners.onOverwritten);
      on('editing', listeners.onEditing);
      on('ended', ended);
      opened.onopen = () => {
        failures = 0;
        listeners.onConnected(true);
      };
      opened.onerror = () => {
        if (opened.readyState === EventSource.CLOSED) ended();
        else listeners.onConnected(false);
      };
    };

    connect();
    return () => {
      closed = true;
      clearTimeout(timer);
      source?.close();
    };
  };
