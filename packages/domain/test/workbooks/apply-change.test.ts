import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyChange, applyChanges, elementOf, freeElementName, touchedBy } from '../../src/workbooks/apply-change.ts';
import type { ChangeResult, DraftChange } from '../../src/workbooks/apply-change.ts';
import { checkDefinition } from '../../src/workbooks/check-definition.ts';
import type { Definition, Element } from '../../src/workbooks/definition.ts';
import { elementsOf } from '../../src/workbooks/references.ts';
import { chart, column, documentOf, from, layout, put, table, text } from './documents.ts';

function changed(result: ChangeResult): Definition {
  if (result.kind === 'refused') throw new Error(JSON.stringify(result.problems));
  return result.definition;
}

function codes(result: ChangeResult): readonly string[] {
  return result.kind === 'refused' ? result.problems.map(({ code }) => code) : [];
}

const anyId = fc.constantFrom('e1', 'e2', 'e3', 'e4');
const anyPageId = fc.constantFrom('p1', 'p2', 'p3');
const anyName = fc.constantFrom('Flights', 'FLIGHTS', 'Delays', 'delays', 'Notes');
const anyColumns = fc.constantFrom(
  [column('origin'), column('delay')],
  [column('origin')],
  [column('a', 'Origin'), column('b', 'origin')],
  [],
);
const anySource = fc.oneof(
  anyId.map(from),
  fc.constant(table('x').source),
  fc.record({ left: anyId.map(from), right: anyId.map(from) }).map(({ left, right }) => ({
    kind: 'join' as const,
    type: 'left' as const,
    left,
    right,
    rightName: 'r',
    on: [{ left: 'a', right: 'a' }],
  })),
);
const anyElement: fc.Arbitrary<Element> = fc.oneof(
  fc
    .record({ id: anyId, name: anyName, source: anySource, columns: anyColumns, totals: fc.constantFrom([], ['delay']) })
    .map(({ id, ...changes }) => table(id, changes)),
  fc.record({ id: anyId, name: anyName, source: anySource }).map(({ id, ...changes }) => chart(id, changes)),
  fc.record({ id: fc.constantFrom('e1', 'e2', 'p1'), name: anyName }).map(({ id, name }) => ({ ...text(id), name })),
);
const anyChange: fc.Arbitrary<DraftChange> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('putElement' as const), pageId: anyPageId, element: anyElement }) },
  fc.record({ kind: fc.constant('removeElement' as const), elementId: anyId }),
  fc.record({ kind: fc.constant('moveElement' as const), elementId: anyId, pageId: anyPageId, layout: fc.constant({ ...layout, x: 3 }) }),
  fc.record({
    kind: fc.constant('addPage' as const),
    page: fc.record({ id: anyPageId, name: anyName }),
    position: fc.option(fc.nat(4)),
  }),
  fc.record({ kind: fc.constant('movePage' as const), pageId: anyPageId, position: fc.nat(4) }),
  fc.record({ kind: fc.constant('renamePage' as const), pageId: anyPageId, name: anyName }),
  fc.record({ kind: fc.constant('removePage' as const), pageId: anyPageId }),
  fc.record({ kind: fc.constant('setDocument' as const), timeZone: fc.constantFrom('UTC', 'Europe/Berlin') }),
);
const anyKind = fc.constantFrom('workbook' as const, 'data-model' as const, 'dataset' as const);

/** The document after those of the changes that are not refused. */
function grown(changes: readonly DraftChange[], kind: 'workbook' | 'data-model' | 'dataset'): Definition {
  return changes.reduce((definition, change) => {
    const result = applyChange(definition, change, kind);
    return result.kind === 'changed' ? result.definition : definition;
  }, documentOf());
}

