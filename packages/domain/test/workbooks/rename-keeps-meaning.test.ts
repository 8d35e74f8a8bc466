/** Renaming held against how the names of formulas are resolved for queries, over documents of every shape that names can take. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CheckedElements } from '../../src/queries/check-element.ts';
import type { CheckedElement, CheckedSource } from '../../src/queries/check-element.ts';
import { PlanningProblem } from '../../src/queries/problem.ts';
import type { SourceOf } from '../../src/queries/resolved-source.ts';
import { applyChanges } from '../../src/workbooks/apply-change.ts';
import type { DraftChange } from '../../src/workbooks/apply-change.ts';
import { checkDefinition } from '../../src/workbooks/check-definition.ts';
import type { Definition, Source, TableElement } from '../../src/workbooks/definition.ts';
import type { KnownColumns } from '../../src/workbooks/source-names.ts';
import { documentOf, from, table } from './documents.ts';

const warehouse: Readonly<Record<string, readonly string[]>> = { flights: ['a', 'b', 'r a'], airports: ['a', 'd', 'B'] };

const sourceOf: SourceOf = (source) => {
  if (source.kind !== 'warehouse-table') return undefined;
  const columns = (warehouse[source.table] ?? []).map((name) => ({ name, type: 'text' as const, engineType: 'text' }));
  return { kind: 'relation', connectionId: 'c1', path: { database: 'd', schema: 'src', table: source.table }, columns };
};

const relation = (name: string) => ({ kind: 'warehouse-table' as const, connectionId: 'c1', schema: 'src', table: name });
const allKnown: readonly KnownColumns[] = Object.entries(warehouse).map(([name, columns]) => ({ source: relation(name), columns }));

const names = fc.constantFrom('a', 'b', 'B', 'd', 'r a', 'r b', 'z');
const parts = fc.constantFrom('One', 'two', 'three', 'flights', 'airports', 'r');
const reference = fc.oneof(
  { weight: 3, arbitrary: names.map((name) => `[${name}]`) },
  fc.tuple(parts, names).map(([part, name]) => `[${part}/${name}]`),
);
const formula = fc.oneof(
  { weight: 3, arbitrary: reference },
  fc.tuple(reference, reference).map(([one, other]) => `${one} & ${other}`),
  fc.tuple(parts, names, reference, names).map(([part, value, own, key]) => `Lookup([${part}/${value}], ${own}, [${part}/${key}])`),
);
const columns = fc
  .uniqueArray(fc.record({ name: names, formula, hidden: fc.boolean() }), {
    minLength: 1,
    maxLength: 4,
    selector: ({ name }) => name.toLowerCase(),
  })
  .map((drafts) => drafts.map((draft, index) => ({ ...draft, id: `c${index}`, format: null, level: null })));

const joined = (left: fc.Arbitrary<Source>, right: fc.Arbitrary<Source>): fc.Arbitrary<Source> =>
  fc.record({
    kind: fc.constant('join' as const),
    type: fc.constantFrom('left', 'inner'),
    left,
    right,
    rightName: fc.constantFrom('r', 'flights', 'Two'),
    on: fc.array(fc.record({ left: names, right: names }), { minLength: 1, maxLength: 1 }),
  });
const ofWarehouse: fc.Arbitrary<Source> = fc.constantFrom('flights', 'airports').map(relation);
const sourceOver = (...elementIds: readonly string[]): fc.Arbitrary<Source> => {
  const leaf = fc.oneof(ofWarehouse, ...elementIds.map((id) => fc.constant(from(id))));
  return fc.oneof(leaf, joined(leaf, leaf), joined(joined(leaf, leaf), leaf), joined(leaf, joined(leaf, leaf)));
};
const element = (id: string, name: string, source: fc.Arbitrary<Source>): fc.Arbitrary<TableElement> =>
  fc.record({ source, columns }).map((draft) => table(id, { name, ...draft }));

const documents: fc.Arbitrary<Definition> = fc
  .tuple(element('e1', 'One', ofWarehouse), element('e2', 'Two', sourceOver('e1')), element('e3', 'Three', sourceOver('e1', 'e2')))
  .map((elements) => documentOf(...elements))
  .filter((definition) => checkDefinition(definition, 'workbook').length === 0);

const elementIds = fc.constantFrom('e1', 'e2', 'e3');
const renamings: fc.Arbitrary<DraftChange> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('renameColumn' as const),
      elementId: elementIds,
      columnId: fc.constantFrom('c0', 'c1'),
      name: names,
    }),
  },
  fc.record({ kind: fc.constant('renameElement' as const), elementId: elementIds, name: fc.constantFrom('Four', 'Five') }),
);

/** What a column reads in the end, whatever anything is called; `null` where its formula is wrong. */
function meaning(definition: Definition, elementId: string, columnId: string): string | null {
  try {
    const checked = new CheckedElements(definition, sourceOf).element(elementId);
    const { expression } = checked.column(columnId);
    return JSON.stringify(expression, (_, value: unknown) => (isReference(value) ? identityOf(checked, value) : value));
  } catch (error) {
    if (error instanceof PlanningProblem) return null;
    throw error;
  }
}

