/** Text of a formula to tokens with their places. Never throws: what cannot be read becomes a problem and is left out. */
import { canonicalNumber, mostDigits } from '../values/number.ts';
import { textProblem } from '../values/text.ts';
import type { FormulaProblem, Span } from './problem.ts';
import { problemAt } from './problem.ts';

export type Token = Span &
  (
    | { readonly token: 'number' | 'text' | 'word' | 'sign'; readonly text: string }
    | { readonly token: 'name'; readonly path: readonly string[] }
    | { readonly token: 'end' }
  );

export interface Lexed {
  /** Always ends with one `end`. */
  readonly tokens: readonly Token[];
  readonly problems: readonly FormulaProblem[];
}

const space = /\s+/y;
const number = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d{1,2})?/y;
const word = /[\p{L}_][\p{L}\p{N}_]*/uy;
const sign = /<=|>=|<>|!=|[-+*/%^&=<>(),]/y;
const closedText = /"((?:[^"]|"")*)"/y;
const closedName = /\[((?:[^\]\\]|\\[^])*)\]/y;

export function lex(text: string): Lexed {
  const tokens: Token[] = [];
  const problems: FormulaProblem[] = [];
  let at = 0;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  while (at < text.length) {
    const from = at;
    let found: RegExpExecArray | null;
    if ((found = match(space)) !== null) {
      at += found[0].length;
    } else if ((found = match(number)) !== null) {
      at += found[0].length;
      const value = canonicalNumber(found[0]);
      const fits = value !== null && value !== 'too-many-digits';
      if (!fits) problems.push(problemAt({ from, to: at }, 'formula.number-too-long', `A number has at most ${mostDigits} digits.`));
      tokens.push({ token: 'number', text: fits ? value : '0', from, to: at });
    } else if ((found = match(word)) !== null) {
      at += found[0].length;
      tokens.push({ token: 'word', text: found[0], from, to: at });
    } else if (text[at] === '"') {
      found = match(closedText);
      at = found === null ? text.length : at + found[0].length;
      if (found === null) problems.push(problemAt({ from, to: at }, 'formula.unclosed-text', 'This text needs a closing ".', ['"']));
      else if (textProblem(found[0]) !== null) {
        const message = 'This text holds a character that no warehouse can store: a NUL or half of a surrogate pair.';
        problems.push(problemAt({ from, to: at }, 'formula.unexpected-character', message));
      }
      tokens.push({ token: 'text', text: (found?.[1] ?? text.slice(from + 1)).replaceAll('""', '"'), from, to: at });
    } else if (text[at] === '[') {
      found = match(closedName);
      at = found === null ? text.length : at + found[0].length;
      const path = splitPath(found?.[1] ?? text.slice(from + 1));
      if (found === null) problems.push(problemAt({ from, to: at }, 'formula.unclosed-name', 'This name needs a closing ].', [']']));
      else if (path.includes('')) {
        problems.push(problemAt({ from, to: at }, 'formula.empty-name', 'A column name was expected between the brackets.'));
      }
      tokens.push({ token: 'name', path, from, to: at });
    } else if ((found = match(sign)) !== null) {
      at += found[0].length;
      tokens.push({ token: 'sign', text: found[0], from, to: at });
    } else {
      const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
      at += character.length;
      problems.push(problemAt({ from, to: at }, 'formula.unexpected-character', `“${character}” ${hintFor(character)}`));
    }
  }
  tokens.push({ token: 'end', from: text.length, to: text.length });
  return { tokens, problems };
}

function hintFor(character: string): string {
  if (`'“”„‘’`.includes(character)) return 'does not mean anything here: text stands in straight double quotes, such as "ZRH".';
  if (character === ';') return 'does not mean anything here: arguments are separated by commas.';
  if (character === ']') return 'closes a name that was not opened: names stand in brackets, such as [Delay].';
  return 'does not mean anything in a formula.';
}

/** Splits at `/`; a backslash makes the next character part of the name. */
function splitPath(text: string): readonly string[] {
  if (!text.includes('\\')) return text.split('/').map((part) => part.trim());
  const path = [''];
  for (const [, escaped, character] of text.matchAll(/\\([^])|([^])/gu)) {
    if (character === '/') path.push('');
    else path.push((path.pop() ?? '') + (escaped ?? character ?? ''));
  }
  return path.map((part) => part.trim());
}
