import { findIntruders } from '@penstock/domain/connections/log-writers';
import type { LogWriter } from '@penstock/domain/connections/log-writers';
import { expect, test } from 'vitest';

const guard = { ownAccount: 'svc', accountsOfSchema: ['svc', 'svc2'] };
const writer = (facts: Partial<LogWriter>): LogWriter => ({
  what: 'table',
  role: 'svc',
  privilege: 'INSERT',
  superuser: false,
  members: [],
  ...facts,
});
const told = (...writers: LogWriter[]) =>
  findIntruders(writers, guard).map(({ writer: { role, privilege }, via }) => [role, privilege, via]);

test('R25: the own service account is nobody to report, nor is another one in the shared schema', () => {
  expect(
    told(
      writer({ privilege: 'OWNER' }),
      writer({ what: 'schema', privilege: 'CREATE' }),
      writer({ what: 'schema', role: 'svc2', privilege: 'CREATE' }),
    ),
  ).toEqual([]);
});

test('R35: the service account of another connection may not write this log itself', () => {
  expect(told(writer({ role: 'svc2' }))).toEqual([['svc2', 'INSERT', null]]);
});

test('R25: a person, PUBLIC and a group are reported, each with what they hold', () => {
  expect(
    told(writer({ role: 'alice' }), writer({ role: 'PUBLIC', privilege: 'DELETE' }), writer({ role: 'editors', members: ['bob'] })),
  ).toEqual([
    ['alice', 'INSERT', null],
    ['PUBLIC', 'DELETE', null],
    ['editors', 'INSERT', null],
  ]);
});

test('R25: who is a member of the service account is reported once, however many privileges it has', () => {
  expect(told(writer({ privilege: 'OWNER', members: ['alice'] }), writer({ privilege: 'INSERT', members: ['alice'] }))).toEqual([
    ['svc', 'OWNER', 'alice'],
  ]);
});

test('R25: members of the role that may write everything are reported, the role itself is not', () => {
  expect(told(writer({ what: 'server', role: 'pg_write_all_data', privilege: 'MEMBER', members: ['loader'] }))).toEqual([
    ['pg_write_all_data', 'MEMBER', 'loader'],
  ]);
});

test('R25: a superuser that owns the schema is left to the note about superusers', () => {
  expect(told(writer({ what: 'schema', role: 'postgres', privilege: 'OWNER', superuser: true }))).toEqual([]);
});
