import { expect, test } from 'vitest';
import type { DecidingFacts } from '../../src/execution-identity/decide.ts';
import { decide } from '../../src/execution-identity/decide.ts';
import type { Purpose } from '../../src/execution-identity/purpose.ts';

type Answer = 'person' | 'service' | 'own' | 'no-service-account' | 'no-edit-log' | 'write-access-off';

/**
 * Written by hand from the requirements, not from the code. Columns: kind of connection, then whether it has a service
 * account, write access and a place for the edit log.
 */
const columns = [
  ['static', false, false, false],
  ['static', false, true, false],
  ['static', false, true, true],
  ['oauth', false, false, false],
  ['oauth', false, true, true],
  ['oauth', true, false, true],
  ['oauth', true, true, false],
  ['oauth', true, true, true],
] as const;

const off = 'write-access-off';
const noLog = 'no-edit-log';
const noSA = 'no-service-account';

// prettier-ignore
const table: Readonly<Record<Purpose, readonly Answer[]>> = {
  //                    static, -     write         write+log  oauth, -  write+log  SA+log     SA+write   all
  'catalog':          ['own',  'own',  'own',     'person', 'person', 'person',  'person',  'person'],
  'read-input-table': ['own',  'own',  'own',     'person', 'person', 'person',  'person',  'person'],
  'probe':            [off,    'own',  'own',     off,      'person', off,       'person',  'person'],
  'sweep':            [off,    'own',  'own',     off,      'person', off,       'person',  'person'],
  'apply':            [off,    'own',  'own',     off,      'person', off,       'person',  'person'],
  'rebuild':          [off,    'own',  'own',     off,      'person', off,       'person',  'person'],
  'log-append':       [off,    noLog,  'own',     off,      noSA,     off,       noLog,     'service'],
  'log-read':         [noLog,  noLog,  'own',     noLog,    noSA,     'service', noLog,     'service'],
  'connection-test':  ['own',  'own',  'own',     noSA,     noSA,     'service', 'service', 'service'],
  'governance':       ['own',  'own',  'own',     noSA,     noSA,     'service', 'service', 'service'],
};

function factsOf([authentication, hasServiceAccount, writeAccess, hasLog]: (typeof columns)[number]): DecidingFacts {
  const editLogDestination = hasLog ? { database: 'd', schema: 'elog' } : null;
  return { id: 'c', generation: 7, authentication, hasServiceAccount, writeAccess, editLogDestination };
}

const cases = Object.entries(table).flatMap(([purpose, answers]) =>
  columns.map((column, index) => ({ purpose: purpose as Purpose, column, expected: answers[index] })),
);

test.each(cases)('P13: $purpose on $column runs as $expected', ({ purpose, column, expected }) => {
  const decision = decide(purpose, factsOf(column), 'm');
  if (decision.kind === 'refuse') {
    expect(decision.why).toBe(expected);
    return;
  }
  const { principal } = decision.identity;
  expect({ person: 'person', 'service-account': 'service', 'connection-credential': 'own' }[principal.kind]).toBe(expected);
  if (principal.kind === 'person') expect(principal.memberId).toBe('m');
  expect(decision.identity).toMatchObject({ purpose, connectionId: 'c', connectionGeneration: 7 });
  expect(decision.identity.reason).not.toBe('');
});

test('R27: whatever is configured, a person never runs the log and the service account never writes data', () => {
  for (const { purpose, column } of cases) {
    const decision = decide(purpose, factsOf(column), 'm');
    if (decision.kind === 'refuse') continue;
    const { kind } = decision.identity.principal;
    if (purpose.startsWith('log-')) expect(kind).not.toBe('person');
    else if (purpose !== 'connection-test' && purpose !== 'governance') expect(kind).not.toBe('service-account');
  }
});
