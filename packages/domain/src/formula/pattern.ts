/**
 * Regular expressions that mean the same on every engine: literals, `.`, classes, groups, alternatives, anchors and greedy
 * repetition. The shorthands \d, \w and \s are written out as ASCII classes, and `.` stops at the end of a line; lookaround and back references do not exist everywhere.
 */
export type PatternReading =
  | { readonly kind: 'pattern'; readonly pattern: string }
  | { readonly kind: 'wrong'; /** The end of a sentence. */ readonly why: string };

const shorthands: Readonly<Record<string, { readonly inside: string; readonly outside: string }>> = {
  d: { inside: '0-9', outside: '[0-9]' },
  w: { inside: 'A-Za-z0-9_', outside: '[A-Za-z0-9_]' },
  s: { inside: ' \\t\\n\\r', outside: '[ \\t\\n\\r]' },
  D: { inside: '', outside: '[^0-9]' },
  W: { inside: '', outside: '[^A-Za-z0-9_]' },
  S: { inside: '', outside: '[^ \\t\\n\\r]' },
};

const repetition = /^(?:[*+?]|\{(\d{1,3})(?:,(\d{1,3})?)?\})/;
const maximumRepeats = 255;

export function portablePattern(text: string): PatternReading {
  let rest = text;
  let pattern = '';
  let depth = 0;
  let repeatable = false;
  const take = (length: number, written = rest.slice(0, length)): void => {
    pattern += written;
    rest = rest.slice(length);
  };
  while (rest !== '') {
    const character = String.fromCodePoint(rest.codePointAt(0) ?? 0);
    const repeated = repetition.exec(rest);
    if (repeated !== null) {
      const [whole, least = '0', most = least] = repeated;
      if (!repeatable) return wrong(`“${whole}” has nothing to repeat`);
      if (Number(least) > maximumRepeats || Number(most) > maximumRepeats) return wrong(`at most ${maximumRepeats} repetitions`);
      if (Number(most) < Number(least) && repeated[2] !== undefined) return wrong(`“${whole}” ends before it begins`);
      take(whole.length);
      repeatable = false;
      continue;
    }
    repeatable = true;
    if (character === '\\') {
      const escape = readEscape(rest, false);
      if (escape === null) return wrong(`\\${rest[1] ?? ''} is not supported`);
      take(2, escape);
    } else if (character === '[') {
      const found = readClass(rest);
      if (found === null) return wrong('a class such as [a-z] was expected');
      take(found.length, found.written);
    } else if (character === '(') {
      if (rest[1] === '?' && !rest.startsWith('(?:')) return wrong('groups are written ( ) or (?: )');
      depth += 1;
      repeatable = false;
      take(rest.startsWith('(?:') ? 3 : 1);
    } else if (character === ')') {
      if (depth === 0) return wrong('“)” closes nothing');
      depth -= 1;
      take(1);
    } else if (character === '{' || character === '}' || character === ']') {
      return wrong(`“${character}” is written \\${character}`);
    } else {
      repeatable = !'|^$'.includes(character);
      take(character.length, character === '.' ? '[^\\n]' : character);
    }
  }
  return depth === 0 ? { kind: 'pattern', pattern } : wrong('a ) is missing');
}

function readEscape(rest: string, inside: boolean): string | null {
  const letter = rest[1] ?? '';
  const shorthand = Object.hasOwn(shorthands, letter) ? shorthands[letter] : undefined;
  if (shorthand !== undefined) return (inside ? shorthand.inside : shorthand.outside) || null;
  if (letter === 't' || letter === 'n' || letter === 'r') return `\\${letter}`;
  return /[!-/:-@[-`{-~]/.test(letter) ? `\\${letter}` : null;
}

/** `[^a-z\d]`, from its bracket on. */
function readClass(text: string): { readonly length: number; readonly written: string } | null {
  let at = text.startsWith('[^') ? 2 : 1;
  let written = text.slice(0, at);
  const start = written.length;
  let before = '';
  while (at < text.length && text[at] !== ']') {
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    if (character === '[') return null;
    if (character === '\\') {
      const escape = readEscape(text.slice(at), true);
      if (escape === null) return null;
      written += escape;
      at += 2;
      before = escape.length === 2 ? (escape[1] ?? '') : '';
      continue;
    }
    const last = text[at + 1];
    if (character === '-' && before !== '' && last !== undefined && last !== ']') {
      if (last === '[' || last === '\\' || last < before) return null;
      written += `-${last}`;
      at += 2;
      before = '';
      continue;
    }
    written += character === '-' || character === '^' ? `\\${character}` : character;
    at += character.length;
    before = character;
  }
  return at < text.length && written.length > start ? { length: at + 1, written: `${written}]` } : null;
}

function wrong(why: string): PatternReading {
  return { kind: 'wrong', why };
}
