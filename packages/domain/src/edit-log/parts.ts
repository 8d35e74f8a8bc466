/**
 * One edit may be longer than a statement or a value may be: its text is spread over several rows. An edit is
 * complete only when all its parts are there.
 */

/** UTF-16 code units in one part; at most 768 KiB of UTF-8, below every engine's limits. */
export const partLength = 256 * 1024;

/** Cuts between code units, but never inside a surrogate pair: each part must be well-formed text. */
export function splitText(text: string, length: number = partLength): readonly string[] {
  if (text.length <= length) return [text];
  const parts: string[] = [];
  let from = 0;
  while (from < text.length) {
    let to = Math.min(from + length, text.length);
    if (to < text.length && isHighSurrogate(text.charCodeAt(to - 1))) to -= 1;
    parts.push(text.slice(from, to));
    from = to;
  }
  return parts;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
