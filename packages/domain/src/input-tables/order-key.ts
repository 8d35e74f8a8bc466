/**
 * Order keys: texts whose byte order is the order on the screen, such that there is always another one between two.
 * A key is an integer of variable length and an optional fraction, in base 62. The first character tells the integer's
 * length (`a`: one digit, `b`: two, ...; below zero `Z`: one digit, `Y`: two, ...), so that appending a million rows makes
 * keys of five characters where a plain fraction would grow with each. (The scheme of D. Greenspan's "Implementing
 * Fractional Indexing", 2020.)
 */

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const digitAt = (value: number): string => digits[value] ?? '';
const valueOf = (character: string | undefined): number => (character === undefined ? 0 : digits.indexOf(character));
const pattern = /^(?:[a-zA-Z])[0-9A-Za-z]*$/;

/** Whether a text is a key that this file could have made. */
export function isOrderKey(text: string): boolean {
  if (!pattern.test(text)) return false;
  const length = integerLength(text);
  return text.length >= length && !(text.length > length && text.endsWith('0'));
}

/** One key between two others; `null` stands for the end on that side. */
export function keyBetween(before: string | null, after: string | null): string {
  return keysBetween(before, after, 1)[0] ?? '';
}

/** Many keys between two others, evenly spread where both ends are given. Throws when the ends are not in order. */
export function keysBetween(before: string | null, after: string | null, count: number): string[] {
  if (before !== null && after !== null && before >= after) throw new RangeError('Order keys must be given in their order.');
  if (count <= 0) return [];
  if (after === null) return Array.from({ length: count }, following(before));
  if (before === null) return Array.from({ length: count }, preceding(after)).toReversed();
  const middle = Math.floor(count / 2);
  const key = one(before, after);
  return [...keysBetween(before, key, middle), key, ...keysBetween(key, after, count - middle - 1)];
}

function following(from: string | null): () => string {
  let last = from;
  return () => (last = last === null ? 'a0' : afterKey(last));
}

function preceding(from: string): () => string {
  let first = from;
  return () => (first = beforeKey(first));
}

function afterKey(key: string): string {
  const integer = integerOf(key);
  return stepped(integer, 1) ?? integer + midpoint(key.slice(integer.length), null);
}

function beforeKey(key: string): string {
  const integer = integerOf(key);
  const fraction = key.slice(integer.length);
  if (fraction !== '') return integer;
  return stepped(integer, -1) ?? integer + midpoint('', fraction);
}

function one(before: string, after: string): string {
  const low = integerOf(before);
  const high = integerOf(after);
  if (low === high) return low + midpoint(before.slice(low.length), after.slice(high.length));
  const next = stepped(low, 1);
  return next !== null && next < after ? next : low + midpoint(before.slice(low.length), null);
}

/** A fraction strictly between two others; `null` means one. */
function midpoint(low: string, high: string | null): string {
  if (high !== null) {
    let same = 0;
    while ((low[same] ?? '0') === high[same]) same += 1;
    if (same > 0) return high.slice(0, same) + midpoint(low.slice(same), high.slice(same));
  }
  const from = valueOf(low[0]);
  const to = high === null ? digits.length : valueOf(high[0]);
  if (to - from > 1) return digitAt(Math.round((from + to) / 2));
  if (high !== null && high.length > 1) return high.slice(0, 1);
  return digitAt(from) + midpoint(low.slice(1), null);
}

function integerLength(key: string): number {
  const head = key.charCodeAt(0);
  return head >= 97 ? head - 97 + 2 : 90 - head + 2;
}

const integerOf = (key: string): string => key.slice(0, integerLength(key));

/** The neighbouring integer; `null` beyond the longest. */
function stepped(integer: string, by: 1 | -1): string | null {
  const wrap = by === 1 ? digits.length - 1 : 0;
  const rest = Array.from(integer.slice(1));
  for (let at = rest.length - 1; at >= 0; at -= 1) {
    const value = valueOf(rest[at]);
    if (value !== wrap) {
      rest[at] = digitAt(value + by);
      return integer.slice(0, 1) + rest.join('');
    }
    rest[at] = digitAt(by === 1 ? 0 : digits.length - 1);
  }
  const head = integer.charCodeAt(0);
  if (head === (by === 1 ? 122 : 65)) return null;
  const next = head === 90 && by === 1 ? 'a' : head === 97 && by === -1 ? 'Z' : String.fromCharCode(head + by);
  return next + digitAt(by === 1 ? 0 : digits.length - 1).repeat(integerLength(next) - 1);
}
