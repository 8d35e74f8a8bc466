/**
 * Signs log rows with HMAC-SHA-256 (RFC 2104). The key is derived from the master key; every key that was ever used
 * is kept sealed, so that signatures outlive a rotation, and a restored older metadata database derives it again.
 */
import { createHash, createHmac, createSecretKey, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { Signer } from '@penstock/domain/edit-log/signing-bytes';
import type { SecretStore } from '../credentials/secret-store.ts';
import type { Database } from '../metadata/database.ts';

/** Keys by id; the newest signs. */
export function hmacSigner(keys: ReadonlyMap<string, Buffer>, newest: string): Signer {
  // Imported once: a key given as bytes is imported anew for each signature.
  const imported = new Map([...keys].map(([keyId, key]) => [keyId, createSecretKey(key)]));
  const sign = (text: string, keyId: string): string => {
    const key = imported.get(keyId);
    if (key === undefined) throw new Error(`The signing key ${keyId} of the edit log is not known`);
    return createHmac('sha256', key).update(text).digest('base64url');
  };
  return {
    keyId: newest,
    sign,
    verifies(text, keyId, signature) {
      if (!imported.has(keyId)) return false;
      const expected = Buffer.from(sign(text, keyId));
      const given = Buffer.from(signature);
      return given.length === expected.length && timingSafeEqual(given, expected);
    },
  };
}

export async function loadSigner(needs: {
  readonly database: Database;
  readonly secrets: SecretStore;
  readonly masterKey: string;
}): Promise<Signer> {
  const { database, secrets } = needs;
  const key = Buffer.from(hkdfSync('sha256', Buffer.from(needs.masterKey, 'base64'), '', 'penstock edit log signatures', 32));
  const newest = createHash('sha256').update(key).digest('hex').slice(0, 8);
  const keys = new Map([[newest, key]]);
  const stored = await database.pool.query<{ key_id: string; sealed_key: Buffer }>('select key_id, sealed_key from edit_log_keys');
  for (const row of stored.rows) {
    if (!keys.has(row.key_id)) keys.set(row.key_id, Buffer.from(await secrets.open(place(row.key_id), row.sealed_key), 'base64'));
  }
  if (!stored.rows.some((row) => row.key_id === newest)) {
    const sealed = await secrets.seal(place(newest), key.toString('base64'));
    await database.pool.query('insert into edit_log_keys (key_id, sealed_key) values ($1, $2) on conflict do nothing', [
      newest,
      Buffer.from(sealed),
    ]);
  }
  return hmacSigner(keys, newest);
}

function place(keyId: string): { readonly table: string; readonly rowId: string; readonly column: string } {
  return { table: 'edit_log_keys', rowId: keyId, column: 'sealed_key' };
}
