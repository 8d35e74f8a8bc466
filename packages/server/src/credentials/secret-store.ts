/**
 * The one room that turns secrets into ciphertext and back. Callers keep the sealed bytes in a column of their own and
 * name that place both times; a secret that was moved, altered or sealed by a key that is gone does not open.
 */
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import type { RandomSource } from '@penstock/domain/ports/random';
import type { DataKeys } from './data-keys.ts';
import { keyIdOf, openBytes, sealBytes } from './sealed-format.ts';
import type { SecretPlace } from './sealed-format.ts';

export type { SecretPlace } from './sealed-format.ts';

export interface SecretStore {
  /** Sealed bytes for that place. */
  seal(place: SecretPlace, plaintext: string): Promise<Uint8Array>;
  /** The secret of that place; throws `credentials.unreadable` if these bytes were not sealed for it. */
  open(place: SecretPlace, sealed: Uint8Array): Promise<string>;
}

export function makeSecretStore(dataKeys: DataKeys, random: RandomSource): SecretStore {
  return {
    async seal(place, plaintext) {
      const { id, key } = await dataKeys.active();
      return sealBytes(key, id, random.bytes(12), place, Buffer.from(plaintext, 'utf8'));
    },
    async open(place, sealed) {
      try {
        const { key } = await dataKeys.byId(keyIdOf(sealed));
        return openBytes(key, place, sealed).toString('utf8');
      } catch (cause) {
        throw new PenstockError(
          'credentials.unreadable',
          `The secret in ${place.table}.${place.column} of row ${place.rowId} cannot be read.`,
          { cause },
        );
      }
    },
  };
}
