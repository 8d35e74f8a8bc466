/**
 * SQL of a function as text with places for its arguments, read once:
 *
 *   {0}        the argument as it is
 *   {0:exact}  a number in the type that the engine calculates with, never a machine integer
 *   {0:whole}  a number cut to a machine integer; null beyond one thousand million
 *   {0:size}   the same, but at least 0; `{0:place}` at least 1; `{0:short}` 0 to 10,000; `{0:digits}` -12 to 12
 *   {0:equal}  as it is compared for equality: without an engine's rounding noise
 *   {0:ordered} as it takes part in an order: texts by code point
 *   {0:word}   a constant's text as part of the SQL: only words from closed lists and numbers
 *   {*} {1*}   all arguments, or those from the second on, with commas; `{*:ordered}` each in that form
 *   {zone}     the document's time zone, a parameter; `{text}` the next of the template's own texts, likewise
 *   {over} {ordered} {running} {entire} {moving} {ranked}   what follows OVER, see `window-clause.ts`
 */
export type TemplatePart = string | ArgumentPlace | RestPlace | NamedPlace;

export interface ArgumentPlace {
  readonly place: 'argument';
  readonly index: number;
  readonly form: PlaceForm;
  /** Between parentheses, commas or words of CASE, where an operator needs no parentheses of its own. */
  readonly enclosed: boolean;
}

interface RestPlace {
  readonly place: 'rest';
  /** The first of them. */
  readonly from: number;
  readonly form: PlaceForm;
}

interface NamedPlace {
  readonly place: 'zone' | 'text' | WindowClause;
}

export type PlaceForm = 'plain' | 'word' | ConvertedForm;
export type ConvertedForm = 'exact' | 'equal' | 'ordered' | SizeForm;
export type SizeForm = 'whole' | 'size' | 'place' | 'short' | 'digits';
export type WindowClause = 'over' | 'ordered' | 'running' | 'entire' | 'moving' | 'ranked';

export interface Template {
  readonly parts: readonly TemplatePart[];
  /** An operator stands outermost: within another one it needs parentheses. */
  readonly loose: boolean;
  /** The result is no machine number: it was calculated from exact ones. */
  readonly exact: boolean;
}

const place = /\{(?:(\d+)(?::(\w+))?|(\d*)\*(?::(\w+))?|(\w+))\}/g;
/** What an operator cannot reach across. */
const opens = /(?:[(,]|\b(?:when|then|else|where))\s*$/;
const closes = /^\s*(?:[),]|\b(?:when|then|else|end)\b)/;

const known = new Map<string, Template>();

export function readTemplate(text: string): Template {
  let template = known.get(text);
  if (template === undefined) {
    template = { parts: readParts(text), loose: isLoose(text), exact: text.includes(':exact}') };
    known.set(text, template);
  }
  return template;
}

function readParts(text: string): readonly TemplatePart[] {
  const parts: TemplatePart[] = [];
  let at = 0;
  for (const match of text.matchAll(place)) {
    const [whole, index, form = 'plain', restFrom, restForm = 'plain', name] = match;
    const end = match.index + whole.length;
    if (match.index > at) parts.push(text.slice(at, match.index));
    if (index !== undefined) {
      const enclosed = opens.test(text.slice(0, match.index)) && closes.test(text.slice(end));
      parts.push({ place: 'argument', index: Number(index), form: form as PlaceForm, enclosed });
    } else if (name === undefined) parts.push({ place: 'rest', from: Number(restFrom), form: restForm as PlaceForm });
    else parts.push({ place: name as NamedPlace['place'] });
    at = end;
  }
  if (at < text.length) parts.push(text.slice(at));
  return parts;
}

/** False for `name(…)`, `(…)`, `case … end` and a single word or place, with casts and a collation behind them. */
function isLoose(text: string): boolean {
  const core = text.replace(/(?:::\w+| collate "C")+$/, '');
  if (/^(?:\{[^}]*\}|[\w.']+)$/.test(core)) return false;
  if (!/^(?:\w*\(|case\b)/.test(core)) return true;
  let depth = 0;
  for (const match of core.matchAll(/\(|\)|\bcase\b|\bend\b/g)) {
    depth += match[0] === '(' || match[0] === 'case' ? 1 : -1;
    if (depth === 0) return match.index + match[0].length < core.length;
  }
  return true;
}
