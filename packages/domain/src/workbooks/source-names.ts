/**
 * Which names the formulas of an element may use for what its source gives. Columns of the document's other elements are
 * known; those of a warehouse only as far as somebody has told them.
 */
import { lex } from '../formula/lexer.ts';
import { leafKey } from '../queries/leaf-sources.ts';
import { shownColumns } from '../queries/shape-element.ts';
import { joinedNames } from '../queries/source-columns.ts';
import type { DataElement, Element, Source } from './definition.ts';
import { isDataElement } from './references.ts';
import type { LeafSource } from './references.ts';

/** What a source outside the document gives, as who changes the document has seen it. */
export interface KnownColumns {
  readonly source: Exclude<LeafSource, { kind: 'element' }>;
  readonly columns: readonly string[];
}

/** A column of a source. `key` says which one of which place, whatever it is called. */
export interface GivenName {
  readonly key: string;
  readonly name: string;
}

/** What `[Part/Column]` may call a part of a source. */
export interface SourcePart {
  readonly name: string;
  readonly columns: readonly GivenName[];
  /** It may have more columns than are known. */
  readonly open: boolean;
}

/** What elements and columns are called; columns by `columnKey`. */
export interface NamesNow {
  element(elementId: string, name: string): string;
  column(key: string, name: string): string;
}

export const columnKey = (elementId: string, columnId: string): string => `${elementId} ${columnId}`;

export const sameName = (one: string, other: string): boolean => one.trim().toLowerCase() === other.trim().toLowerCase();

/** As formulas find it: spelled exactly so, else in any case. */
export function namedSo<Named extends { readonly name: string }>(names: readonly Named[], wanted: string): Named | undefined {
  return names.find(({ name }) => name === wanted.trim()) ?? names.find(({ name }) => sameName(name, wanted));
}

/** What the names of an element's source are told from. */
export interface Surroundings {
  readonly elements: ReadonlyMap<string, Element>;
  readonly known: readonly KnownColumns[];
  /** Whether a name that nothing else has would be a control's. */
  readonly isControl: (name: string) => boolean;
}

interface Leaf {
  readonly kind: 'leaf';
  readonly element: Element | null;
  readonly part: string | null;
  readonly open: boolean;
  readonly columns: GivenName[];
}

type Tree =
  | Leaf
  | { readonly kind: 'union'; readonly parts: readonly Tree[] }
  | { readonly kind: 'join'; readonly left: Tree; readonly right: Tree; readonly rightName: string };

export class SourceNames {
  readonly #source: Source;
  readonly #tree: Tree;

