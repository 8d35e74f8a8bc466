/**
 * The master key, 32 bytes that the operator keeps outside the database. It never seals a secret itself: the key
 * derived from it here only wraps the data keys, so that a new master key re-wraps a few rows and no secret.
 */
import { createHash, createSecretKey, hkdfSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

export interface MasterKey {
  /** Says which master key wrapped a data key, without saying anything about the key. */
  readonly id: string;
  readonly wrappingKey: KeyObject;
  /** Fingerprints of requests that may hold secrets, so that a dump gives nothing to guess passwords against. */
  readonly fingerprintKey: KeyObject;
}

const keyBytes = 32;

/** HKDF-SHA256 (RFC 5869) with one label for the wrapping key and one for its public id. */
export function masterKeyFrom(base64: string): MasterKey {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length !== keyBytes) throw new Error(`The master key has ${bytes.length} bytes instead of ${keyBytes}`);
  const derive = (label: string): Buffer => Buffer.from(hkdfSync('sha256', bytes, '', label, keyBytes));
  return {
    id: createHash('sha256').update(derive('penstock master key id')).digest('hex').slice(0, 16),
    wrappingKey: createSecretKey(derive('penstock key wrapping')),
    fingerprintKey: createSecretKey(derive('penstock request fingerprints')),
  };
}
