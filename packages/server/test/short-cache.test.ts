import { describe, expect, it } from 'vitest';
import type { MetadataListener } from '../src/metadata/listener.ts';
import { ShortCache } from '../src/metadata/short-cache.ts';

/** A clock that stands until it is moved, and a listener that tests speak through. */
function world(): {
  clock: { nowMs(): number; sleep(): Promise<void>; atMs: number };
  listener: MetadataListener;
  tell(channel: string, payload: string): void;
  lose(): void;
} {
  const channels = new Map<string, (payload: string) => void>();
  const gaps: (() => void)[] = [];
  const clock = { atMs: 0, nowMs: () => clock.atMs, sleep: async () => {} };
  return {
    clock,
    listener: {
      processNumber: 1,
      on: (channel, listener) => {
        channels.set(channel, listener);
        return () => channels.delete(channel);
      },
      onGap: (listener) => {
        gaps.push(listener);
        return () => {};
      },
      close: async () => {},
    },
    tell: (channel, payload) => channels.get(channel)?.(payload),
    lose: () => gaps.forEach((gap) => gap()),
  };
}

describe('a short cache', () => {
  it('loads once for callers at once and again after its age', async () => {
    const { clock } = world();
    let loads = 0;
    const cache = new ShortCache(clock, async () => (loads += 1));
    expect(await Promise.all([cache.get('a'), cache.get('a')])).toEqual([1, 1]);
    clock.atMs = 3_999;
    expect(await cache.get('a')).toBe(1);
    clock.atMs = 4_000;
    expect(await cache.get('a')).toBe(2);
  });

  it('P18: drops what a notification names, and everything when notifications may have been missed', async () => {
    const { clock, listener, tell, lose } = world();
    let loads = 0;
    const cache = new ShortCache(clock, async () => (loads += 1)).dropOn(listener, 'members_changed');
    await cache.get('a');
    await cache.get('b');
    tell('members_changed', 'a');
    expect([await cache.get('a'), await cache.get('b')]).toEqual([3, 2]);
    lose();
    expect([await cache.get('a'), await cache.get('b')]).toEqual([4, 5]);
  });

  it('P18: does not remember a value whose change came while it was loaded', async () => {
    const { clock, listener, tell } = world();
    const answers: ((value: string) => void)[] = [];
    const cache = new ShortCache(clock, () => new Promise<string>((resolve) => answers.push(resolve))).dropOn(listener, 'members_changed');
    const before = cache.get('a');
    tell('members_changed', 'a');
    const after = cache.get('a');
    answers[0]?.('old');
    answers[1]?.('new');
    expect([await before, await after, await cache.get('a')]).toEqual(['old', 'new', 'new']);
  });

  it('does not remember a failure', async () => {
    const { clock } = world();
    let loads = 0;
    const cache = new ShortCache(clock, async () => {
      loads += 1;
      if (loads === 1) throw new Error('away');
      return loads;
    });
    await expect(cache.get('a')).rejects.toThrow('away');
    expect(await cache.get('a')).toBe(2);
  });
});
