/** The trailing comment that tells the warehouse's own history who asked and why. Nothing in it can end the comment. */
import type { StatementTag } from './port.ts';

const maximumValueLength = 120;

export function tagComment(tag: StatementTag): string {
  let comment = ` /* penstock purpose=${inert(tag.purpose)} request=${inert(tag.requestId)}`;
  if (tag.human !== null) comment += ` human=${inert(tag.human)}`;
  if (tag.document !== null) comment += ` document=${inert(tag.document)}`;
  if (tag.element !== null) comment += ` element=${inert(tag.element)}`;
  return `${comment} */`;
}

/** Percent-encodes all but letters, digits and `@ . _ : + -`: no star, slash, quote, space or control character is left. */
function inert(value: string): string {
  return value
    .toWellFormed()
    .slice(0, maximumValueLength)
    .toWellFormed()
    .replaceAll(/[^A-Za-z0-9@._:+-]/gu, percentEncode);
}

function percentEncode(character: string): string {
  let encoded = '';
  for (const byte of new TextEncoder().encode(character)) encoded += `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  return encoded;
}
