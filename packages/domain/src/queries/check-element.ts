/**
 * An element with its names resolved: which columns its source gives, what each of its own columns means, of which type and
 * of which grain (`shape-element.ts`) it is. One wrong column does not spoil the others.
 *
 * Names in a formula mean, in this order: another column of the element, a column of its source, a control. `[Part/Column]`
 * is a column of a part of the source (a side of a join, the source itself), else a column that another element of the
 * document shows, for `Lookup` and `Rollup`. Case never matters; a source column spelled exactly so goes first.
 */
import { checkFormula } from '../formula/check.ts';
import type { DataType, Expression } from '../formula/expression.ts';
import { nearest } from '../formula/nearest.ts';
import type { FormulaScope, Resolution } from '../formula/scope.ts';
import type {
  ControlElement,
  ControlKind,
  DataElement,
  Definition,
  Element,
  ElementColumn,
  Source,
  SourceColumn,
} from '../workbooks/definition.ts';
import { isDataElement } from '../workbooks/references.ts';
import type { ControlState } from './plan.ts';
import type { ElementProblem } from './problem.ts';
import { PlanningProblem } from './problem.ts';
import type { ResolvedSource, SourceOf } from './resolved-source.ts';
import type { ElementShape } from './shape-element.ts';
import { keysOf, rowGrain, shapeElement, shownColumns } from './shape-element.ts';
import { checkLink } from './check-link.ts';
import type { Link } from './check-link.ts';
import { describeJoin, describeLeaf, joinedNames, unionColumns } from './source-columns.ts';
import type { DescribedSource } from './source-columns.ts';
import { contains, isAggregate, isWindow, referencesOf } from './walk-expression.ts';

export interface CheckedColumn {
  readonly id: string;
  readonly name: string;
  /** `null`: a source column that formulas cannot use, shown as text. */
  readonly type: DataType | null;
  readonly grain: number;
  readonly level: string | null;
  readonly expression: Expression;
}

/** A source with its leaves resolved and its elements checked. */
export type CheckedSource = { readonly described: DescribedSource } & (
  | { readonly kind: 'leaf'; readonly resolved: Exclude<ResolvedSource, { kind: 'element' }> }
  | { readonly kind: 'element'; readonly element: CheckedElement }
  | {
      readonly kind: 'join';
      readonly type: 'inner' | 'left' | 'right' | 'full';
      readonly left: CheckedSource;
      readonly right: CheckedSource;
      readonly rightNames: ReadonlyMap<string, string>;
      readonly on: readonly { readonly left: SourceColumn; readonly right: SourceColumn }[];
    }
  | { readonly kind: 'union'; readonly sources: readonly CheckedSource[] }
  | { readonly kind: 'linked'; readonly rows: CheckedSource; readonly inputs: CheckedSource; readonly link: Link }
);

interface OpenDocument {
  /** `null`: the document that was asked for. */
  readonly id: string | null;
  readonly elements: ReadonlyMap<string, Element>;
}

/** All elements that one request touches, each checked once. */
export class CheckedElements {
  readonly #sourceOf: SourceOf;
  readonly #documents = new Map<string | null, OpenDocument>();
  readonly #elements = new Map<string, CheckedElement>();
  readonly #connectionIds = new Set<string>();
  readonly #opening: { readonly key: string; readonly name: string }[] = [];

  constructor(definition: Definition, sourceOf: SourceOf) {
    this.#sourceOf = sourceOf;
    this.#document(null, definition);
  }

  /** Throws `PlanningProblem` where the element is not there, reads itself, or lacks its source. */
  element(elementId: string): CheckedElement {
    return this.#open(this.#documents.get(null) ?? { id: null, elements: new Map() }, elementId);
  }

  /** A source that no element has yet. */
  source(source: Source): CheckedSource {
    return this.#source(this.#documents.get(null) ?? { id: null, elements: new Map() }, '', source);
  }

  /** Of all leaves that were read. */
  get connectionIds(): ReadonlySet<string> {
    return this.#connectionIds;
  }

