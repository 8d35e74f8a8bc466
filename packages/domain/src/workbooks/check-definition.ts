/**
 * What makes a document whole beyond the shape of its JSON: limits, ids and names used once, nothing named that is not
 * there, no element that reads from itself. Formulas are not looked into: while somebody is building, a wrong formula
 * is a state of the draft that its column shows, not a reason to lose the draft.
 */
import type {
  ChartElement,
  ControlElement,
  DataElement,
  Definition,
  DocumentKind,
  Element,
  PivotElement,
  Source,
  TableElement,
} from './definition.ts';
import { definitionLimits } from './limits.ts';
import { elementsOf, isDataElement, leavesOf, linkOf, sourceElementIds } from './references.ts';

export type DefinitionProblemCode =
  | 'workbook.invalid'
  | 'workbook.too-large'
  | 'workbook.duplicate-name'
  | 'workbook.unknown-reference'
  | 'workbook.circular';

export interface DefinitionProblem {
  readonly code: DefinitionProblemCode;
  /** JSON pointer into the definition. */
  readonly pointer: string;
  readonly message: string;
}

/** Empty for a definition that may be stored. */
export function checkDefinition(definition: Definition, kind: DocumentKind): readonly DefinitionProblem[] {
  const elements = new Map(elementsOf(definition).map((element) => [element.id, element]));
  return [
    ...limitProblems(definition),
    ...kindProblems(definition, kind),
    ...idProblems(definition),
    ...nameProblems(definition),
    ...placed(definition).flatMap(({ element, pointer }) => elementProblems(element, pointer, elements)),
    ...circleProblems(definition, elements),
  ];
}

interface Placed {
  readonly element: Element;
  readonly pointer: string;
}

function placed(definition: Definition): readonly Placed[] {
  return definition.pages.flatMap((page, pageIndex) =>
    page.elements.map((element, index) => ({ element, pointer: `/pages/${pageIndex}/elements/${index}` })),
  );
}

function limitProblems(definition: Definition): readonly DefinitionProblem[] {
  const problems: DefinitionProblem[] = [];
  const tooMany = (pointer: string, what: string, count: number, limit: number): void => {
    if (count > limit) problems.push({ code: 'workbook.too-large', pointer, message: `has ${count} ${what}; ${limit} are possible` });
  };
  tooMany('/pages', 'pages', definition.pages.length, definitionLimits.pages);
  tooMany('/pages', 'elements', elementsOf(definition).length, definitionLimits.elements);
  for (const { element, pointer } of placed(definition)) {
    if (!isDataElement(element)) continue;
    tooMany(`${pointer}/columns`, 'columns', element.columns.length, definitionLimits.columnsOfElement);
    const leaves = leavesOf(element.source);
    tooMany(`${pointer}/source`, 'sources', leaves.length, definitionLimits.sourcesOfElement);
    const depth = Math.max(0, ...leaves.map((leaf) => leaf.depth));
    tooMany(`${pointer}/source`, 'levels of joins and unions', depth, definitionLimits.sourceDepth);
  }
  return problems;
}

function kindProblems(definition: Definition, kind: DocumentKind): readonly DefinitionProblem[] {
  if (definition.pages.length === 0) return [{ code: 'workbook.invalid', pointer: '/pages', message: 'has at least one page' }];
  if (kind !== 'dataset') return [];
  const elements = elementsOf(definition);
  if (definition.pages.length > 1) return [{ code: 'workbook.invalid', pointer: '/pages', message: 'of a dataset is one page' }];
  if (elements.length <= 1 && elements.every((element) => element.kind === 'table')) return [];
  return [{ code: 'workbook.invalid', pointer: '/pages/0/elements', message: 'of a dataset is one table' }];
}

function idProblems(definition: Definition): readonly DefinitionProblem[] {
  const ids = definition.pages.flatMap((page, pageIndex) => [
    { text: page.id, pointer: `/pages/${pageIndex}/id` },
    ...page.elements.map((element, index) => ({ text: element.id, pointer: `/pages/${pageIndex}/elements/${index}/id` })),
  ]);
  return repeats(ids).map(({ pointer }) => ({ code: 'workbook.invalid', pointer, message: 'is the id of another page or element' }));
}

