import { expect, it } from 'vitest';
import { checkDefinition } from '../../src/workbooks/check-definition.ts';
import type { Element } from '../../src/workbooks/definition.ts';
import { elementsOf } from '../../src/workbooks/references.ts';
import { withoutInputTables } from '../../src/workbooks/without-input-tables.ts';
import { documentOf, flights, from, layout, table } from './documents.ts';

const targets: Element = { kind: 'input-table', id: 'targets', name: 'Targets *2027*', layout, inputTableId: 'it1', editableIn: 'draft' };

it('a copy has a note where an input table stood, and goes on reading from it', () => {
  const joined = table('joined', {
    source: { kind: 'join', type: 'left', left: flights, right: from('targets'), rightName: 'r', on: [{ left: 'a', right: 'a' }] },
  });
  const copy = withoutInputTables(documentOf(targets, joined), 'Budget');
  const [note, reading] = elementsOf(copy);
  expect(note).toMatchObject({ kind: 'text', id: 'targets', name: 'Targets *2027*' });
  expect(note?.kind === 'text' ? note.text : '').toContain('**Targets \\*2027\\***');
  expect(reading).toMatchObject({ source: { right: { kind: 'input-table', inputTableId: 'it1' } } });
  expect(checkDefinition(copy, 'workbook')).toEqual([]);
});

it('a copy of what has no input tables is the same', () => {
  const definition = documentOf(table('t'));
  expect(withoutInputTables(definition, 'x')).toEqual(definition);
});