  /** What the controls of data models hold: what their definitions say. Those of the document itself are the request's. */
  get otherControls(): ReadonlyMap<string, ControlState> {
    const others = new Map<string, ControlState>();
    for (const { id, elements } of this.#documents.values()) {
      if (id === null) continue;
      for (const element of elements.values()) {
        if (element.kind === 'control') others.set(controlKey(id, element.id), { kind: element.control, value: element.initial });
      }
    }
    return others;
  }

  #document(id: string | null, definition: Definition): OpenDocument {
    const known = this.#documents.get(id);
    if (known !== undefined) return known;
    const elements = new Map(definition.pages.flatMap((page) => page.elements).map((element) => [element.id, element]));
    const opened = { id, elements };
    this.#documents.set(id, opened);
    return opened;
  }

  #open(document: OpenDocument, elementId: string): CheckedElement {
    const key = JSON.stringify([document.id, elementId]);
    const known = this.#elements.get(key);
    if (known !== undefined) return known;
    const element = document.elements.get(elementId);
    if (element === undefined) {
      throw new PlanningProblem(
        { elementId },
        'query.no-such-element',
        'The element that this one reads was removed. Choose another source.',
      );
    }
    if (!isDataElement(element)) {
      throw new PlanningProblem({ elementId }, 'query.not-a-data-element', `“${element.name}” has no rows of its own.`);
    }
    const started = this.#opening.findIndex((opening) => opening.key === key);
    if (started !== -1) {
      const names = [...this.#opening.slice(started).map((opening) => opening.name), element.name];
      throw new PlanningProblem({ elementId }, 'query.cycle', `These elements read each other in a circle: ${names.join(' → ')}.`);
    }
    this.#opening.push({ key, name: element.name });
    try {
      const opened = new CheckedElement(key, element, document, {
        source: (source) => this.#source(document, elementId, source),
        other: (id) => this.#other(document, elementId, id),
      });
      this.#elements.set(key, opened);
      return opened;
    } finally {
      this.#opening.pop();
    }
  }

  /** What a formula of another element may look things up in: anything with rows. */
  #other(document: OpenDocument, from: string, elementId: string): CheckedSource {
    const element = document.elements.get(elementId);
    if (element !== undefined && isDataElement(element) && this.#open(document, elementId).isBeingChecked) {
      const message = `“${element.name}” looks up values here itself. Elements cannot look things up in each other.`;
      throw new PlanningProblem({ elementId: from }, 'query.cycle', message);
    }
    return this.#source(document, from, { kind: 'element', elementId });
  }

  #source(document: OpenDocument, elementId: string, source: Source): CheckedSource {
    switch (source.kind) {
      case 'element': {
        const element = document.elements.get(source.elementId);
        if (element?.kind === 'input-table') {
          return this.#leaf(elementId, { kind: 'input-table', inputTableId: element.inputTableId }, element.name);
        }
        return this.#fromElement(this.#open(document, source.elementId));
      }
      case 'join': {
        const left = this.#source(document, elementId, source.left);
        const right = this.#source(document, elementId, source.right);
        return {
          kind: 'join',
          type: source.type,
          left,
          right,
          rightNames: joinedNames(left.described.columns, right.described.columns, source.rightName),
          on: source.on.map((pair) => joinPair(elementId, pair, left.described, right.described)),
          described: describeJoin(left.described, right.described, source.rightName),
        };
      }
      case 'union': {
        const sources = source.sources.map((one) => this.#source(document, elementId, one));
        if (sources.length === 0) throw new PlanningProblem({ elementId }, 'query.source-missing', 'The union has no sources. Add one.');
        return { kind: 'union', sources, described: describeLeaf(null, unionColumns(sources.map((one) => one.described.columns))) };
      }
      case 'linked-input-table': {
        const rows = this.#source(document, elementId, source.source);
        const inputs = this.#leaf(elementId, { kind: 'input-table', inputTableId: source.inputTableId }, null);
        if (inputs.kind !== 'leaf' || inputs.resolved.kind !== 'input-table') throw new Error('an input table is found as something else');
        const link = checkLink(elementId, source, rows.described, inputs.resolved);
        return { kind: 'linked', rows, inputs, link, described: link.described };
      }
      case 'warehouse-table':
        return this.#leaf(elementId, source, source.table);
      case 'custom-sql':
      case 'data-model':
      case 'input-table':
        return this.#leaf(elementId, source, null);
    }
  }

  #leaf(elementId: string, source: Parameters<SourceOf>[0], name: string | null): CheckedSource {
    const resolved = this.#sourceOf(source);
    if (resolved === undefined) {
      throw new PlanningProblem({ elementId }, 'query.source-missing', `The source${name === null ? '' : ` “${name}”`} cannot be found.`);
    }
    if (resolved.kind === 'element') {
      return this.#fromElement(this.#open(this.#document(resolved.documentId, resolved.definition), resolved.elementId));
    }
    this.#connectionIds.add(resolved.connectionId);
    return { kind: 'leaf', resolved, described: describeLeaf(name, resolved.columns) };
  }

  #fromElement(element: CheckedElement): CheckedSource {
    return { kind: 'element', element, described: describeLeaf(element.element.name, element.output) };
  }
}

