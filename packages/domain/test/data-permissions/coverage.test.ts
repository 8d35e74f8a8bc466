import { expect, test } from 'vitest';
import { mayReadSource, mayReadTable, maySeeSchema, mayUse, mayWrite } from '../../src/data-permissions/coverage.ts';
import type { DataGrant } from '../../src/data-permissions/coverage.ts';

const onConnection: DataGrant = { permission: 'can-use', schema: null, table: null };
const onSchema: DataGrant = { permission: 'can-use', schema: 'src', table: null };
const onTable: DataGrant = { permission: 'can-use', schema: 'src', table: 'orders' };
const writeOnly: DataGrant = { permission: 'can-write-only', schema: null, table: null };

test('R41: a data permission covers what lies below the level it is given on, and nothing beside', () => {
  const reads = (grants: readonly DataGrant[]) =>
    [
      ['src', 'orders'],
      ['src', 'people'],
      ['hr', 'orders'],
    ].map(([schema = '', table = '']) => mayReadTable(grants, schema, table));
  expect(reads([onConnection])).toEqual([true, true, true]);
  expect(reads([onSchema])).toEqual([true, true, false]);
  expect(reads([onTable])).toEqual([true, false, false]);
  expect(reads([writeOnly])).toEqual([false, false, false]);
  expect(reads([])).toEqual([false, false, false]);
});

test('R41: custom SQL may name any table, so it needs the permission on the whole connection', () => {
  const sql = { kind: 'custom-sql', connectionId: 'c', sql: 'select 1' } as const;
  expect(mayReadSource([onConnection], sql)).toBe(true);
  expect(mayReadSource([onSchema, onTable, writeOnly], sql)).toBe(false);
});

test('R61: who may only write reads the input tables of the connection and nothing else', () => {
  expect(mayReadSource([writeOnly], { kind: 'input-table', connectionId: 'c', inputTableId: 't' })).toBe(true);
  expect([mayWrite([writeOnly]), mayUse([writeOnly])]).toEqual([true, false]);
  expect([mayWrite([onSchema]), mayUse([onSchema])]).toEqual([false, true]);
});

test('R41: a schema is seen by those who may read something in it', () => {
  expect([maySeeSchema([onTable], 'src'), maySeeSchema([onTable], 'hr'), maySeeSchema([writeOnly], 'src')]).toEqual([true, false, false]);
});
