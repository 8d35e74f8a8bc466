/**
 * What a sealed secret looks like as bytes, and what it is bound to. Pure.
 *
 *   version (1) | data key id (16) | nonce (12) | ciphertext | tag (16)        AES-256-GCM
 *
 * The additional authenticated data names the place where the secret belongs: a ciphertext that is copied to another
 * row, column or table, or whose key id is changed, does not open (P23).
 */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** Where a secret is stored. `rowId` is the row's primary key as text. */
export interface SecretPlace {
  readonly table: string;
  readonly rowId: string;
  readonly column: string;
}

const format = 1;
const keyIdEnd = 17;
const nonceEnd = 29;
const tagBytes = 16;

export function sealBytes(key: KeyObject, keyId: string, nonce: Uint8Array, place: SecretPlace, plaintext: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(boundTo(keyId, place));
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([Buffer.of(format), uuidBytes(keyId), nonce, ciphertext, cipher.getAuthTag()]);
}

/** Throws when a single bit differs from what was sealed for this very place. */
export function openBytes(key: KeyObject, place: SecretPlace, sealed: Uint8Array): Buffer {
  const bytes = Buffer.from(sealed);
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(keyIdEnd, nonceEnd), { authTagLength: tagBytes });
  decipher.setAAD(boundTo(keyIdOf(bytes), place));
  decipher.setAuthTag(bytes.subarray(-tagBytes));
  return Buffer.concat([decipher.update(bytes.subarray(nonceEnd, -tagBytes)), decipher.final()]);
}

/** The data key that sealed these bytes; throws when they are no sealed secret. */
export function keyIdOf(sealed: Uint8Array): string {
  if (sealed.length < nonceEnd + tagBytes || sealed[0] !== format) throw new Error('not a sealed secret of a known format');
  const hex = Buffer.from(sealed).subarray(1, keyIdEnd).toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/u, '$1-$2-$3-$4-$5');
}

/** Each part with its length before it, so that no two places have the same bytes. */
function boundTo(keyId: string, place: SecretPlace): Buffer {
  const parts = ['penstock sealed secret', String(format), keyId, place.table, place.rowId, place.column];
  return Buffer.concat(
    parts.flatMap((part) => {
      const text = Buffer.from(part, 'utf8');
      const length = Buffer.alloc(4);
      length.writeUInt32BE(text.length);
      return [length, text];
    }),
  );
}

function uuidBytes(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}
