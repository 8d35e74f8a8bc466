import { checkDefinition } from '@penstock/domain/workbooks/check-definition';
import type { DataElement, Definition, TableElement } from '@penstock/domain/workbooks/definition';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { questionFor } from '../src/queries/question.ts';
import * as edits from '../src/tables/element-edits.ts';
import { moveShown } from '../src/tables/shown-columns.ts';

const column = (id: string, formula = `[${id}]`) => ({ id, name: id.toUpperCase(), formula, hidden: false, format: null, level: null });

const table: TableElement = {
  kind: 'table',
  id: '3f0c7c1e-5f0b-4a52-9f5e-0d6f4b6a1c11',
  name: 'Orders',
  layout: { x: 0, y: 0, width: 24, height: 14 },
  source: { kind: 'warehouse-table', connectionId: '3f0c7c1e-5f0b-4a52-9f5e-0d6f4b6a1c12', schema: 'src', table: 'orders' },
  columns: [column('region'), column('city'), column('sales')],
  filters: [],
  sorts: [],
  groupings: [],
  totals: [],
};

const definitionOf = (element: DataElement): Definition => ({
  formatVersion: 1,
  timeZone: 'UTC',
  weekStart: 'monday',
  pages: [{ id: '3f0c7c1e-5f0b-4a52-9f5e-0d6f4b6a1c13', name: 'Page 1', elements: [element] }],
});

describe('what people do with a table', () => {
  test('grouping closes the new level, opens those above, and counts', () => {
    const twice = edits.groupBy(edits.groupBy(table, 'region'), 'city');
    expect(twice.groupings.map(({ keys, collapsed }) => [keys, collapsed])).toEqual([
      [['region'], false],
      [['city'], true],
    ]);
    const counts = twice.columns.filter(({ formula }) => formula === 'Count()');
    expect(counts.map(({ level }) => level)).toEqual(twice.groupings.map(({ id }) => id));
  });

  test('a level goes with what was calculated for it, and its sorts', () => {
    const grouped = edits.groupBy(table, 'region');
    const [level] = grouped.groupings;
    const counted = grouped.columns.find((each) => each.level === level?.id);
    const sorted = edits.sortBy(grouped, counted?.id ?? '', 'descending');
    expect(edits.ungroup(sorted, level?.id ?? '')).toEqual(table);
  });

  test('a level goes with the last column that makes its groups', () => {
    const grouped = edits.groupBy(table, 'region');
    const left = edits.removeColumn(grouped, 'region');
    expect(left.groupings).toEqual([]);
    expect(left.columns.map(({ id }) => id)).toEqual(['city', 'sales']);
  });

  test('a column that is renamed is renamed in the formulas of the element, and only there where it is meant', () => {
    const with2 = edits.addColumn(table, column('double', '[Sales] * 2 & "[Sales]" & Lookup([Other/Sales], [Region], [Other/Region])'));
    const renamed = edits.renameColumn(with2, 'sales', 'Gross ] sales');
    expect(edits.columnOf(renamed, 'double')?.formula).toBe(
      String.raw`[Gross \] sales] * 2 & "[Sales]" & Lookup([Other/Sales], [Region], [Other/Region])`,
    );
    expect(edits.columnOf(renamed, 'sales')?.formula).toBe('[sales]');
  });

  test('each level keeps an order of its own', () => {
    const grouped = edits.groupBy(table, 'region');
    const once = edits.sortBy(edits.sortBy(grouped, 'region', 'ascending'), 'sales', 'descending');
    expect(once.sorts).toHaveLength(2);
    expect(edits.sortBy(once, 'city', 'ascending').sorts.map(({ columnId }) => columnId)).toEqual(['city', 'region']);
  });

  test('a date is grouped by one column, however often it is chosen', () => {
    const [first, id] = edits.truncated(table, 'sales', 'month');
    const [second, again] = edits.truncated(first, 'sales', 'month');
    expect(again).toBe(id);
    expect(second).toBe(first);
  });

  test('a moved column takes the place of the one it was dropped on; hidden ones stay where they are', () => {
    const hidden = edits.hideColumn(table, 'city', true);
    expect(moveShown(hidden, ['region', 'sales'], 0, 1).columns.map(({ id }) => id)).toEqual(['sales', 'city', 'region']);
  });

  test('whatever is done, in whatever order, leaves a whole definition', () => {
    const step = fc.record({ what: fc.nat(7), which: fc.nat(20) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        let element: TableElement = table;
        for (const { what, which } of steps) {
          const id = element.columns[which % Math.max(1, element.columns.length)]?.id;
          const level = element.groupings[which % Math.max(1, element.groupings.length)]?.id;
          if (id === undefined) break;
          const ofRows = edits.columnOf(element, id)?.level === null && edits.levelOf(element, id) === null;
          if (what === 0 && ofRows) element = edits.groupBy(element, id);
          if (what === 1 && level !== undefined) element = edits.ungroup(element, level);
          if (what === 2) element = edits.summarise(element, id, 'Max', level ?? 'total');
          if (what === 3) element = edits.removeColumn(element, id);
          if (what === 4) element = edits.sortBy(element, id, 'descending');
          if (what === 5) element = edits.putFilter(element, { id: edits.newId(), columnId: id, kind: 'null', mode: 'is-null' });
          if (what === 6) element = edits.renameColumn(element, id, edits.freeColumnName(element, 'Name'));
          if (what === 7) [element] = edits.truncated(element, id, 'year');
        }
        expect(checkDefinition(definitionOf(element), 'workbook')).toEqual([]);
      }),
    );
  });
});

describe('what is asked of the server', () => {
  const asked = (shown: DataElement) => questionFor(table, shown, 'published', {});

  test('R42: sorting, filtering and closing groups ask for the published element, so that they may run as it does', () => {
    const stored = edits.groupBy(table, 'region');
    const [level] = stored.groupings;
    const shown = edits.collapse(edits.sortBy(stored, 'sales', 'ascending'), level?.id ?? '', false);
    const question = questionFor(stored, shown, 'published', {});
    expect(question.element).toBeUndefined();
    expect(question.view).toEqual({
      sorts: [{ columnId: 'sales', direction: 'ascending' }],
      filters: [],
      collapsed: { [level?.id ?? '']: false },
    });
    const filtered = asked(edits.putFilter(table, { id: 'f', columnId: 'region', kind: 'null', mode: 'is-null' }));
    expect(filtered.element).toBeUndefined();
    expect(filtered.view.filters).toHaveLength(1);
  });

  test('anything else brings the element with it', () => {
    expect(asked(edits.groupBy(table, 'region')).element?.kind).toBe('table');
    expect(asked(edits.writeFormula(table, 'sales', '[sales] * 2')).element).toBeDefined();
    const stored = edits.putFilter(table, { id: 'f', columnId: 'region', kind: 'null', mode: 'is-null' });
    expect(questionFor(stored, edits.removeFilter(stored, 'f'), 'published', {}).element).toBeDefined();
  });

  test('where it stands and what it is called changes nothing', () => {
    const { element, view } = asked({ ...table, name: 'Moved', layout: { ...table.layout, x: 4 } });
    expect(element).toBeUndefined();
    expect(view).toEqual({ sorts: null, filters: [], collapsed: {} });
  });
});
