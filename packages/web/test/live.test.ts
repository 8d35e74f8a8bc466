import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { liveOf } from '../src/input-tables/live.ts';
import type { LiveListeners } from '../src/input-tables/live.ts';

class FakeEventSource extends EventTarget {
  static readonly CLOSED = 2;
  static readonly opened: FakeEventSource[] = [];
  readonly address: string;
  readyState = 1;
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;

  constructor(address: URL) {
    super();
    this.address = address.search;
    FakeEventSource.opened.push(this);
  }

  close(): void {
    this.readyState = FakeEventSource.CLOSED;
  }

  say(event: string, data: object, id = ''): void {
    this.dispatchEvent(new MessageEvent(event, { data: JSON.stringify(data), lastEventId: id }));
  }
}

const { opened } = FakeEventSource;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('EventSource', FakeEventSource);
  vi.stubGlobal('document', { baseURI: 'http://penstock.example/' });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  opened.splice(0);
});

function listen(goOn: boolean) {
  const heard: unknown[] = [];
  const listeners: LiveListeners = {
    onEdit: ({ num }) => heard.push(['edit', num]),
    onHidden: (num) => heard.push(['hidden', num]),
    onSettled: ({ num }) => heard.push(['settled', num]),
    onOverwritten: ({ num }) => heard.push(['overwritten', num]),
    onEditing: () => heard.push('editing'),
    onEnded: async () => goOn,
    onConnected: (connected) => heard.push(connected ? 'connected' : 'lost'),
  };
  return { heard, stop: liveOf('published')('t', 7, listeners) };
}

test('every event that the server sends is heard', () => {
  const { heard, stop } = listen(true);
  for (const event of ['edit', 'hidden', 'settled', 'overwritten', 'editing']) opened[0]?.say(event, { num: 8 });
  expect(heard).toEqual([['edit', 8], ['hidden', 8], ['settled', 8], ['overwritten', 8], 'editing']);
  stop();
});

test('an ended stream is opened anew from the number it had reached', async () => {
  const { heard, stop } = listen(true);
  opened[0]?.say('hidden', { num: 9 }, '9');
  opened[0]?.say('ended', {});
  expect([heard.at(-1), opened[0]?.readyState]).toEqual(['lost', FakeEventSource.CLOSED]);
  await vi.runAllTimersAsync();
  expect(opened.map(({ address }) => address)).toEqual(['?version=published&after=7', '?version=published&after=9']);
  stop();
});

test('a stream that the server refuses for good is not opened again, nor one that was closed meanwhile', async () => {
  listen(false);
  opened[0]?.say('ended', {});
  const { stop } = listen(true);
  opened[1]?.say('ended', {});
  stop();
  await vi.runAllTimersAsync();
  expect(opened).toHaveLength(2);
});

test('an answer that is no stream, as of a proxy without its server, is not the end', async () => {
  const { stop } = listen(true);
  const [first] = opened;
  first?.close();
  first?.onerror?.();
  await vi.runAllTimersAsync();
  expect(opened).toHaveLength(2);
  stop();
});
