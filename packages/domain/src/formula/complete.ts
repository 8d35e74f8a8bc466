/** What may be written at a place of a formula, for the editor: functions, columns, controls and the words that an argument knows. */
import { functionCatalogue, findFunction } from './catalogue.ts';
import { constantChoices, isConstantKind } from './constants.ts';
import type { DataType } from './expression.ts';
import type { FunctionEntry } from './function-entry.ts';
import { lex } from './lexer.ts';
import type { Token } from './lexer.ts';
import { printName } from './print.ts';
import type { Parameter, Signature } from './signature.ts';

/** The names that `FormulaScope.resolve` would find. */
export interface CompletionScope {
  readonly names: readonly { readonly path: readonly string[]; readonly kind: 'column' | 'control'; readonly type: DataType | null }[];
}

export interface Completions {
  /** The part of the text that an item replaces. */
  readonly from: number;
  readonly to: number;
  /** Best first; empty where nothing of a list fits, such as inside a text. */
  readonly items: readonly Completion[];
}

export interface Completion {
  readonly kind: 'function' | 'column' | 'control' | 'word';
  /** What the list shows. */
  readonly label: string;
  /** What is written. */
  readonly insert: string;
  /** A type, or the arguments of a function. */
  readonly detail: string;
}

/** The call around a place, to show which argument is being written. */
export interface CallAround {
  readonly entry: FunctionEntry;
  /** From 0. */
  readonly argument: number;
}

const most = 50;

export function completionsAt(text: string, offset: number, scope: CompletionScope): Completions {
  const { tokens } = lex(text);
  const token = tokens.find((candidate) => candidate.from < offset && offset <= candidate.to && candidate.token !== 'end');
  const before = tokens.findLast((candidate) => candidate.to <= offset && candidate.token !== 'end' && candidate !== token);
  const choices = choicesAt(tokens, token?.token === 'text' ? token.from : offset);
  const typed = token === undefined ? '' : text.slice(token.from, offset);
  const here = (items: readonly Completion[]): Completions => ({
    from: token?.from ?? offset,
    to: token === undefined ? offset : isClosed(text, token) ? token.to : offset,
    items: items.slice(0, most),
  });
  if (token?.token === 'text') return offset === token.to && isClosed(text, token) ? here([]) : here(ranked(typed, choices));
  if (token?.token === 'name')
    return offset === token.to && isClosed(text, token) ? here([]) : here(ranked(typed.slice(1), namesOf(scope)));
  if (token?.token === 'word') return here(ranked(typed, [...functions, ...words, ...namesOf(scope)]));
  if (token?.token === 'number' || !expectsValue(token ?? before)) return { from: offset, to: offset, items: [] };
  const all = choices.length > 0 ? choices : [...namesOf(scope), ...functions];
  return { from: offset, to: offset, items: all.slice(0, most) };
}

/** `null` outside of any call of a known function. */
export function callAround(text: string, offset: number): CallAround | null {
  return around(lex(text).tokens, offset);
}

function around(tokens: readonly Token[], offset: number): CallAround | null {
  const open: { readonly name: string | null; argument: number }[] = [];
  tokens.forEach((token, index) => {
    if (token.token !== 'sign' || token.to > offset) return;
    const before = tokens[index - 1];
    if (token.text === '(') open.push({ name: before?.token === 'word' ? before.text : null, argument: 0 });
    if (token.text === ')') open.pop();
    const last = open.at(-1);
    if (token.text === ',' && last !== undefined) last.argument += 1;
  });
  const call = open.findLast(({ name }) => name !== null && findFunction(name) !== undefined);
  const entry = call?.name == null ? undefined : findFunction(call.name);
  return entry === undefined || call === undefined ? null : { entry, argument: call.argument };
}

/** The words that the argument knows, such as the units of `DateTrunc`. */
function choicesAt(tokens: readonly Token[], offset: number): readonly Completion[] {
  const call = around(tokens, offset);
  const kinds = (call?.entry.signatures ?? []).map((signature) => parameterAt(signature, call?.argument ?? 0)?.type ?? 'any');
  const written = kinds.flatMap((kind) => (isConstantKind(kind) ? constantChoices(kind) : []));
  return [...new Set(written)].map((word) => ({ kind: 'word', label: word, insert: `"${word}"`, detail: '' }));
}

function parameterAt(signature: Signature, index: number): Parameter | undefined {
  const { parameters, repeated } = signature;
  return parameters[index] ?? repeated[(index - parameters.length) % Math.max(1, repeated.length)];
}

const functions: readonly Completion[] = functionCatalogue
  .filter((entry) => entry.category !== 'Operators')
  .map((entry) => ({
    kind: 'function',
    label: entry.name,
    insert: `${entry.name}(`,
    detail: (entry.signatures[0]?.text ?? '').replace(/ ?-> .*$/, ''),
  }));

const words: readonly Completion[] = ['And', 'Or', 'Not', 'True', 'False', 'Null'].map((word) => ({
  kind: 'word',
  label: word,
  insert: word,
  detail: '',
}));

function namesOf(scope: CompletionScope): readonly Completion[] {
  return scope.names.map(({ path, kind, type }) => ({ kind, label: path.join('/'), insert: printName(path), detail: type ?? '' }));
}

/** Those that begin as what was typed, then those that contain it. */
function ranked(typed: string, items: readonly Completion[]): readonly Completion[] {
  const wanted = typed.replace(/^["[]/, '').toLowerCase();
  const place = (item: Completion): number => item.label.toLowerCase().indexOf(wanted);
  const found = items.filter((item) => place(item) !== -1);
  return [...found.filter((item) => place(item) === 0), ...found.filter((item) => place(item) > 0)];
}

function isClosed(text: string, token: Token): boolean {
  if (token.token === 'text') return token.to - token.from > 1 && text[token.to - 1] === '"';
  return token.token === 'name' ? text[token.to - 1] === ']' : true;
}

function expectsValue(before: Token | undefined): boolean {
  if (before === undefined) return true;
  if (before.token === 'word') return /^(?:and|or|not)$/i.test(before.text);
  return before.token === 'sign' && before.text !== ')';
}
