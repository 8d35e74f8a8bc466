import { describe, expect, it } from 'vitest';
import { RateLimit } from '../src/app/rate-limit.ts';

describe('the rate limit', () => {
  it("lets two seconds' worth through at once, then as much as the rate, and says when to come back", () => {
    const clock = { atMs: 0, nowMs: () => clock.atMs, sleep: async () => {} };
    const limit = new RateLimit(clock, 10);
    const passes = (): boolean => {
      try {
        limit.take('a');
        return true;
      } catch (error) {
        expect(error).toMatchObject({ code: 'request.limit', facts: { retryAfterSeconds: 1 } });
        return false;
      }
    };
    const passed = (count: number): number => Array.from({ length: count }, passes).filter(Boolean).length;
    expect(passed(50)).toBe(20);
    clock.atMs = 500;
    expect(passed(50)).toBe(5);
    clock.atMs = 60_000;
    expect(passed(50)).toBe(20);
    limit.take('somebody else');
  });

  it('is not confused by a clock that goes back', () => {
    const clock = { atMs: 10_000, nowMs: () => clock.atMs, sleep: async () => {} };
    const limit = new RateLimit(clock, 1);
    limit.take('a');
    clock.atMs = 0;
    limit.take('a');
    expect(() => limit.take('a')).toThrow(/requests a second/);
  });
});
