import { expect, test } from 'vitest';
import type { ExecutionIdentity } from '@penstock/domain/execution-identity/decide';
import type { ResultSet } from '@penstock/warehouse/port';
import { ResultCache } from '../../src/queries/result-cache.ts';
import type { CacheFacts } from '../../src/queries/result-cache.ts';

let nowMs = 0;
const clock = { nowMs: () => nowMs, sleep: () => Promise.resolve() };

const result = (value: string): ResultSet => ({ columns: [{ name: 'a', type: 'text' }], rows: [[value]], affectedRows: 0 });

function facts(
  changes: Partial<CacheFacts> & { readonly principal?: ExecutionIdentity['principal']; readonly generation?: number } = {},
): CacheFacts {
  const { principal = { kind: 'person', memberId: 'alice' } as const, generation = 1, ...rest } = changes;
  // The brand of an identity is only made by `decide`; the cache reads three of its fields.
  const identity = { principal, connectionId: 'c1', connectionGeneration: generation } as ExecutionIdentity;
  return {
    identity,
    login: 'alice',
    role: null,
    statement: { text: 'SELECT $1', parameters: ['x'] },
    logHeads: [{ tableId: 't', num: 1, waiting: [] }],
    ...rest,
  };
}

const cacheOf = (maximumBytes = 100_000) => new ResultCache({ clock, maximumBytes });

test('P16: a result is found again by the same facts only', () => {
  const cache = cacheOf();
  cache.put(facts(), result('hers'));
  expect(cache.get(facts())?.result.rows).toEqual([['hers']]);
  const others: CacheFacts[] = [
    facts({ principal: { kind: 'person', memberId: 'bob' } }),
    facts({ principal: { kind: 'service-account' } }),
    facts({ principal: { kind: 'connection-credential' } }),
    facts({ generation: 2 }),
    facts({ login: 'alice2' }),
    facts({ role: 'analyst' }),
    facts({ statement: { text: 'SELECT $1 ', parameters: ['x'] } }),
    facts({ statement: { text: 'SELECT $1', parameters: ['y'] } }),
    facts({ logHeads: [{ tableId: 't', num: 2, waiting: [] }] }),
    facts({ logHeads: [{ tableId: 't', num: 1, waiting: [1] }] }),
    facts({ logHeads: [] }),
  ];
  for (const other of others) expect(cache.get(other)).toBeNull();
});

test('P16 P18: what persons or a connection had is dropped at once', () => {
  const cache = cacheOf();
  cache.put(facts(), result('hers'));
  cache.put(facts({ principal: { kind: 'service-account' } }), result('its'));
  cache.dropPersons();
  expect(cache.get(facts())).toBeNull();
  expect(cache.get(facts({ principal: { kind: 'service-account' } }))).not.toBeNull();
  cache.dropConnection('c1');
  expect(cache.get(facts({ principal: { kind: 'service-account' } }))).toBeNull();
  expect(cache.bytes).toBe(0);
});

test('it stays within its bytes, forgets what was not used for longest, and what is old', () => {
  const cache = cacheOf(2_000);
  const named = (name: string) => facts({ statement: { text: name, parameters: [] } });
  for (const name of ['a', 'b', 'c']) cache.put(named(name), result('x'.repeat(200)));
  expect(cache.get(named('a'))).not.toBeNull();
  for (const name of ['d', 'e']) cache.put(named(name), result('x'.repeat(200)));
  expect(cache.bytes).toBeLessThanOrEqual(2_000);
  expect(cache.get(named('a'))).not.toBeNull();
  expect(cache.get(named('b'))).toBeNull();
  cache.put(named('huge'), result('x'.repeat(2_000)));
  expect(cache.get(named('huge'))).toBeNull();
  nowMs += 600_001;
  expect(cache.get(named('a'))).toBeNull();
});
