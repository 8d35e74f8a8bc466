import { describe, expect, test } from 'vitest';
import { applyChange, applyChanges, changedElements } from '../../src/workbooks/apply-change.ts';
import type { DraftChange } from '../../src/workbooks/apply-change.ts';
import type { ControlElement, Definition, Element, Source } from '../../src/workbooks/definition.ts';
import { elementsOf, isDataElement } from '../../src/workbooks/references.ts';
import type { KnownColumns } from '../../src/workbooks/source-names.ts';
import { chart, column, documentOf, flights, from, layout, put, table, text } from './documents.ts';

const after = (definition: Definition, ...changes: readonly DraftChange[]): Definition => {
  const result = applyChanges(definition, changes, 'workbook');
  if (result.kind === 'refused') throw new Error(JSON.stringify(result.problems));
  return result.definition;
};

/** What somebody who looks at the joins knows of the warehouse's table. */
const known = [{ source: flights, columns: ['Airport', 'delay'] }] as readonly KnownColumns[];

const renameColumn = (elementId: string, columnId: string, name: string) => ({
  kind: 'renameColumn' as const,
  elementId,
  columnId,
  name,
});
const renameElement = (elementId: string, name: string): DraftChange => ({ kind: 'renameElement', elementId, name });

function formulasOf(definition: Definition, elementId: string): readonly string[] {
  const element = elementsOf(definition).find(({ id }) => id === elementId);
  return element !== undefined && isDataElement(element) ? element.columns.map(({ formula }) => formula) : [];
}

/** An element whose only columns have these formulas. */
const formulas = (id: string, source: Source, ...texts: readonly string[]): Element =>
  table(id, { source, columns: texts.map((formula, index) => column(`f${index}`, `Formula ${index}`, formula)) });

const airports = table('airports', { name: 'Airports', columns: [column('code', 'Airport'), column('city', 'City')] });

const join = (left: Source, right: Source, rightName = 'Airports'): Source => ({
  kind: 'join',
  type: 'left',
  left,
  right,
  rightName,
  on: [{ left: 'Airport', right: 'Airport' }],
});

describe('a column that is renamed', () => {
  test('is renamed in every formula that names it, however it is written, and in no other', () => {
    const texts = ['Lookup([airports/ CITY ], [origin], [Airports/Airport]) & "[Airports/City]"', '[City]', '[origin]'];
    const before = documentOf(airports, formulas('other', flights, ...texts));
    const renamed = after(before, renameColumn('airports', 'city', 'Town'));
    expect(formulasOf(renamed, 'other')).toEqual([
      'Lookup([Airports/Town], [origin], [Airports/Airport]) & "[Airports/City]"',
      '[City]',
      '[origin]',
    ]);
    expect(elementsOf(renamed)[0]).toMatchObject({ columns: [{ name: 'Airport' }, { name: 'Town', formula: '[City]' }] });
  });

  test('is renamed in its own element, but not where the column of the source is meant', () => {
    const own = table('own', { columns: [column('delay'), column('twice', 'Twice', '[delay] * 2 + [own/delay]')] });
    const renamed = after(documentOf(own), renameColumn('own', 'delay', 'Minutes'));
    expect(formulasOf(renamed, 'own')).toEqual(['[delay]', '[Minutes] * 2 + [own/Minutes]']);
  });

  test('keeps what a formula means when its new name hides a column of the source', () => {
    const own = table('own', { columns: [column('minutes', 'Minutes', '[delay]'), column('hours', 'Hours', '[arrival] / 60')] });
    const renamed = after(documentOf(own), renameColumn('own', 'minutes', 'Arrival'));
    expect(formulasOf(renamed, 'own')).toEqual(['[delay]', '[flights/arrival] / 60']);
  });

  test('is renamed in elements that read it, and named with its element where they have a column of the new name', () => {
    const reader = table('reader', {
      source: from('airports'),
      columns: [column('city', 'City'), column('both', 'Both', '[City] & [Airports/City]'), column('town', 'Town', '[Airport]')],
    });
    const alone = formulas('alone', from('airports'), 'Upper([City])');
    const renamed = after(documentOf(airports, reader, alone), renameColumn('airports', 'city', 'Town'));
    expect(formulasOf(renamed, 'alone')).toEqual(['Upper([Town])']);
    // [City] of `Both` is the reader's own column, which is called as before.
    expect(formulasOf(renamed, 'reader')).toEqual(['[Airports/Town]', '[City] & [Airports/Town]', '[Airport]']);
  });

  test('is renamed in joins: what they compare, and names with the prefix that it gave to the other side', () => {
    const texts = ['[Airport]', '[Flights Airport]', '[Flights/Airport]', '[delay]'];
    const joined = formulas('joined', join(from('airports'), flights, 'Flights'), ...texts);
    const renamed = after(documentOf(airports, joined), { ...renameColumn('airports', 'code', 'Code'), known });
    expect(formulasOf(renamed, 'joined')).toEqual(['[Code]', '[Airport]', '[Flights/Airport]', '[delay]']);
    expect(elementsOf(renamed)[1]).toMatchObject({ source: { on: [{ left: 'Code', right: 'Airport' }] } });
  });

  test('is renamed on the right of a join, with a prefix where the left has its new name', () => {
    const joined = formulas('joined', join(flights, from('airports')), '[Airport]', '[Airports Airport]', '[City]');
    const once = after(documentOf(airports, joined), { ...renameColumn('airports', 'code', 'Code'), known });
    expect(formulasOf(once, 'joined')).toEqual(['[Airport]', '[Code]', '[City]']);
    expect(elementsOf(once)[1]).toMatchObject({ source: { on: [{ left: 'Airport', right: 'Code' }] } });
    const twice = after(once, { ...renameColumn('airports', 'city', 'Airport'), known });
    expect(formulasOf(twice, 'joined')).toEqual(['[Airport]', '[Code]', '[Airports Airport]']);
  });

  test('is left where a name may as well be a column of the other side that nobody has told', () => {
    const joined = formulas('joined', join(flights, from('airports')), '[City]', '[Airports/City]');
    const renamed = after(documentOf(airports, joined), renameColumn('airports', 'city', 'Town'));
    expect(formulasOf(renamed, 'joined')).toEqual(['[City]', '[Airports/Town]']);
  });

  test('is renamed in the keys of a linked input table, and beside what is typed there', () => {
    const keys = [{ column: 'Airport', columnId: 'k1' }];
    const source: Source = { kind: 'linked-input-table', inputTableId: 'typed', editableIn: 'draft', source: from('airports'), keys };
    const linked = table('typed', {
      source,
      columns: [column('airport', 'Airport'), column('note', 'Note', '[c1]'), column('both', 'Both', '[City] & [Note]')],
    });
    const renamed = after(documentOf(airports, linked), renameColumn('airports', 'code', 'Code'), renameColumn('airports', 'city', 'Town'));
    expect(formulasOf(renamed, 'typed')).toEqual(['[Code]', '[c1]', '[Town] & [Note]']);
    expect(elementsOf(renamed)[1]).toMatchObject({ source: { keys: [{ column: 'Code', columnId: 'k1' }] } });
  });

  test('is left in a union where other sources may give the same name', () => {
    const union: Source = { kind: 'union', sources: [from('airports'), from('more')] };
    const more = table('more', { columns: [column('code', 'Airport')] });
    const united = formulas('united', union, '[Airport]', '[City]');
    const before = documentOf(airports, more, united);
    expect(formulasOf(after(before, renameColumn('airports', 'code', 'Code')), 'united')).toEqual(['[Airport]', '[City]']);
    expect(formulasOf(after(before, renameColumn('airports', 'city', 'Town')), 'united')).toEqual(['[Airport]', '[Town]']);
  });

  test('has its name back when it is renamed back', () => {
    const before = documentOf(
      airports,
      formulas('joined', join(flights, from('airports')), '[Airports Airport]', '[Airports/Airport]', '[City]'),
    );
    const told = (columnId: string, name: string) => ({ ...renameColumn('airports', columnId, name), known });
    const there = after(before, told('code', 'Code'), told('city', 'Town'));
    expect(formulasOf(there, 'joined')).toEqual(['[Code]', '[Airports/Code]', '[Town]']);
    expect(after(there, told('city', 'City'), told('code', 'Airport'))).toEqual(before);
  });

  test('that is not there, or has the name of another one, is refused', () => {
    expect(applyChange(documentOf(airports), renameColumn('airports', 'gone', 'Town'), 'workbook').kind).toBe('refused');
    expect(applyChange(documentOf(airports), renameColumn('airports', 'city', 'AIRPORT'), 'workbook').kind).toBe('refused');
    expect(applyChange(documentOf(text('words')), renameColumn('words', 'city', 'Town'), 'workbook').kind).toBe('refused');
  });
});

