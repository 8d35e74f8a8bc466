/**
 * Renames a column or an element together with everything in the document that names it: formulas of all elements and the
 * columns that joins and links compare. What a name means is decided as `queries/check-element.ts` does; where that cannot be
 * told, a formula stays as it was written: it may be wrong then, which shows, but never means something else unseen.
 */
import { renameInFormula } from '../formula/rename.ts';
import type { ControlElement, DataElement, Definition, Element, ElementColumn } from './definition.ts';
import { elementsOf, isDataElement } from './references.ts';
import { SourceNames, columnKey, namedSo, outputOf, sameName } from './source-names.ts';
import type { GivenName, KnownColumns, NamesNow, SourcePart } from './source-names.ts';

export interface ColumnRenaming {
  readonly elementId: string;
  readonly columnId: string;
  readonly name: string;
  /** Of sources that stand beside the element in joins: without them it cannot be told whose a name is. */
  readonly known?: readonly KnownColumns[] | undefined;
}

/** `null` where there is no such element with rows, or no such column in it. */
export function withColumnRenamed(definition: Definition, { elementId, columnId, name, known = [] }: ColumnRenaming): Definition | null {
  const element = elementsOf(definition).find(({ id }) => id === elementId);
  if (element === undefined || !isDataElement(element) || !element.columns.some(({ id }) => id === columnId)) return null;
  const key = columnKey(elementId, columnId);
  return renamed(definition, { ...asBefore, column: (other, before) => (other === key ? name : before) }, known);
}

/** `null` where there is no such element. Formulas name a control by its label, which is renamed with it. */
export function withElementRenamed(definition: Definition, elementId: string, name: string): Definition | null {
  if (!elementsOf(definition).some(({ id }) => id === elementId)) return null;
  return renamed(definition, { ...asBefore, element: (other, before) => (other === elementId ? name : before) }, []);
}

/** As far as the element itself goes. */
export function columnRenamedAlone<Kind extends DataElement>(element: Kind, columnId: string, name: string): Kind {
  const key = columnKey(element.id, columnId);
  const now: NamesNow = { ...asBefore, column: (other, before) => (other === key ? name : before) };
  return renamedElement(element, new Map([[element.id, element]]), now, []) as Kind;
}

const asBefore: NamesNow = { element: (_, name) => name, column: (_, name) => name };

/** Elements in which nothing is renamed stay the same objects. */
function renamed(definition: Definition, now: NamesNow, known: readonly KnownColumns[]): Definition {
  const elements = new Map(elementsOf(definition).map((element) => [element.id, element]));
  return {
    ...definition,
    pages: definition.pages.map((page) => ({
      ...page,
      elements: page.elements.map((element) => renamedElement(element, elements, now, known)),
    })),
  };
}

function renamedElement(element: Element, elements: ReadonlyMap<string, Element>, now: NamesNow, known: readonly KnownColumns[]): Element {
  const name = now.element(element.id, element.name);
  if (isDataElement(element)) {
    const followed = new FollowedElement(element, elements, now, known);
    const columns = element.columns.map((column) => followed.column(column));
    const source = followed.source();
    const same = name === element.name && columns.every((column, index) => column === element.columns[index]);
    return same && JSON.stringify(source) === JSON.stringify(element.source) ? element : { ...element, name, columns, source };
  }
  if (name === element.name) return element;
  return element.kind === 'control' ? { ...element, name, label: name } : { ...element, name };
}

interface BeforeAndAfter<Item> {
  readonly before: readonly Item[];
  readonly after: readonly Item[];
}

class FollowedElement {
  readonly #element: DataElement;
  readonly #elements: ReadonlyMap<string, Element>;
  readonly #now: NamesNow;
  readonly #names: SourceNames;
  readonly #given: BeforeAndAfter<GivenName>;
  readonly #parts: BeforeAndAfter<SourcePart>;

  constructor(element: DataElement, elements: ReadonlyMap<string, Element>, now: NamesNow, known: readonly KnownColumns[]) {
    this.#element = element;
    this.#elements = elements;
    this.#now = now;
    this.#names = new SourceNames(element, { elements, known, isControl: (name) => this.#control(name) !== undefined });
    this.#given = { before: this.#names.given(asBefore), after: this.#names.given(now) };
    this.#parts = { before: this.#names.parts(asBefore), after: this.#names.parts(now) };
  }