type Reference =
  | { readonly of: 'element'; readonly columnId: string }
  | { readonly of: 'source'; readonly name: string }
  | { readonly of: 'other-element'; readonly elementId: string; readonly columnId: string };

const isReference = (value: unknown): value is Reference => typeof value === 'object' && value !== null && 'of' in value;

function identityOf(checked: CheckedElement, reference: Reference): string {
  if (reference.of === 'element') return `own ${reference.columnId}`;
  if (reference.of === 'source') return inSource(checked.source, reference.name);
  return inSource(checked.other(reference.elementId), reference.columnId);
}

function inSource(source: CheckedSource, name: string): string {
  switch (source.kind) {
    case 'leaf':
      return `${source.resolved.kind === 'relation' ? source.resolved.path.table : ''} ${name}`;
    case 'element':
      return `${source.element.element.id} ${source.element.output.find((column) => column.name === name)?.columnId}`;
    case 'join': {
      const inRight = [...source.rightNames].find(([, given]) => given === name)?.[0];
      const inLeft = source.left.described.columns.some((column) => column.name === name);
      return inLeft || inRight === undefined ? `left ${inSource(source.left, name)}` : `right ${inSource(source.right, inRight)}`;
    }
    default:
      return name;
  }
}

const everyColumn = (definition: Definition): readonly (readonly [string, string])[] =>
  definition.pages.flatMap((page) =>
    page.elements.flatMap((each) => (each.kind === 'table' ? each.columns.map(({ id }) => [each.id, id] as const) : [])),
  );

function renamed(definition: Definition, change: DraftChange): Definition {
  const result = applyChanges(definition, [change], 'workbook');
  fc.pre(result.kind === 'changed');
  return result.kind === 'changed' ? result.definition : definition;
}

test('whoever tells what joins stand beside finds every formula that was right reading what it read', () => {
  fc.assert(
    fc.property(documents, renamings, (before, change) => {
      const after = renamed(before, change.kind === 'renameColumn' ? { ...change, known: allKnown } : change);
      for (const [elementId, columnId] of everyColumn(before)) {
        const meant = meaning(before, elementId, columnId);
        if (meant !== null) expect(meaning(after, elementId, columnId)).toBe(meant);
      }
    }),
    { numRuns: 300 },
  );
});

test('a formula whose names cannot be told may be wrong after a renaming, but never reads something else', () => {
  fc.assert(
    fc.property(documents, renamings, (before, change) => {
      const after = renamed(before, change);
      for (const [elementId, columnId] of everyColumn(before)) {
        const meant = meaning(before, elementId, columnId);
        const means = meaning(after, elementId, columnId);
        if (meant !== null && means !== null) expect(means).toBe(meant);
      }
    }),
    { numRuns: 300 },
  );
});
