import { postgresqlPathRules } from '@penstock/domain/connections/schema-path';
import { checkWriteAccess } from '@penstock/domain/connections/write-access';
import { expect, test } from 'vitest';

const rules = postgresqlPathRules('w');
const at = (schema: string) => ({ database: 'w', schema });

test('R5: write access that is on needs a destination; switched off it does not', () => {
  expect(checkWriteAccess({ enabled: true, destinations: [], editLogDestination: null }, '/body', rules, 'oauth')).toMatchObject({
    kind: 'invalid',
    problems: [{ pointer: '/body/destinations' }],
  });
  expect(checkWriteAccess({ enabled: false, destinations: [], editLogDestination: null }, '/body', rules, 'oauth').kind).toBe('valid');
});

test('R5: a blank edit log is legal', () => {
  expect(checkWriteAccess({ enabled: true, destinations: [at('wb_a')], editLogDestination: null }, '/body', rules, 'oauth')).toEqual({
    kind: 'valid',
    settings: { enabled: true, destinations: [at('wb_a')], editLogDestination: null },
  });
});

test('R5: problems of every path are told at once, each at its own place', () => {
  const check = checkWriteAccess(
    { enabled: true, destinations: [at('wb_a'), at(''), { database: '', schema: 's', third: 1 }], editLogDestination: at('') },
    '/body',
    rules,
    'oauth',
  );
  expect(check.kind === 'invalid' && check.problems.map((problem) => problem.pointer)).toEqual([
    '/body/destinations/1/schema',
    '/body/destinations/2/third',
    '/body/destinations/2/database',
    '/body/editLogDestination/schema',
  ]);
});

test('R7: several destinations keep their order; one listed twice is refused', () => {
  const check = checkWriteAccess(
    { enabled: true, destinations: ['wb_c', 'wb_a', 'wb_b'].map(at), editLogDestination: at('elog') },
    '/body',
    rules,
    'oauth',
  );
  expect(check.kind === 'valid' && check.settings.destinations.map((path) => path.schema)).toEqual(['wb_c', 'wb_a', 'wb_b']);
  expect(
    checkWriteAccess({ enabled: true, destinations: [at('wb_a'), at('wb_a')], editLogDestination: null }, '', rules, 'oauth').kind,
  ).toBe('invalid');
});

test('R61: a static connection has one write schema, which also holds its edit log', () => {
  expect(
    checkWriteAccess({ enabled: true, destinations: [at('old_wb')], editLogDestination: at('old_wb') }, '', rules, 'static').kind,
  ).toBe('valid');
  expect(checkWriteAccess({ enabled: true, destinations: [at('old_wb')], editLogDestination: at('elog') }, '', rules, 'static').kind).toBe(
    'invalid',
  );
  expect(
    checkWriteAccess({ enabled: true, destinations: [at('old_wb'), at('b')], editLogDestination: null }, '', rules, 'static').kind,
  ).toBe('invalid');
});
