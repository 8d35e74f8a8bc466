/** A signer that is fast and needs no secret: for simulation only, where forgery is a flipped bit. */
import type { Signer } from '@penstock/domain/edit-log/signing-bytes';

export const testSigner: Signer = {
  keyId: 'k1',
  sign: (text, keyId) => checksum(keyId, text),
  verifies: (text, keyId, signature) => signature === checksum(keyId, text),
};

function checksum(keyId: string, text: string): string {
  let one = 0x811c9dc5;
  let two = 0x1000193;
  const all = `${keyId}|${text}`;
  for (let index = 0; index < all.length; index += 1) {
    const unit = all.charCodeAt(index);
    one = Math.imul(one ^ unit, 0x01000193);
    two = Math.imul(two + unit, 0x85ebca6b) ^ (two >>> 13);
  }
  return `${(one >>> 0).toString(16)}${(two >>> 0).toString(16)}`;
}
