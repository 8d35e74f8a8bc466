/** P29: whatever people type as names and values, it never becomes the structure of a statement. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderPlan } from '@penstock/warehouse/queries/render-plan';
import { ask, column, connectionId, control, engineNames, filter, planOf, startQueryEngine, table } from './query-engines.ts';
import type { QueryEngine, TestTable } from './query-engines.ts';

const hostile = [
  `"; drop table victim; --`,
  `' or 1 = 1 --`,
  `a"b""c`,
  `$$ $1 $2 $tag$`,
  `/* open`,
  `*/ close`,
  `back\\slash \\' \\"`,
  `line\nbreak\r\n\ttab`,
  `\u202egnp.exe\u2066`,
  `select`,
  `{0} \${name} %s :x ?`,
  `Zürich 東京 😀`,
  ` leading and trailing `,
  `source:x`,
  `__proto__`,
] as const;

/** Legal in a warehouse too, unlike longer ones. */
const tables: readonly TestTable[] = [
  { name: 'victim', columns: [{ name: 'a', type: 'text', sql: 'text', engineType: 'text' }], rows: [['still here']] },
  ...hostile.map((name, index): TestTable => {
    return {
      name: `${name} ${index}`,
      columns: [
        { name, type: 'text', sql: 'text', engineType: 'text' },
        { name: `${name}2`, type: 'number', sql: 'int', engineType: 'int4' },
      ],
      rows: [
        [name, '1'],
        [`not ${name}`, '2'],
        [null, '3'],
      ],
    };
  }),
];

/** As people write it in a formula. */
const named = (name: string): string => `[${name.replaceAll(/[\\\]/[]/g, '\\$&')}]`;
const quotedText = (text: string): string => `"${text.replaceAll('"', '""')}"`;

describe.each(engineNames)('%s', (engineName) => {
  let engine: QueryEngine;
  beforeAll(async () => {
    engine = await startQueryEngine(engineName, tables);
  });
  afterAll(() => engine.close());

  test.each(hostile.map((name, index) => [name, `${name} ${index}`] as const))('P29: %j as a name and as a value', async (name, of) => {
    const element = {
      ...table(name, of, {
        columns: [
          { ...column('key', named(name)), name },
          { ...column('same', `If(${named(name)} = ${quotedText(name)}, "yes", "no")`), name: `${name}\n--` },
          { ...column('count', 'Count()', { level: 'g' }), name: `${name}"` },
          { ...column('total', `Sum(${named(`${name}2`)})`, { level: 'total' }), name: `total ${name}` },
          { ...column('share', `${named(`${name}2`)} * 6 / ${named(`total ${name}`)}`), name: `share ${name}` },
        ],
        groupings: [{ id: 'g', keys: ['key'], collapsed: false }],
        filters: [filter('key', { kind: 'list', mode: 'include', values: [name] })],
      }),
      id: 'element',
    };
    expect(await ask(engine, { elements: [element], made: tables })).toEqual([[name, 'yes', '1', '6']]);
    const texts = ['contains', 'starts-with', 'ends-with', 'equals'] as const;
    for (const operator of texts) {
      const filters = [filter('key', { kind: 'text', operator, text: name, caseSensitive: true })];
      const expected = operator === 'contains' || operator === 'ends-with' ? 2 : 1;
      expect(await ask(engine, { elements: [{ ...element, filters }], made: tables })).toHaveLength(expected);
    }
    const controlled = { ...element, filters: [filter('key', { kind: 'control', controlId: 'c' })] };
    const elements = [controlled, control('c', 'list')];
    expect(await ask(engine, { elements, made: tables, controls: new Map([['c', [name]]]) })).toHaveLength(1);
    expect(await ask(engine, { elements: [table('v', 'victim', { columns: [column('a', '[a]')] })], made: tables })).toEqual([
      ['still here'],
    ]);
  });

  test.each(hostile.map((name, index) => [name, `${name} ${index}`] as const))(
    'P29: what a person copies with %j in it is the same query',
    async (name, of) => {
      const element = table('Copied', of, {
        columns: [column('key', named(name)), column('text', quotedText(name))],
        filters: [filter('key', { kind: 'list', mode: 'include', values: [name] })],
      });
      const { readable, statement } = renderPlan(planOf(engine, { elements: [element], made: tables }), engine.dialect);
      expect(statement.parameters).toContain(name);
      expect(await engine.run({ text: readable, parameters: [] })).toEqual([[name, name]]);
    },
  );

  test('P29: names and values that no engine can hold are made fit, or equal nothing', async () => {
    const long = 'x'.repeat(200);
    const element = table('Long', 'victim', {
      name: `Long\0${'y'.repeat(100)}`,
      columns: ['a\0b', long, `${long}!`, '\ud800', '', 'é'.repeat(60)].map((name, index) => ({ ...column(String(index), '[a]'), name })),
      filters: [filter('0', { kind: 'list', mode: 'include', values: ['still here', 'x\0y', '\udfff'] })],
      source: { kind: 'warehouse-table', connectionId, schema: 'src', table: 'victim' },
    });
    expect(await ask(engine, { elements: [element], made: tables })).toEqual([Array.from({ length: 6 }, () => 'still here')]);
  });
});
