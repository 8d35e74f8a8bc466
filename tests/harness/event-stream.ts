/** A reader of live events, as a browser's EventSource is one. */
import type { AnyJson } from './any-json.ts';
import type { ApiClient } from './rig.ts';

export interface LiveEvent {
  readonly event: string;
  readonly id: string | null;
  readonly data: AnyJson;
  readonly atMs: number;
}

export interface LiveReader {
  readonly events: readonly LiveEvent[];
  /** Whether the server has ended the stream. */
  readonly ended: () => boolean;
  close(): void;
}

/** Of an input table. */
export async function listen(client: ApiClient, tableId: string, after?: number): Promise<LiveReader> {
  return listenTo(client, `/input-tables/${tableId}/events${after === undefined ? '' : `?after=${after}`}`);
}

export async function listenTo(client: ApiClient, path: string): Promise<LiveReader> {
  const gone = new AbortController();
  const response = await client.fetch('GET', path, undefined, { signal: gone.signal });
  if (response.status !== 200 || response.body === null) throw new Error(`The event stream answered ${response.status}.`);
  const events: LiveEvent[] = [];
  let ended = false;
  const read = async (): Promise<void> => {
    let rest = '';
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const messages = (rest + chunk).split('\n\n');
      rest = messages.pop() ?? '';
      for (const message of messages) {
        const fields = new Map(
          message.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()] as const),
        );
        const event = fields.get('event');
        if (event !== undefined)
          events.push({ event, id: fields.get('id') ?? null, data: JSON.parse(fields.get('data') ?? 'null'), atMs: Date.now() });
      }
    }
  };
  void read()
    .catch(() => {})
    .finally(() => {
      ended = true;
    });
  return { events, ended: () => ended, close: () => gone.abort() };
}