function joinPair(
  elementId: string,
  pair: { readonly left: string; readonly right: string },
  left: DescribedSource,
  right: DescribedSource,
): { readonly left: SourceColumn; readonly right: SourceColumn } {
  const find = (side: DescribedSource, name: string): SourceColumn => {
    const found = side.columns.find((column) => column.name === name);
    if (found !== undefined) return found;
    throw new PlanningProblem({ elementId }, 'query.column-missing', `The join compares “${name}”, which its source does not give.`);
  };
  const [one, other] = [find(left, pair.left), find(right, pair.right)];
  if (one.type !== other.type) {
    const message = `The join compares “${one.name}” (${one.type ?? 'unknown type'}) with “${other.name}” (${other.type ?? 'unknown type'}).`;
    throw new PlanningProblem({ elementId }, 'query.join-types-differ', `${message} Choose columns of one type.`);
  }
  return { left: one, right: other };
}

interface Surroundings {
  source(source: Source): CheckedSource;
  other(elementId: string): CheckedSource;
}

type Checked = { readonly kind: 'column'; readonly column: CheckedColumn } | { readonly kind: 'wrong'; readonly problem: ElementProblem };

export class CheckedElement {
  readonly key: string;
  readonly element: DataElement;
  readonly shape: ElementShape;
  readonly source: CheckedSource;
  readonly #surroundings: Surroundings;
  readonly #columns: ReadonlyMap<string, ElementColumn>;
  readonly #byName: ReadonlyMap<string, ElementColumn>;
  readonly #document: OpenDocument;
  readonly #checked = new Map<string, Checked>();
  readonly #checking: string[] = [];
  #output: readonly (SourceColumn & { readonly columnId: string })[] | null = null;

  constructor(key: string, element: DataElement, document: OpenDocument, surroundings: Surroundings) {
    this.key = key;
    this.element = element;
    this.shape = shapeElement(element);
    this.#surroundings = surroundings;
    this.#document = document;
    this.#columns = new Map(element.columns.map((column) => [column.id, column]));
    this.#byName = new Map(element.columns.map((column) => [column.name.trim().toLowerCase(), column]));
    this.source = surroundings.source(element.source);
  }

