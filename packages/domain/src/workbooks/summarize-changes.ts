/** What a publisher reads before publishing, and everybody in the history: how two definitions differ, in a few lines. */
import type { DataElement, Definition, Element } from './definition.ts';
import { elementsOf, isDataElement } from './references.ts';

export type ChangeKind =
  | 'added'
  | 'removed'
  | 'renamed'
  | 'reordered'
  | 'settings-changed'
  | 'moved'
  | 'source-changed'
  | 'columns-added'
  | 'columns-removed'
  | 'columns-changed'
  | 'filters-changed'
  | 'content-changed';

export interface DocumentChange {
  readonly of: 'document' | 'page' | Element['kind'];
  /** Of the page or element; `null` for the document. */
  readonly id: string | null;
  /** As it is called now, or was when it was removed. */
  readonly name: string;
  readonly change: ChangeKind;
  /** What in it: the names of columns, the name before, the settings. */
  readonly details: readonly string[];
}

/** Pages first, then elements, in the order of `after`; empty when nothing differs. `before` is `null` at the first publishing. */
export function summarizeChanges(before: Definition | null, after: Definition): readonly DocumentChange[] {
  return [...settingChanges(before, after), ...pageChanges(before, after), ...elementChanges(before, after)];
}

function settingChanges(before: Definition | null, after: Definition): readonly DocumentChange[] {
  if (before === null) return [];
  const details = [
    ...(before.timeZone === after.timeZone ? [] : [`time zone ${before.timeZone} → ${after.timeZone}`]),
    ...(before.weekStart === after.weekStart ? [] : [`week starts on ${after.weekStart}`]),
  ];
  return details.length === 0 ? [] : [{ of: 'document', id: null, name: '', change: 'settings-changed', details }];
}

function pageChanges(before: Definition | null, after: Definition): readonly DocumentChange[] {
  const [old, now] = [before?.pages ?? [], after.pages];
  const change = (page: { id: string; name: string }, kind: ChangeKind, details: readonly string[] = []): DocumentChange => ({
    of: 'page',
    id: page.id,
    name: page.name,
    change: kind,
    details,
  });
  const kept = now.filter((page) => old.some(({ id }) => id === page.id));
  const keptBefore = old.filter((page) => now.some(({ id }) => id === page.id));
  return [
    ...now.filter((page) => !kept.includes(page)).map((page) => change(page, 'added')),
    ...old.filter((page) => !keptBefore.includes(page)).map((page) => change(page, 'removed')),
    ...kept.flatMap((page) => {
      const was = old.find(({ id }) => id === page.id);
      return was === undefined || was.name === page.name ? [] : [change(page, 'renamed', [was.name])];
    }),
    ...kept.flatMap((page, index) => (keptBefore[index]?.id === page.id ? [] : [change(page, 'reordered')])),
  ];
}

interface Placed {
  readonly element: Element;
  readonly pageId: string;
  readonly place: number;
}

function elementChanges(before: Definition | null, after: Definition): readonly DocumentChange[] {
  const [old, now] = [placedElements(before), placedElements(after)];
  const removed = (before === null ? [] : elementsOf(before)).filter(({ id }) => !now.has(id));
  return [
    ...[...now.values()].flatMap((placed) => {
      const was = old.get(placed.element.id);
      return was === undefined ? [changeOf(placed.element, 'added')] : changesOfElement(was, placed);
    }),
    ...removed.map((element) => changeOf(element, 'removed')),
  ];
}

function placedElements(definition: Definition | null): ReadonlyMap<string, Placed> {
  const places = (definition?.pages ?? []).flatMap((page) =>
    page.elements.map((element, place) => [element.id, { element, pageId: page.id, place }] as const),
  );
  return new Map(places);
}

function changesOfElement(was: Placed, now: Placed): readonly DocumentChange[] {
  const [old, element] = [was.element, now.element];
  const changes: DocumentChange[] = [];
  if (old.name !== element.name) changes.push(changeOf(element, 'renamed', [old.name]));
  if (was.pageId !== now.pageId || !equal(old.layout, element.layout)) changes.push(changeOf(element, 'moved'));
  if (isDataElement(old) && isDataElement(element)) changes.push(...changesOfData(old, element));
  if (!equal(contentOf(old), contentOf(element))) changes.push(changeOf(element, 'content-changed'));
  return changes;
}

function changesOfData(old: DataElement, element: DataElement): readonly DocumentChange[] {
  const changes: DocumentChange[] = [];
  if (!equal(old.source, element.source)) changes.push(changeOf(element, 'source-changed'));
  const columnsBefore = new Map(old.columns.map((column) => [column.id, column]));
  const columnsNow = new Set(element.columns.map(({ id }) => id));
  const names = (columns: readonly { readonly name: string }[]): readonly string[] => columns.map(({ name }) => name);
  const added = element.columns.filter(({ id }) => !columnsBefore.has(id));
  const removed = old.columns.filter(({ id }) => !columnsNow.has(id));
  const changed = element.columns.filter((column) => {
    const before = columnsBefore.get(column.id);
    return before !== undefined && !equal(before, column);
  });
  if (added.length > 0) changes.push(changeOf(element, 'columns-added', names(added)));
  if (removed.length > 0) changes.push(changeOf(element, 'columns-removed', names(removed)));
  if (changed.length > 0) changes.push(changeOf(element, 'columns-changed', names(changed)));
  if (!equal(old.filters, element.filters)) changes.push(changeOf(element, 'filters-changed'));
  return changes;
}

/** What no other line speaks of: groupings, sorts, the order of columns, the settings of a chart, the text of a text. */
function contentOf(element: Element): unknown {
  const { id: _id, name: _name, layout: _layout, ...content } = element;
  if (!isDataElement(element)) return content;
  const { source: _source, filters: _filters, columns: _columns, ...data } = content as DataElement;
  return data;
}

function changeOf(element: Element, change: ChangeKind, details: readonly string[] = []): DocumentChange {
  return { of: element.kind, id: element.id, name: element.name, change, details };
}

/** Equal as JSON, whatever the order of members. */
function equal(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const [a, b] = [left as Readonly<Record<string, unknown>>, right as Readonly<Record<string, unknown>>];
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && equal(a[key], b[key]));
}