describe('a change of a draft', () => {
  it('never gives a definition that may not be stored', () => {
    fc.assert(
      fc.property(fc.array(anyChange, { maxLength: 30 }), anyKind, (changes, kind) => {
        expect(checkDefinition(grown(changes, kind), kind)).toEqual([]);
      }),
    );
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.array(anyChange, { maxLength: 20 }), anyChange, (changes, last) => {
        const once = applyChange(grown(changes, 'workbook'), last, 'workbook');
        if (once.kind === 'refused') return;
        expect(applyChange(once.definition, last, 'workbook')).toEqual(once);
      }),
    );
  });

  it('touches every page and element that differs afterwards', () => {
    fc.assert(
      fc.property(fc.array(anyChange, { maxLength: 20 }), anyChange, (changes, last) => {
        const before = grown(changes, 'workbook');
        const result = applyChange(before, last, 'workbook');
        if (result.kind === 'refused') return;
        const touched = touchedBy(before, last);
        const ids = new Set([...elementsOf(before), ...elementsOf(result.definition)].map(({ id }) => id));
        const differing = [...ids].filter((id) => elementOf(before, id) !== elementOf(result.definition, id));
        expect(touched).toEqual(expect.arrayContaining(differing));
      }),
    );
  });

  it('of a page that goes touches all that was on it', () => {
    const two = changed(applyChanges(documentOf(text('e1'), text('e2')), [addPage('p2')], 'workbook'));
    expect(touchedBy(two, { kind: 'removePage', pageId: 'p1' })).toEqual(['p1', 'e1', 'e2']);
  });

  it('leaves the definition that it was given as it was', () => {
    fc.assert(
      fc.property(fc.array(anyChange, { maxLength: 20 }), anyChange, (changes, last) => {
        const before = grown(changes, 'workbook');
        const copy = structuredClone(before);
        applyChange(before, last, 'workbook');
        expect(before).toEqual(copy);
      }),
    );
  });

  it('puts an element in the place of the one of its id, on another page at the end', () => {
    const two = changed(applyChanges(documentOf(text('e1'), text('e2')), [addPage('p2')], 'workbook'));
    const replaced = changed(applyChange(two, put(text('e1', 'New')), 'workbook'));
    expect(replaced.pages[0]?.elements.map(({ id }) => id)).toEqual(['e1', 'e2']);
    const moved = changed(applyChange(replaced, put(text('e1', 'New'), 'p2'), 'workbook'));
    expect(moved.pages.map((page) => page.elements.map(({ id }) => id))).toEqual([['e2'], ['e1']]);
  });

  it('moves pages', () => {
    const three = changed(applyChanges(documentOf(), [addPage('p2'), addPage('p0', 0)], 'workbook'));
    expect(three.pages.map(({ id }) => id)).toEqual(['p0', 'p1', 'p2']);
    const moved = changed(applyChange(three, { kind: 'movePage', pageId: 'p0', position: 1 }, 'workbook'));
    expect(moved.pages.map(({ id }) => id)).toEqual(['p1', 'p0', 'p2']);
  });

  it('is refused where it would leave something without what it needs', () => {
    const built = documentOf(table('source'), chart('chart', { source: from('source') }));
    expect(codes(applyChange(built, { kind: 'removeElement', elementId: 'source' }, 'workbook'))).toEqual(['workbook.unknown-reference']);
    const both: readonly DraftChange[] = [
      { kind: 'removeElement', elementId: 'source' },
      { kind: 'removeElement', elementId: 'chart' },
    ];
    expect(elementsOf(changed(applyChanges(built, both, 'workbook')))).toEqual([]);
  });

  it('is refused when it names a page or an element that is not there', () => {
    expect(codes(applyChange(documentOf(), put(text('e1'), 'p9'), 'workbook'))).toEqual(['workbook.unknown-reference']);
    expect(codes(applyChange(documentOf(), { kind: 'renamePage', pageId: 'p9', name: 'x' }, 'workbook'))).toEqual([
      'workbook.unknown-reference',
    ]);
    expect(codes(applyChange(documentOf(), { kind: 'removePage', pageId: 'p1' }, 'workbook'))).toEqual(['workbook.invalid']);
  });

  it('lets two elements exchange their names in one go', () => {
    const built = documentOf(text('e1'), text('e2'));
    const exchange = [put({ ...text('e1'), name: 'e2' }), put({ ...text('e2'), name: 'e1' })];
    expect(codes(applyChange(built, exchange[0] ?? put(text('e1')), 'workbook'))).toEqual(['workbook.duplicate-name']);
    expect(elementsOf(changed(applyChanges(built, exchange, 'workbook'))).map(({ name }) => name)).toEqual(['e2', 'e1']);
  });
});

describe('a free name', () => {
  it('is the wanted one, or that with the first number that nothing has', () => {
    const built = documentOf(text('Targets'), { ...text('e2'), name: 'targets 2' });
    expect([freeElementName(built, 'Actuals'), freeElementName(built, 'TARGETS')]).toEqual(['Actuals', 'TARGETS 3']);
  });
});

function addPage(id: string, position: number | null = null): DraftChange {
  return { kind: 'addPage', page: { id, name: id }, position };
}