  /** What other elements see of it: the columns that it shows, down to the level that it shows. Wrong ones are left out. */
  get output(): readonly (SourceColumn & { readonly columnId: string })[] {
    if (this.#output !== null) return this.#output;
    const output = shownColumns(this.element).flatMap((columnId) => {
      const checked = this.check(columnId);
      if (checked.kind === 'wrong' || !this.isShown(checked.column, this.shape)) return [];
      return [{ name: checked.column.name, type: checked.column.type, columnId }];
    });
    // While columns are being checked, those are missing yet.
    if (!this.isBeingChecked) this.#output = output;
    return output;
  }

  get isBeingChecked(): boolean {
    return this.#checking.length > 0;
  }

  /** The grain at which a column can be seen: a key is seen with the groups that it makes. */
  seenAt(column: CheckedColumn, shape: ElementShape): number {
    if (column.grain < rowGrain(shape)) return column.grain;
    const level = shape.levels.findIndex(({ keys }) => keys.includes(column.id));
    return level === -1 ? column.grain : level + 1;
  }

  isShown(column: CheckedColumn, shape: ElementShape): boolean {
    const seen = this.seenAt(column, shape);
    return seen <= shape.shownGrain && (seen > 0 || shape.shownGrain === 0);
  }

  /** Throws `PlanningProblem` where the column is wrong or not there. */
  column(columnId: string): CheckedColumn {
    const checked = this.check(columnId);
    if (checked.kind === 'column') return checked.column;
    const { code, message, at, suggestions } = checked.problem;
    throw new PlanningProblem({ elementId: this.element.id, columnId }, code, message, { at, suggestions });
  }

  check(columnId: string): Checked {
    const known = this.#checked.get(columnId);
    if (known !== undefined) return known;
    if (this.#checking.includes(columnId)) {
      const where = { elementId: this.element.id, columnId };
      const message = `[${this.#columns.get(columnId)?.name ?? columnId}] needs itself, through another element.`;
      return { kind: 'wrong', problem: new PlanningProblem(where, 'query.cycle', message).problem };
    }
    let checked: Checked;
    this.#checking.push(columnId);
    try {
      checked = { kind: 'column', column: this.#check(columnId) };
    } catch (error) {
      if (!(error instanceof PlanningProblem)) throw error;
      checked = { kind: 'wrong', problem: { ...error.problem, elementId: this.element.id, columnId } };
    } finally {
      this.#checking.pop();
    }
    this.#checked.set(columnId, checked);
    return checked;
  }

  #check(columnId: string): CheckedColumn {
    const where = { elementId: this.element.id, columnId };
    const column = this.#columns.get(columnId);
    if (column === undefined) throw new PlanningProblem(where, 'query.column-missing', 'This column was removed. Choose another one.');
    const checked = checkFormula(column.formula, this.scope(columnId));
    if (checked.kind === 'wrong') {
      const [first] = checked.problems;
      throw new PlanningProblem(where, first?.code ?? 'formula.unexpected', first?.message ?? 'The formula is wrong.', {
        at: first === undefined ? null : { from: first.from, to: first.to },
        suggestions: first?.suggestions ?? [],
      });
    }
    const { expression } = checked;
    const grain = this.#grainOf(column, expression);
    this.#refuseUngrouped(where, expression, grain);
    return { id: columnId, name: column.name, type: this.#typeOf(where, expression), grain, level: column.level, expression };
  }

  /** What the names in a column's formula mean; `null`: in a formula that is no column yet. */
  scope(columnId: string | null): FormulaScope {
    return { resolve: (path) => this.#resolve(path, columnId) };
  }

  #resolve(path: readonly string[], columnId: string | null): Resolution {
    const [first = '', ...rest] = path.map((part) => part.trim().toLowerCase());
    if (rest.length > 0) return this.#resolvePart(first, path.slice(1).join('/').trim()) ?? this.#none(path);
    const own = this.#byName.get(first);
    if (own !== undefined && own.id !== columnId) return this.#ownColumn(own);
    const source = findColumn(this.source.described.columns, (path[0] ?? '').trim());
    if (source !== undefined) return sourceColumn(source);
    const control = [...this.#document.elements.values()].find(
      (element): element is ControlElement =>
        element.kind === 'control' && (sameName(element.label, first) || sameName(element.name, first)),
    );
    if (control === undefined) return this.#none(path);
    return { kind: 'control', controlId: this.controlKey(control.id), control: control.control, type: controlTypes[control.control] };
  }

  #ownColumn(own: ElementColumn): Resolution {
    const started = this.#checking.indexOf(own.id);
    if (started !== -1) {
      const names = [...this.#checking.slice(started), own.id].map((id) => `[${this.#columns.get(id)?.name ?? id}]`);
      const where = { elementId: this.element.id, columnId: own.id };
      throw new PlanningProblem(where, 'query.cycle', `These columns need each other in a circle: ${names.join(' → ')}.`);
    }
    const checked = this.check(own.id);
    if (checked.kind === 'wrong') {
      const where = { elementId: this.element.id, columnId: own.id };
      const code = checked.problem.code === 'query.cycle' ? 'query.cycle' : 'query.uses-a-wrong-column';
      throw new PlanningProblem(
        where,
        code,
        code === 'query.cycle' ? checked.problem.message : `[${own.name}] is wrong: mend that column first.`,
      );
    }
    return { kind: 'column', reference: { of: 'element', columnId: own.id }, type: checked.column.type ?? 'text', shape: 'row' };
  }

  #resolvePart(part: string, name: string): Resolution | null {
    if (sameName(this.element.name, part)) {
      const own = this.#byName.get(name.toLowerCase());
      if (own !== undefined) return this.#ownColumn(own);
    }
    const inSource = this.source.described.parts.find((candidate) => candidate.name === part);
    const given = inSource === undefined ? undefined : findName(inSource.columns, name);
    const source = this.source.described.columns.find((column) => column.name === given);
    if (source !== undefined) return sourceColumn(source);
    for (const other of this.#document.elements.values()) {
      if (other.id === this.element.id || !sameName(other.name, part) || !(isDataElement(other) || other.kind === 'input-table')) continue;
      const column = findColumn(this.#surroundings.other(other.id).described.columns, name);
      if (column === undefined) continue;
      const reference = { of: 'other-element', elementId: other.id, columnId: column.name } as const;
      return { kind: 'column', reference, type: column.type ?? 'text', shape: 'row' };
    }
    return null;
  }

  /** Unique among the controls of all documents that a query reads. */
  controlKey(controlId: string): string {
    return controlKey(this.#document.id, controlId);
  }

  /** The rows of another element, for lookups; its columns are named as it shows them. */
  other(elementId: string): CheckedSource {
    return this.#surroundings.other(elementId);
  }

  #none(path: readonly string[]): Resolution {
    const names = [...this.element.columns, ...this.source.described.columns].map((column) => column.name);
    return { kind: 'none', suggestions: nearest((path.at(-1) ?? '').trim(), [...new Set(names)]) };
  }

  #grainOf(column: ElementColumn, expression: Expression): number {
    const rows = rowGrain(this.shape);
    if (column.level === 'total') return 0;
    if (this.shape.aggregatesBelongToGroups) {
      const coarse = referencesOf(expression, (part) => !isAggregate(part)).map((reference) =>
        reference.of === 'element' ? this.column(reference.columnId).grain : rows,
      );
      const groups = contains(expression, isAggregate) ? this.shape.levels.length : rows;
      const grain = Math.min(groups, ...coarse);
      // The whole can be seen from the groups, but a column that compares with it is still of the groups.
      return grain < rows ? this.shape.levels.length : rows;
    }
    if (column.level === null) return rows;
    const level = this.shape.levels.findIndex(({ id }) => id === column.level);
    return level === -1 ? rows : level + 1;
  }

  /** A column of a level may name rows only inside an aggregate, unless they are the same for the whole group. */
  #refuseUngrouped(where: { readonly elementId: string; readonly columnId: string }, expression: Expression, grain: number): void {
    if (grain >= rowGrain(this.shape)) return;
    const keys = keysOf(this.shape, grain);
    for (const reference of referencesOf(expression, (part) => !isAggregate(part))) {
      if (reference.of === 'other-element') continue;
      const isKey = reference.of === 'element' ? keys.includes(reference.columnId) : this.keyOfSource(reference.name, grain) !== undefined;
      const coarse = reference.of === 'element' && this.column(reference.columnId).grain <= grain;
      if (isKey || coarse) continue;
      const name = reference.of === 'element' ? this.#columns.get(reference.columnId)?.name : reference.name;
      const message = `[${name ?? ''}] has many values in one group: put it into an aggregate, such as Sum([${name ?? ''}]).`;
      throw new PlanningProblem(where, 'query.needs-an-aggregate', message);
    }
  }

