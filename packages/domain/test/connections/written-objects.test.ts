import { isHiddenObject, isHiddenSchema } from '@penstock/domain/connections/written-objects';
import { expect, test } from 'vitest';

const hidden = {
  schemas: [
    { database: 'w', schema: 'wb_a' },
    { database: 'w', schema: 'elog' },
  ],
  objects: [{ database: 'w', schema: 'wb_former', table: 'uploaded' }],
};
const table = (schema: string, name: string) => ({ database: 'w', schema, table: name });

test('R2: destinations and the log schema are hidden with all that is in them, others are not', () => {
  expect(isHiddenSchema(hidden, { database: 'w', schema: 'wb_a' })).toBe(true);
  expect(isHiddenSchema(hidden, { database: 'w', schema: 'WB_A' })).toBe(false);
  expect(isHiddenObject(hidden, table('elog', 'anything'))).toBe(true);
  expect(isHiddenObject(hidden, table('src', 'orders'))).toBe(false);
});

test('R2: whatever bears the prefix is hidden anywhere, in any case', () => {
  expect(isHiddenObject(hidden, table('src', 'sigds_x'))).toBe(true);
  expect(isHiddenObject(hidden, table('src', 'SIGDS_WAL_1'))).toBe(true);
  expect(isHiddenSchema(hidden, { database: 'w', schema: 'Sigds_s' })).toBe(true);
  expect(isHiddenObject(hidden, table('src', 'sigd_s'))).toBe(false);
});

test('R2: registered objects of a former destination are hidden, its other tables are not', () => {
  expect(isHiddenObject(hidden, table('wb_former', 'uploaded'))).toBe(true);
  expect(isHiddenObject(hidden, table('wb_former', 'customers'))).toBe(false);
});
