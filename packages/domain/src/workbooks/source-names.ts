/**
 * Which names the formulas of an element may use for what its source gives, as far as the document alone tells: columns of
 * its other elements are known, those of a warehouse only by the formulas that use them.
 */
import { lex } from '../formula/lexer.ts';
import { joinedNames } from '../queries/source-columns.ts';
import { shownColumns } from '../queries/shape-element.ts';
import type { DataElement, Element, Source } from './definition.ts';
import { isDataElement } from './references.ts';

/** A column of a source. `key` says which, whatever it is called. */
export interface GivenName {
  readonly key: string;
  readonly name: string;
}

/** What `[Part/Column]` may call a part of a source. */
export interface SourcePart {
  readonly name: string;
  readonly columns: readonly GivenName[];
  /** It may have more columns than the document tells. */
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

  /** `isControl`: whether a name that nothing else has would be a control's. */
  constructor(element: DataElement, elements: ReadonlyMap<string, Element>, isControl: (name: string) => boolean) {
    this.#source = element.source;
    this.#tree = treeOf(element.source, elements);
    const used = namesUsed(element);
    learnFromPairs(element.source, this.#tree);
    learnFromPrefixes(this.#tree, used.all);
    learn(
      this.#tree,
      used.all.filter((name) => used.passed.some((passed) => sameName(passed, name)) || !isControl(name)),
    );
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

function treeOf(source: Source, elements: ReadonlyMap<string, Element>): Tree {
  switch (source.kind) {
    case 'join':
      return { kind: 'join', left: treeOf(source.left, elements), right: treeOf(source.right, elements), rightName: source.rightName };
    case 'union':
      return { kind: 'union', parts: source.sources.map((part) => treeOf(part, elements)) };
    case 'linked-input-table': {
      // What is typed stands beside what is read, called so where both have a name.
      const typed: Tree = { kind: 'leaf', element: null, part: null, open: true, columns: [] };
      return { kind: 'join', left: treeOf(source.source, elements), right: typed, rightName: 'Input' };
    }
    case 'element': {
      const element = elements.get(source.elementId) ?? null;
      const known = element !== null && isDataElement(element);
      return { kind: 'leaf', element, part: element?.name ?? null, open: !known, columns: known ? [...outputOf(element)] : [] };
    }
    default:
      return { kind: 'leaf', element: null, part: source.kind === 'warehouse-table' ? source.table : null, open: true, columns: [] };
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
      const [left, right] = [given(tree.left, now), given(tree.right, now)];
      const names = joinedNames(untyped(left), untyped(right), tree.rightName);
      return [...left, ...right.map(({ key, name }) => ({ key, name: names.get(name) ?? name }))];
    }
    case 'union': {
      const all = tree.parts.flatMap((part) => given(part, now));
      const open = tree.parts.some((part) => openLeaf(part) !== null);
      const byName = Map.groupBy(all, ({ name }) => name);
      // What several give under one name is nobody's alone.
      return [...byName].map(([name, same]) =>
        same.length === 1 && !open && same[0] !== undefined ? same[0] : { key: `all ${name}`, name },
      );
    }
  }
}

const untyped = (names: readonly GivenName[]) => names.map(({ name }) => ({ name, type: null }));

function partsOf(tree: Tree, now: NamesNow): readonly SourcePart[] {
  switch (tree.kind) {
    case 'leaf': {
      if (tree.part === null) return [];
      const name = tree.element === null ? tree.part : now.element(tree.element.id, tree.part);
      return [{ name, columns: given(tree, now), open: tree.open }];
    }
    case 'join': {
      const right = { name: tree.rightName, columns: given(tree.right, now), open: openLeaf(tree.right) !== null };
      return [...partsOf(tree.left, now), right, ...partsOf(tree.right, now)];
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

// --- what is learned of columns that the document does not list ---

function namesUsed(element: DataElement): { readonly all: readonly string[]; readonly passed: readonly string[] } {
  const all = new Set<string>();
  const passed = new Set<string>();
  for (const { id, formula } of element.columns) {
    const { tokens } = lex(formula);
    for (const token of tokens) {
      const [name = '', ...rest] = token.token === 'name' ? token.path : [];
      const own = element.columns.some((column) => column.id !== id && sameName(column.name, name));
      if (name === '' || rest.length > 0 || own) continue;
      all.add(name);
      // A name alone is a column taken from the source as it is.
      if (tokens.length === 2) passed.add(name);
    }
  }
  return { all: [...all], passed: [...passed] };
}

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

function learn(tree: Tree, names: readonly string[]): void {
  const leaf = openLeaf(tree);
  if (leaf === null) return;
  const known = given(tree, asWritten);
  for (const name of names) {
    if (namedSo(known, name) === undefined && namedSo(leaf.columns, name) === undefined)
      leaf.columns.push({ key: `learned ${name}`, name });
  }
}

/** What a join compares is there. */
function learnFromPairs(source: Source, tree: Tree): void {
  if (source.kind === 'union' && tree.kind === 'union')
    source.sources.forEach((part, index) => learnFromPairs(part, tree.parts[index] ?? tree));
  if (tree.kind !== 'join') return;
  if (source.kind === 'linked-input-table') {
    learnFromPairs(source.source, tree.left);
    learn(
      tree.left,
      source.keys.map(({ column }) => column),
    );
  }
  if (source.kind !== 'join') return;
  learnFromPairs(source.left, tree.left);
  learnFromPairs(source.right, tree.right);
  learn(
    tree.left,
    source.on.map(({ left }) => left),
  );
  learn(
    tree.right,
    source.on.map(({ right }) => right),
  );
}

/** A column of the right is called `Airports Name` because the left has a `Name` too. */
function learnFromPrefixes(tree: Tree, used: readonly string[]): void {
  if (tree.kind !== 'join') return;
  const prefix = `${tree.rightName} `.toLowerCase();
  const prefixed = used.filter((name) => name.toLowerCase().startsWith(prefix)).map((name) => name.slice(prefix.length));
  learnFromPrefixes(tree.left, used);
  learnFromPrefixes(tree.right, [...used, ...prefixed]);
  for (const name of prefixed) {
    const [left, right] = [namedSo(given(tree.left, asWritten), name), namedSo(given(tree.right, asWritten), name)];
    if (right !== undefined && left === undefined) learn(tree.left, [right.name]);
    if (left !== undefined && right === undefined) learn(tree.right, [left.name]);
  }
}
