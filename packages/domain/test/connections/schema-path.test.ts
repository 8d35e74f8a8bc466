import { checkSchemaPath, postgresqlPathRules, samePath } from '@penstock/domain/connections/schema-path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const rules = postgresqlPathRules('warehouse');
const pointersOf = (input: Record<string, unknown>) => {
  const check = checkSchemaPath(input, '/p', rules);
  return check.kind === 'valid' ? [] : check.problems.map((problem) => problem.pointer);
};

describe('R5: a path has two parts, neither empty, each any legal name', () => {
  test('R5: an empty or absent part is a field error at that part', () => {
    expect(pointersOf({ database: '', schema: 'wb_a' })).toEqual(['/p/database']);
    expect(pointersOf({ database: 'warehouse', schema: '' })).toEqual(['/p/schema']);
    expect(pointersOf({})).toEqual(['/p/database', '/p/schema']);
  });

  test('R5: a third part is a field error that names it', () => {
    expect(pointersOf({ database: 'warehouse', schema: 'wb_a', table: 't' })).toEqual(['/p/table']);
    expect(pointersOf({ database: 'warehouse', schema: 'wb_a', 'a/b~c': '' })).toEqual(['/p/a~1b~0c']);
  });

  test.each(['wb-a', 'Mixed Case', ' leading', 'a"b', "a'b", 'a.b', 'x"; drop schema src cascade; --', 'Ünïcode', '/* */'])(
    'R5: %j is a legal name and is kept as it is',
    (schema) => {
      expect(checkSchemaPath({ database: 'warehouse', schema }, '/p', rules)).toEqual({
        kind: 'valid',
        path: { database: 'warehouse', schema },
      });
    },
  );

  test('R5: every well-formed name of up to 63 bytes is kept exactly; a longer one, which PostgreSQL would cut, is refused', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 }), (schema) => {
        const check = checkSchemaPath({ database: 'warehouse', schema }, '/p', rules);
        const legal = !schema.includes('\u0000') && schema.isWellFormed() && new TextEncoder().encode(schema).length <= 63;
        expect(check.kind).toBe(legal ? 'valid' : 'invalid');
        if (check.kind === 'valid') expect(check.path.schema).toBe(schema);
      }),
    );
  });

  test('R5: NUL and half a surrogate pair can be no name', () => {
    expect(pointersOf({ database: 'warehouse', schema: 'a\u0000b' })).toEqual(['/p/schema']);
    expect(pointersOf({ database: 'warehouse', schema: 'a\ud800' })).toEqual(['/p/schema']);
  });

  test('R5: on PostgreSQL the database is the one of the connection', () => {
    expect(pointersOf({ database: 'other', schema: 'wb_a' })).toEqual(['/p/database']);
    expect(pointersOf({ database: 'Warehouse', schema: 'wb_a' })).toEqual(['/p/database']);
  });
});

test('paths are the same only letter by letter', () => {
  expect(samePath({ database: 'w', schema: 'wb_a' }, { database: 'w', schema: 'wb_a' })).toBe(true);
  expect(samePath({ database: 'w', schema: 'wb_a' }, { database: 'w', schema: 'WB_A' })).toBe(false);
});