  constructor(element: DataElement, surroundings: Surroundings) {
    this.#source = element.source;
    this.#tree = treeOf(element.source, surroundings);
    learn(this.#tree, namesUsed(element, surroundings.isControl));
  }

  given(now: NamesNow): readonly GivenName[] {
    return given(this.#tree, now);
  }

  parts(now: NamesNow): readonly SourcePart[] {
    return partsOf(this.#tree, now);
  }

  /** The source, with the columns that its joins and links compare called as they are now. */
  source(before: NamesNow, now: NamesNow): Source {
    return withPairs(this.#source, this.#tree, before, now);
  }
}

function treeOf(source: Source, surroundings: Surroundings): Tree {
  switch (source.kind) {
    case 'join': {
      const [left, right] = [treeOf(source.left, surroundings), treeOf(source.right, surroundings)];
      return { kind: 'join', left, right, rightName: source.rightName };
    }
    case 'union':
      return { kind: 'union', parts: source.sources.map((part) => treeOf(part, surroundings)) };
    case 'linked-input-table': {
      // What is typed stands beside what is read, called so where both have a name.
      const typed: Tree = { kind: 'leaf', element: null, part: null, open: true, columns: [] };
      return { kind: 'join', left: treeOf(source.source, surroundings), right: typed, rightName: 'Input' };
    }
    case 'element': {
      const element = surroundings.elements.get(source.elementId) ?? null;
      const known = element !== null && isDataElement(element);
      return { kind: 'leaf', element, part: element?.name ?? null, open: !known, columns: known ? [...outputOf(element)] : [] };
    }
    default: {
      const key = leafKey(source);
      const told = surroundings.known.find((each) => leafKey(each.source) === key)?.columns;
      const columns = (told ?? []).map((name) => ({ key: `${key} ${name}`, name }));
      return {
        kind: 'leaf',
        element: null,
        part: source.kind === 'warehouse-table' ? source.table : null,
        open: told === undefined,
        columns,
      };
    }
  }
}

/** What other elements see of one. */
export function outputOf(element: DataElement): readonly GivenName[] {
  const shown = new Set(shownColumns(element));
  return element.columns.filter(({ id }) => shown.has(id)).map(({ id, name }) => ({ key: columnKey(element.id, id), name }));
}

const asWritten: NamesNow = { element: (_, name) => name, column: (_, name) => name };

function given(tree: Tree, now: NamesNow): readonly GivenName[] {
  switch (tree.kind) {
    case 'leaf':
      return tree.columns.map(({ key, name }) => ({ key, name: now.column(key, name) }));
    case 'join': {
      const [left, right] = [at('left', given(tree.left, now)), at('right', given(tree.right, now))];
      const names = joinedNames(untyped(left), untyped(right), tree.rightName);
      const named = right.map(({ key, name }) => ({ key, name: names.get(name) ?? name, isFree: names.get(name) === name }));
      // Where the left may have the name as well, whose it is cannot be told.
      const told = openLeaf(tree.left) === null ? named : named.filter(({ isFree }) => !isFree);
      return [...left, ...told.map(({ key, name }) => ({ key, name }))];
    }
    case 'union': {
      const all = tree.parts.flatMap((part, index) => at(String(index), given(part, now)));
      const isOpen = openLeaf(tree) !== null;
      // What several give under one name is nobody's alone.
      return [...Map.groupBy(all, ({ name }) => name)].map(([name, [first, second]]) =>
        first === undefined || second !== undefined || isOpen ? { key: `all ${name}`, name } : first,
      );
    }
  }
}

/** One source may stand at several places. */
const at = (place: string, names: readonly GivenName[]): readonly GivenName[] =>
  names.map(({ key, name }) => ({ key: `${place} ${key}`, name }));

const untyped = (names: readonly GivenName[]) => names.map(({ name }) => ({ name, type: null }));

function partsOf(tree: Tree, now: NamesNow): readonly SourcePart[] {
  switch (tree.kind) {
    case 'leaf': {
      if (tree.part === null) return [];
      const name = tree.element === null ? tree.part : now.element(tree.element.id, tree.part);
      return [{ name, columns: given(tree, now), open: tree.open }];
    }
    case 'join': {
      const within = (place: string, parts: readonly SourcePart[]): readonly SourcePart[] =>
        parts.map((part) => ({ ...part, columns: at(place, part.columns) }));
      const right = { name: tree.rightName, columns: given(tree.right, now), open: openLeaf(tree.right) !== null };
      return [...within('left', partsOf(tree.left, now)), ...within('right', [right, ...partsOf(tree.right, now)])];
    }
    case 'union':
      return [];
  }
}

function withPairs(source: Source, tree: Tree, before: NamesNow, now: NamesNow): Source {
  if (source.kind === 'union' && tree.kind === 'union')
    return { ...source, sources: source.sources.map((part, index) => withPairs(part, tree.parts[index] ?? tree, before, now)) };
  if (tree.kind !== 'join') return source;
  const follow = (side: Tree, name: string): string => {
    const was = given(side, before).find((column) => column.name === name);
    return given(side, now).find(({ key }) => key === was?.key)?.name ?? name;
  };
  if (source.kind === 'linked-input-table') {
    const keys = source.keys.map((key) => ({ ...key, column: follow(tree.left, key.column) }));
    return { ...source, source: withPairs(source.source, tree.left, before, now), keys };
  }
  if (source.kind !== 'join') return source;
  return {
    ...source,
    left: withPairs(source.left, tree.left, before, now),
    right: withPairs(source.right, tree.right, before, now),
    on: source.on.map(({ left, right }) => ({ left: follow(tree.left, left), right: follow(tree.right, right) })),
  };
}

/** The first of those whose columns are not known. */
function openLeaf(tree: Tree): Leaf | null {
  switch (tree.kind) {
    case 'leaf':
      return tree.open ? tree : null;
    case 'join':
      return openLeaf(tree.left) ?? openLeaf(tree.right);
    case 'union':
      return tree.parts.map(openLeaf).find((leaf) => leaf !== null) ?? null;
  }
}

/** Names in formulas that can only be columns of the source. */
function namesUsed(element: DataElement, isControl: (name: string) => boolean): readonly string[] {
  const used = new Set<string>();
  for (const { id, formula } of element.columns) {
    const { tokens } = lex(formula);
    // A name alone is a column taken from the source as it is.
    const isPassed = tokens.length === 2;
    for (const token of tokens) {
      const [name = '', ...rest] = token.token === 'name' ? token.path : [];
      const isOwn = element.columns.some((column) => column.id !== id && sameName(column.name, name));
      if (name !== '' && rest.length === 0 && !isOwn && (isPassed || !isControl(name))) used.add(name);
    }
  }
  return [...used];
}

/** What formulas name and no known source gives must be a column of one that is not known. */
function learn(tree: Tree, names: readonly string[]): void {
  const leaf = openLeaf(tree);
  if (leaf === null) return;
  const known = given(tree, asWritten);
  for (const name of names) {
    if (namedSo(known, name) === undefined && namedSo(leaf.columns, name) === undefined)
      leaf.columns.push({ key: `learned ${name}`, name });
  }
}