function nameProblems(definition: Definition): readonly DefinitionProblem[] {
  const names = placed(definition).map(({ element, pointer }) => ({ text: element.name.toLowerCase(), pointer: `${pointer}/name` }));
  return repeats(names).map(({ text, pointer }) => duplicateName(pointer, `is the name of another element: "${text}"`));
}

function elementProblems(element: Element, pointer: string, elements: ReadonlyMap<string, Element>): readonly DefinitionProblem[] {
  if (element.kind === 'control') return choiceProblems(element, pointer, elements);
  if (!isDataElement(element)) return [];
  const names = element.columns.map(({ name }, index) => ({ text: name.toLowerCase(), pointer: `${pointer}/columns/${index}/name` }));
  const ids = element.columns.map(({ id }, index) => ({ text: id, pointer: `${pointer}/columns/${index}/id` }));
  return [
    ...repeats(names).map((repeat) => duplicateName(repeat.pointer, `is the name of another column: "${repeat.text}"`)),
    ...repeats(ids).map((repeat) => ({
      code: 'workbook.invalid' as const,
      pointer: repeat.pointer,
      message: 'is the id of another column',
    })),
    ...columnReferences(element)
      .filter(({ columnId }) => !element.columns.some(({ id }) => id === columnId))
      .map((reference) => unknown(`${pointer}${reference.pointer}`, `names a column that is not there: ${reference.columnId}`)),
    ...levelProblems(element, pointer),
    ...linkProblems(element, pointer),
    ...sourceProblems(element, pointer, elements),
    ...element.filters.flatMap((filter, index) =>
      filter.kind === 'control' && elements.get(filter.controlId)?.kind !== 'control'
        ? [unknown(`${pointer}/filters/${index}/controlId`, 'names a control that is not there')]
        : [],
    ),
  ];
}

interface ColumnReference {
  readonly columnId: string;
  readonly pointer: string;
}

function columnReferences(element: DataElement): readonly ColumnReference[] {
  const list = (name: string, ids: readonly string[]): readonly ColumnReference[] =>
    ids.map((columnId, index) => ({ columnId, pointer: `/${name}/${index}` }));
  return [
    ...element.filters.map(({ columnId }, index) => ({ columnId, pointer: `/filters/${index}/columnId` })),
    ...element.sorts.map(({ columnId }, index) => ({ columnId, pointer: `/sorts/${index}/columnId` })),
    ...referencesOfKind(element, list),
  ];
}

function referencesOfKind(
  element: TableElement | PivotElement | ChartElement,
  list: (name: string, ids: readonly string[]) => readonly ColumnReference[],
): readonly ColumnReference[] {
  switch (element.kind) {
    case 'table':
      return [...list('totals', element.totals), ...element.groupings.flatMap(({ keys }, index) => list(`groupings/${index}/keys`, keys))];
    case 'pivot':
      return [...list('rows', element.rows), ...list('across', element.across), ...list('values', element.values)];
    case 'chart':
      return [
        ...(element.x === null ? [] : [{ columnId: element.x, pointer: '/x' }]),
        ...(element.series === null ? [] : [{ columnId: element.series, pointer: '/series' }]),
        ...list('values', element.values),
      ];
  }
}

/** A column is calculated for each row, in total, or at a level that is there. */
function levelProblems(element: DataElement, pointer: string): readonly DefinitionProblem[] {
  const groupings = element.kind === 'table' ? element.groupings : [];
  const levels = new Set(['total', ...groupings.map(({ id }) => id)]);
  return [
    ...repeats(groupings.map(({ id }, index) => ({ text: id, pointer: `${pointer}/groupings/${index}/id` }))).map((repeat) => ({
      code: 'workbook.invalid' as const,
      pointer: repeat.pointer,
      message: 'is the id of another grouping',
    })),
    ...element.columns.flatMap(({ level }, index) =>
      level === null || levels.has(level)
        ? []
        : [unknown(`${pointer}/columns/${index}/level`, `names a grouping that is not there: ${level}`)],
    ),
  ];
}

