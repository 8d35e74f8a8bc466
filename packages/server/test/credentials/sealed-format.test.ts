import { createSecretKey, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keyIdOf, openBytes, sealBytes } from '../../src/credentials/sealed-format.ts';
import type { SecretPlace } from '../../src/credentials/sealed-format.ts';

const key = createSecretKey(randomBytes(32));
const keyId = '0f8fad5b-d9cb-469f-a165-70867728950e';
const place: SecretPlace = { table: 'connections', rowId: 'row 1', column: 'secret_sealed' };
const seal = (at: SecretPlace, text: string): Buffer => sealBytes(key, keyId, randomBytes(12), at, Buffer.from(text));

describe('a sealed secret', () => {
  test('P23: opens in its place, and names the key that sealed it', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const sealed = seal(place, text);
        expect(openBytes(key, place, sealed).toString()).toBe(text);
        expect(keyIdOf(sealed)).toBe(keyId);
      }),
    );
  });

  test('P23: does not open after any single bit was flipped', () => {
    const sealed = seal(place, 'a secret');
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const flipped = Buffer.from(sealed);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => openBytes(key, place, flipped), `bit ${bit}`).toThrow();
    }
  });

  test('P23: does not open when it was cut or extended', () => {
    const sealed = seal(place, 'a secret');
    for (let length = 0; length < sealed.length; length += 1) expect(() => openBytes(key, place, sealed.subarray(0, length))).toThrow();
    expect(() => openBytes(key, place, Buffer.concat([sealed, Buffer.of(0)]))).toThrow();
  });

  test('P23: does not open in any other place, also where the parts read the same when joined', () => {
    const anyPlace = fc.record({ table: fc.string(), rowId: fc.string(), column: fc.string() });
    fc.assert(
      fc.property(anyPlace, anyPlace, (here, there) => {
        fc.pre(JSON.stringify(here) !== JSON.stringify(there));
        expect(() => openBytes(key, there, seal(here, 'a secret'))).toThrow();
      }),
    );
    const shifted = { table: 'connectionsrow', rowId: ' 1', column: place.column };
    expect(() => openBytes(key, shifted, seal({ ...place, table: 'connections', rowId: 'row 1' }, 'a secret'))).toThrow();
  });

  test('P23: does not open with another key', () => {
    expect(() => openBytes(createSecretKey(randomBytes(32)), place, seal(place, 'a secret'))).toThrow();
  });

  test('P23: two seals of one secret differ', () => {
    expect(seal(place, 'a secret').equals(seal(place, 'a secret'))).toBe(false);
  });
});