  /** The key column, at a grain, that is a source column as it is. */
  keyOfSource(name: string, grain: number): string | undefined {
    return keysOf(this.shape, grain).find((id) => {
      const checked = this.check(id);
      return checked.kind === 'column' && passedThrough(checked.column.expression) === name;
    });
  }

  /** Whether a column of the groups has a value where only these keys make them: outside of aggregates it names no other. */
  hasValueBy(columnId: string, keys: readonly string[]): boolean {
    const { grain, expression } = this.column(columnId);
    if (keys.includes(columnId) || grain === 0) return true;
    if (grain === rowGrain(this.shape)) return false;
    return referencesOf(expression, (part) => !isAggregate(part)).every((reference) => {
      if (reference.of === 'other-element') return true;
      const own = reference.of === 'element' ? reference.columnId : this.keyOfSource(reference.name, grain);
      return own !== undefined && this.hasValueBy(own, keys);
    });
  }

  /** Whether a column looks at neighbouring rows, itself or through others. */
  dependsOnWindow(columnId: string): boolean {
    const { expression } = this.column(columnId);
    return (
      contains(expression, isWindow) ||
      referencesOf(expression).some((reference) => reference.of === 'element' && this.dependsOnWindow(reference.columnId))
    );
  }

  /** Values of unknown types are only shown. */
  #typeOf(where: { readonly elementId: string; readonly columnId: string }, expression: Expression): DataType | null {
    const unknown = referencesOf(expression).find(
      (reference) =>
        (reference.of === 'source' && this.source.described.columns.find(({ name }) => name === reference.name)?.type === null) ||
        (reference.of === 'element' && this.column(reference.columnId).type === null),
    );
    if (unknown === undefined) return expression.type;
    if (expression.node === 'column') return null;
    const name = unknown.of === 'source' ? unknown.name : (this.#columns.get(unknown.of === 'element' ? unknown.columnId : '')?.name ?? '');
    throw new PlanningProblem(where, 'query.type-not-usable', `[${name}] is of a type that formulas cannot use; it can only be shown.`);
  }
}