/** A linked input table is a table of its own: what else reads it reads that table. */
function linkProblems(element: DataElement, pointer: string): readonly DefinitionProblem[] {
  const link = linkOf(element);
  const misplaced = linksWithin(link === null ? element.source : link.source, link === null ? '' : '/source').map((within) => ({
    code: 'workbook.invalid' as const,
    pointer: `${pointer}/source${within}`,
    message: 'can only be the whole source of a table',
  }));
  if (link === null) return misplaced;
  const named = link.keys.flatMap(({ column, columnId }, index) => [
    { text: `column ${column}`, pointer: `${pointer}/source/keys/${index}/column` },
    { text: `id ${columnId}`, pointer: `${pointer}/source/keys/${index}/columnId` },
  ]);
  return [
    ...misplaced,
    ...repeats(named).map((repeat) => ({ code: 'workbook.invalid' as const, pointer: repeat.pointer, message: 'is a key twice' })),
  ];
}

function linksWithin(source: Source, pointer: string): readonly string[] {
  switch (source.kind) {
    case 'linked-input-table':
      return [pointer];
    case 'join':
      return [...linksWithin(source.left, `${pointer}/left`), ...linksWithin(source.right, `${pointer}/right`)];
    case 'union':
      return source.sources.flatMap((part, index) => linksWithin(part, `${pointer}/sources/${index}`));
    default:
      return [];
  }
}

function sourceProblems(element: DataElement, pointer: string, elements: ReadonlyMap<string, Element>): readonly DefinitionProblem[] {
  return leavesOf(element.source).flatMap(({ source, pointer: within }) => {
    if (source.kind !== 'element') return [];
    const named = elements.get(source.elementId);
    if (named !== undefined && (isDataElement(named) || named.kind === 'input-table')) return [];
    return [unknown(`${pointer}/source${within}/elementId`, `"${element.name}" reads from an element that is not there`)];
  });
}

function choiceProblems(control: ControlElement, pointer: string, elements: ReadonlyMap<string, Element>): readonly DefinitionProblem[] {
  if (control.choices === null || 'values' in control.choices) return [];
  const { elementId, columnId } = control.choices;
  const named = elements.get(elementId);
  // The columns of an input table stand in its log, not in the document.
  if (named?.kind === 'input-table') return [];
  if (named !== undefined && isDataElement(named) && named.columns.some(({ id }) => id === columnId)) return [];
  return [unknown(`${pointer}/choices`, `"${control.name}" takes its choices from a column that is not there`)];
}

function circleProblems(definition: Definition, elements: ReadonlyMap<string, Element>): readonly DefinitionProblem[] {
  const circular = circularElements(elements);
  return placed(definition)
    .filter(({ element }) => circular.has(element.id))
    .map(({ element, pointer }) => ({
      code: 'workbook.circular',
      pointer: `${pointer}/source`,
      message: `"${element.name}" reads, through its sources, from itself`,
    }));
}

/** Elements on a circle or reading from one: what is left when those whose sources are all settled are taken away. */
function circularElements(elements: ReadonlyMap<string, Element>): ReadonlySet<string> {
  const left = new Set(elements.keys());
  for (let taken = true; taken;) {
    taken = false;
    for (const id of left) {
      const element = elements.get(id);
      if (element !== undefined && sourceElementIds(element).some((source) => left.has(source))) continue;
      left.delete(id);
      taken = true;
    }
  }
  return left;
}

/** All but the first of equal texts. */
function repeats<Item extends { readonly text: string }>(items: readonly Item[]): readonly Item[] {
  const seen = new Set<string>();
  return items.filter(({ text }) => {
    const repeated = seen.has(text);
    seen.add(text);
    return repeated;
  });
}

function unknown(pointer: string, message: string): DefinitionProblem {
  return { code: 'workbook.unknown-reference', pointer, message };
}

function duplicateName(pointer: string, message: string): DefinitionProblem {
  return { code: 'workbook.duplicate-name', pointer, message };
}
