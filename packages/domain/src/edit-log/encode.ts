/** An edit as signed log rows. Pure: the same envelope and text give the same bytes, today and on any node. */
import { canonicalJson } from './canonical-json.ts';
import type { Envelope } from './entry.ts';
import { splitText } from './parts.ts';
import { logFormat } from './row.ts';
import type { LogRow } from './row.ts';
import { signingText } from './signing-bytes.ts';
import type { Signer } from './signing-bytes.ts';

/** `editText` is the canonical JSON of the operation; `keyId` the key chosen when the number was given. */
export function encodeEdit(envelope: Envelope, editText: string, keyId: string, signer: Signer): readonly LogRow[] {
  const texts = splitText(editText);
  const metadata = canonicalJson(envelope.metadata);
  return texts.map((text, index) => {
    const unsigned = {
      format: logFormat,
      installation_id: envelope.installationId,
      epoch: String(envelope.epoch),
      input_table_id: envelope.tableId,
      edit_num: String(envelope.num),
      edit_id: envelope.editId,
      part: String(index + 1),
      parts: String(texts.length),
      base_num: String(envelope.base),
      at: envelope.at,
      author_member_id: envelope.author.memberId,
      author_email: envelope.author.email,
      author_login: envelope.author.login,
      edit: text,
      metadata,
      key_id: keyId,
    };
    return { ...unsigned, signature: signer.sign(signingText(unsigned), keyId) };
  });
}