describe('an element that is renamed', () => {
  test('is renamed in every formula that names it', () => {
    const reader = formulas('reader', from('airports'), '[Airports/City]', 'Lookup([Airports/City], [City], [Airports/Airport])');
    const other = chart('other', {
      columns: [column('origin'), column('delay', 'delay', 'Rollup(Count(), [origin], [Airports/Airport])')],
    });
    const renamed = after(documentOf(airports, reader, other), renameElement('airports', 'Places'));
    expect(formulasOf(renamed, 'reader')).toEqual(['[Places/City]', 'Lookup([Places/City], [City], [Places/Airport])']);
    expect(formulasOf(renamed, 'other')).toEqual(['[origin]', 'Rollup(Count(), [origin], [Places/Airport])']);
  });

  test('is not taken for a table of the warehouse that is called alike', () => {
    const same = table('same', { name: 'Flights' });
    const renamed = after(documentOf(same, formulas('reader', flights, '[Flights/origin]')), renameElement('same', 'Departures'));
    expect(formulasOf(renamed, 'reader')).toEqual(['[Flights/origin]']);
  });

  test('may be a control: formulas follow its label, unless a column is meant', () => {
    const control: ControlElement = {
      kind: 'control',
      id: 'genre',
      name: 'Genre',
      control: 'list',
      label: 'Genre',
      choices: { values: [] },
      multiple: true,
      initial: [],
      layout,
    };
    const bound = formulas('bound', flights, 'Contains([genre], [origin])');
    const taken = table('taken', { columns: [column('kind', 'Kind', '[Genre]'), column('upper', 'Upper', 'Upper([Genre])')] });
    const renamed = after(documentOf(control, bound, taken), renameElement('genre', 'Kind'));
    expect(elementsOf(renamed)[0]).toMatchObject({ name: 'Kind', label: 'Kind' });
    expect(formulasOf(renamed, 'bound')).toEqual(['Contains([Kind], [origin])']);
    expect(formulasOf(renamed, 'taken')).toEqual(['[Genre]', 'Upper([Genre])']);
  });
});

test('only elements in which something is renamed are changed, and others are told by reference', () => {
  const before = documentOf(airports, formulas('reader', flights, '[Airports/City]'), text('words'), table('alone'));
  expect(changedElements(before, after(before, renameColumn('airports', 'city', 'Town')))).toEqual(['airports', 'reader']);
  expect(changedElements(before, after(before, put(text('words', 'More'))))).toEqual(['words']);
});
