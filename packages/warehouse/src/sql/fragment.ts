/**
 * A piece of SQL that is not yet a statement: text, and values at their places. Pieces are put together with the `sql`
 * template; only `toStatement` numbers the places. A string never becomes SQL by interpolation: inside `sql`, only other
 * fragments may stand, and `verbatim` is for text that the product itself wrote, or that a dialect has quoted (P29).
 */
import type { SqlValue, Statement } from '../port.ts';

export interface SqlFragment {
  readonly parts: readonly (string | SqlParameter)[];
}

export interface SqlParameter {
  readonly value: SqlValue;
  /** The engine's type, written as a cast at its place, so that no engine has to guess; `null`: as the place demands. */
  readonly type: string | null;
}

/** ``sql`${left} + ${right}` ``: the text is the caller's, the places are fragments. */
export function sql(texts: TemplateStringsArray, ...places: readonly SqlFragment[]): SqlFragment {
  const parts: (string | SqlParameter)[] = [];
  texts.forEach((text, index) => {
    append(parts, text);
    for (const part of places[index]?.parts ?? []) append(parts, part);
  });
  return { parts };
}

/** Keywords and names that are SQL already: written by the product or quoted by the dialect, never what somebody typed. */
export function verbatim(text: string): SqlFragment {
  return { parts: text === '' ? [] : [text] };
}

/** A value, bound when the statement runs. */
export function parameter(value: SqlValue, type: string | null = null): SqlFragment {
  return { parts: [{ value, type }] };
}

/** The fragments with text between them, such as `', '` or `' and '`. */
export function joined(fragments: readonly SqlFragment[], separator: string): SqlFragment {
  const parts: (string | SqlParameter)[] = [];
  fragments.forEach((fragment, index) => {
    if (index > 0) append(parts, separator);
    for (const part of fragment.parts) append(parts, part);
  });
  return { parts };
}

/**
 * Numbers the places from `$1` on. Equal values of one type share a place: PostgreSQL finds a grouping expression again in
 * the select list only when both are the same text.
 */
export function toStatement(fragment: SqlFragment): Statement {
  const parameters: SqlValue[] = [];
  const places = new Map<string, number>();
  const text = fragment.parts.map((part) => {
    if (typeof part === 'string') return part;
    const key = JSON.stringify([part.type, part.value]);
    const place = places.get(key) ?? parameters.push(part.value);
    places.set(key, place);
    return `$${place}${part.type === null ? '' : `::${part.type}`}`;
  });
  return { text: text.join(''), parameters };
}

/** The text that a person may copy, with values as literals of the dialect in place of parameters. */
export function toReadable(fragment: SqlFragment, literal: (parameter: SqlParameter) => string): string {
  return fragment.parts.map((part) => (typeof part === 'string' ? part : literal(part))).join('');
}

/** Neighbouring texts become one, so that fragments stay short. */
function append(parts: (string | SqlParameter)[], part: string | SqlParameter): void {
  const last = parts.length - 1;
  const before = parts[last];
  if (part === '') return;
  if (typeof part === 'string' && typeof before === 'string') parts[last] = before + part;
  else parts.push(part);
}