function controlKey(documentId: string | null, controlId: string): string {
  return documentId === null ? controlId : `${documentId}/${controlId}`;
}

/** The source column that a formula passes on as it is. */
export function passedThrough(expression: Expression): string | null {
  return expression.node === 'column' && expression.reference.of === 'source' ? expression.reference.name : null;
}

const controlTypes: Readonly<Record<ControlKind, DataType>> = {
  list: 'text',
  text: 'text',
  'number-range': 'number',
  'date-range': 'date',
  switch: 'logical',
};

function sourceColumn(column: SourceColumn): Resolution {
  return { kind: 'column', reference: { of: 'source', name: column.name }, type: column.type ?? 'text', shape: 'row' };
}

function findColumn(columns: readonly SourceColumn[], name: string): SourceColumn | undefined {
  return (
    columns.find((column) => column.name === name) ??
    columns.find((column) => column.id === name) ??
    columns.find((column) => sameName(column.name, name.toLowerCase()))
  );
}

function findName(names: ReadonlyMap<string, string>, name: string): string | undefined {
  return names.get(name) ?? [...names].find(([candidate]) => sameName(candidate, name.toLowerCase()))?.[1];
}

/** `lower` is in lower case already. */
function sameName(name: string, lower: string): boolean {
  return name.trim().toLowerCase() === lower;
}