  column(column: ElementColumn): ElementColumn {
    const name = this.#nameOf(column);
    const formula = renameInFormula(column.formula, (path) => this.#path(path, column.id));
    return name === column.name && formula === column.formula ? column : { ...column, name, formula };
  }

  source(): DataElement['source'] {
    return this.#names.source(asBefore, this.#now);
  }

  /** `null`: what the path names is called as before. */
  #path(path: readonly string[], columnId: string): readonly string[] | null {
    const [first = '', ...rest] = path;
    return rest.length === 0 ? this.#single(first, columnId) : this.#ofPart(first, rest.join('/'));
  }

  #single(name: string, columnId: string): readonly string[] | null {
    const others = this.#element.columns.filter(({ id }) => id !== columnId);
    const own = namedSo(others, name);
    if (own !== undefined) return this.#nameOf(own) === own.name ? null : [this.#nameOf(own)];
    const taken = (wanted: string): boolean => others.some((column) => sameName(this.#nameOf(column), wanted));
    const source = namedSo(this.#given.before, name);
    if (source !== undefined) {
      const after = this.#given.after.find(({ key }) => key === source.key)?.name;
      if (after === undefined) return null;
      if (taken(after)) return this.#qualified(source.key);
      return after === source.name ? null : [after];
    }
    const control = this.#control(name);
    const label = control === undefined ? name : this.#now.element(control.id, control.label);
    return control === undefined || label === control.label || taken(label) ? null : [label];
  }

  #ofPart(part: string, name: string): readonly string[] | null {
    const own = sameName(this.#element.name, part) ? namedSo(this.#element.columns, name) : undefined;
    if (own !== undefined) return this.#changed([this.#element.name, own.name], [this.#ownName, this.#nameOf(own)]);
    const index = this.#parts.before.findIndex((candidate) => sameName(candidate.name, part));
    const [before, after] = [this.#parts.before[index], this.#parts.after[index]];
    if (before !== undefined && after !== undefined) {
      const column = namedSo(before.columns, name);
      const called = after.columns.find(({ key }) => key === column?.key);
      if (column !== undefined && called !== undefined) return this.#changed([before.name, column.name], [after.name, called.name]);
      // It may be a column that nobody has told.
      if (before.open) return null;
    }
    return this.#ofOther(part, name);
  }

  /** A column that another element shows. */
  #ofOther(part: string, name: string): readonly string[] | null {
    for (const other of this.#elements.values()) {
      if (other.id === this.#element.id || !sameName(other.name, part)) continue;
      const called = this.#now.element(other.id, other.name);
      if (other.kind === 'input-table') return this.#changed([other.name, name], [called, name]);
      const column = isDataElement(other) ? namedSo(outputOf(other), name) : undefined;
      if (column !== undefined) return this.#changed([other.name, column.name], [called, this.#now.column(column.key, column.name)]);
    }
    return null;
  }

  #changed(before: readonly string[], after: readonly string[]): readonly string[] | null {
    return before.every((part, index) => part === after[index]) ? null : after;
  }

  /** With its part, where a column of the element has the name; `null` where no part has one. */
  #qualified(key: string): readonly string[] | null {
    for (const part of this.#parts.after) {
      const column = part.columns.find((each) => each.key === key);
      const shadowed =
        sameName(part.name, this.#ownName) && this.#element.columns.some((own) => sameName(this.#nameOf(own), column?.name ?? ''));
      if (column !== undefined && !shadowed) return [part.name, column.name];
    }
    return null;
  }

  #control(name: string): ControlElement | undefined {
    return [...this.#elements.values()].find(
      (element): element is ControlElement => element.kind === 'control' && (sameName(element.label, name) || sameName(element.name, name)),
    );
  }

  #nameOf({ id, name }: ElementColumn): string {
    return this.#now.column(columnKey(this.#element.id, id), name);
  }

  get #ownName(): string {
    return this.#now.element(this.#element.id, this.#element.name);
  }
}
