import { expect, test } from 'vitest';
import { decide } from '../../src/execution-identity/decide.ts';
import type { Decision } from '../../src/execution-identity/decide.ts';
import { everyDataPermission } from '../../src/execution-identity/facts.ts';
import type { DecidingFacts, DocumentFacts, PersonFacts } from '../../src/execution-identity/facts.ts';
import { documentPurposes, lookPurposes, writePurposes } from '../../src/execution-identity/purpose.ts';
import type { DocumentPurpose, LookPurpose, Purpose, WritePurpose } from '../../src/execution-identity/purpose.ts';
import { tableRowOf } from '../../src/execution-identity/table-row.ts';

type OtherPurpose = Exclude<Purpose, DocumentPurpose>;
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
const table: Readonly<Record<OtherPurpose, readonly Answer[]>> = {
  //                    static, -     write         write+log  oauth, -  write+log  SA+log     SA+write   all
  'catalog':          ['own',  'own',  'own',     'person', 'person', 'person',  'person',  'person'],
  'list-roles':       ['own',  'own',  'own',     'person', 'person', 'person',  'person',  'person'],
  'describe-source':  ['own',  'own',  'own',     'person', 'person', 'person',  'person',  'person'],
  'read-input-table': ['own',  'own',  'own',     'person', 'person', 'person',  'person',  'person'],
  'upload':           [off,    'own',  'own',     off,      'person', off,       'person',  'person'],
  'create-view':      [off,    'own',  'own',     off,      'person', off,       'person',  'person'],
  'probe':            [off,    'own',  'own',     off,      'person', off,       'person',  'person'],
  'sweep':            ['own',  'own',  'own',     'person', 'person', 'person',  'person',  'person'],
  'apply':            [off,    noLog,  'own',     off,      noSA,     off,       noLog,     'person'],
  'rebuild':          [off,    noLog,  'own',     off,      noSA,     off,       noLog,     'person'],
  'log-append':       [off,    noLog,  'own',     off,      noSA,     off,       noLog,     'service'],
  'log-read':         [noLog,  noLog,  'own',     noLog,    noSA,     'service', noLog,     'service'],
  'connection-test':  ['own',  'own',  'own',     noSA,     noSA,     'service', 'service', 'service'],
  'governance':       ['own',  'own',  'own',     noSA,     noSA,     'service', 'service', 'service'],
};

function factsOf([authentication, hasServiceAccount, writeAccess, hasLog]: (typeof columns)[number]): DecidingFacts {
  const editLogDestination = hasLog ? { database: 'd', schema: 'elog' } : null;
  const oauth = authentication === 'static' ? null : ({ level: 'organization', audience: 'a', scopes: [] } as const);
  return { id: 'c', generation: 7, authentication, oauth, hasServiceAccount, roleAttribute: null, writeAccess, editLogDestination };
}

const anyone: PersonFacts = { memberId: 'm', signIn: 'unknown', dataPermission: everyDataPermission, role: null };

const cases = Object.entries(table).flatMap(([purpose, answers]) =>
  columns.map((column, index) => ({ purpose: purpose as OtherPurpose, column, expected: answers[index] })),
);

test.each(cases)('P13: $purpose on $column runs as $expected', ({ purpose, column, expected }) => {
  const decision = decide({ purpose, connection: factsOf(column), person: anyone });
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
    const decision = decide({ purpose, connection: factsOf(column), person: anyone });
    if (decision.kind === 'refuse') continue;
    const { kind } = decision.identity.principal;
    if (purpose.startsWith('log-')) expect(kind).not.toBe('person');
    else if (purpose !== 'connection-test' && purpose !== 'governance') expect(kind).not.toBe('service-account');
  }
});

const everything: DecidingFacts = factsOf(['oauth', true, true, true]);
const ownConnection: DecidingFacts = factsOf(['static', false, true, true]);

/** A published element as it is, by a person who may view it, of a document whose toggle is on. */
const opened: DocumentFacts = {
  runsAsServiceAccount: true,
  version: 'published',
  approved: true,
  covered: true,
  interaction: 'as-published',
  right: 'view',
  ownerMayRead: true,
};

function ask(
  purpose: DocumentPurpose,
  document: Partial<DocumentFacts>,
  connection: DecidingFacts = everything,
  person: Partial<PersonFacts> = {},
): Decision {
  return decide({ purpose, connection, person: { ...anyone, ...person }, document: { ...opened, ...document } });
}

function said(decision: Decision): string {
  return decision.kind === 'refuse' ? decision.why : `${decision.identity.principal.kind}: ${decision.identity.rule}`;
}

test('R42: a published element of a service-account document runs as the service account, also for further rows and downloads', () => {
  for (const purpose of ['view', 'page', 'export', 'schedule', 'materialize', 'overlay'] as const)
    expect(said(ask(purpose, {}))).toBe('service-account: approved-version');
});

test('R45: without the toggle everything is the own sign-in of the person who asks', () => {
  for (const purpose of documentPurposes)
    expect(said(ask(purpose, { runsAsServiceAccount: false, right: 'edit' }))).toBe('person: toggle-off');
});

test('R41: a static part rests on the data permission of the owner, whatever the toggle says', () => {
  for (const runsAsServiceAccount of [true, false]) {
    expect(said(ask('view', { runsAsServiceAccount }, ownConnection))).toBe('connection-credential: owner-permission');
    expect(said(ask('view', { runsAsServiceAccount, ownerMayRead: false }, ownConnection))).toBe('owner-lacks-data-permission');
  }
});

test('R54: a draft, an exploration and a version that nobody approved never run as the service account', () => {
  expect(said(ask('view', { version: 'draft' }))).toBe('person: draft');
  expect(said(ask('explore', { right: 'explore' }))).toBe('person: exploration');
  expect(said(ask('export', { interaction: 'other', right: 'explore' }))).toBe('person: exploration');
  expect(said(ask('view', { approved: false }))).toBe('version-awaits-approval');
});

test('P14: a part that should run as the service account and cannot is refused, never run as somebody else', () => {
  expect(said(ask('view', {}, { ...everything, hasServiceAccount: false }))).toBe('no-service-account');
  const independent = { ...everything, oauth: { level: 'independent', audience: 'a', scopes: [] } } as const;
  expect(said(ask('view', {}, independent))).toBe('service-account-not-applicable');
});

test('R52: a connection that the approval does not cover keeps running as the person', () => {
  expect(said(ask('view', { covered: false }))).toBe('person: not-covered');
  expect(said(ask('view', { covered: false }, everything, { signIn: 'none' }))).toBe('sign-in-needed');
});

test('R55: nothing runs for those whom the document is not shared with, nor an exploration for those who may only view', () => {
  for (const purpose of documentPurposes) expect(said(ask(purpose, { right: null }))).toBe('no-right-on-document');
  expect(said(ask('explore', { right: 'view' }))).toBe('explore-right-needed');
});

test('P13: the sources of a document and its toggle select the row of the table', () => {
  const row = (oauthConnections: number, staticConnections: number, runsAsServiceAccount: boolean): string =>
    tableRowOf({ oauthConnections, staticConnections, runsAsServiceAccount });
  expect([row(0, 2, true), row(1, 0, true), row(1, 1, false), row(2, 0, true), row(3, 1, false)]).toEqual([
    'static-only',
    'one-oauth-on',
    'oauth-and-static-off',
    'several-oauth-on',
    'oauth-and-static-off',
  ]);
});

test('R41: where an attribute chooses the role, people read in their own role, write with the login, and do not read without one', () => {
  const connection: DecidingFacts = { ...ownConnection, roleAttribute: 'region' };
  const roleOf = (decision: Decision): string | null => (decision.kind === 'refuse' ? decision.why : decision.identity.role);
  expect(roleOf(ask('view', {}, connection, { role: 'emea' }))).toBe('emea');
  expect(roleOf(ask('export', {}, connection, { role: null }))).toBe('no-role');
  expect(roleOf(ask('view', {}, ownConnection, { role: 'emea' }))).toBe(null);
  const roleFor = (purpose: 'catalog' | 'apply' | 'read-input-table'): string | null =>
    roleOf(decide({ purpose, connection, person: { ...anyone, role: 'emea' } }));
  expect([roleFor('catalog'), roleFor('apply'), roleFor('read-input-table')]).toEqual(['emea', null, null]);
});

test('R49: where people sign in themselves they read in the role that they chose; nobody else takes it, and writes need none', () => {
  const roleOf = (decision: Decision): string | null => (decision.kind === 'refuse' ? decision.why : decision.identity.role);
  const person = { ...anyone, role: 'analyst' };
  const reading = ['view', 'page', 'explore', 'export', 'schedule'] as const;
  for (const purpose of reading) {
    expect(roleOf(ask(purpose, { runsAsServiceAccount: false, right: 'explore' }, everything, person))).toBe('analyst');
    expect(roleOf(ask(purpose, { version: 'draft', right: 'explore' }, everything, person))).toBe('analyst');
  }
  expect(roleOf(ask('view', { runsAsServiceAccount: true, version: 'published' }, everything, person))).toBe(null);
  for (const purpose of ['overlay', 'history'] as const)
    expect(roleOf(ask(purpose, { runsAsServiceAccount: false }, everything, person))).toBe(null);
  const roleFor = (purpose: WritePurpose | LookPurpose): string | null => roleOf(decide({ purpose, connection: everything, person }));
  expect([...lookPurposes, ...writePurposes].filter((purpose) => roleFor(purpose) !== null)).toEqual(['catalog', 'describe-source']);
});

test('R59: what runs as a person needs their sign-in, what runs as the service account or on own credentials does not', () => {
  for (const signIn of ['none', 'ended'] as const) {
    const person = { signIn };
    expect(said(ask('view', { runsAsServiceAccount: false }, everything, person))).toBe('sign-in-needed');
    expect(said(ask('view', { version: 'draft' }, everything, person))).toBe('sign-in-needed');
    expect(said(ask('explore', { right: 'explore' }, everything, person))).toBe('sign-in-needed');
    expect(said(ask('history', {}, everything, person))).toBe('sign-in-needed');
    expect(said(decide({ purpose: 'apply', connection: everything, person: { ...anyone, signIn } }))).toBe('sign-in-needed');
    expect(said(decide({ purpose: 'catalog', connection: everything, person: { ...anyone, signIn } }))).toBe('sign-in-needed');
    expect(said(ask('view', {}, everything, person))).toBe('service-account: approved-version');
    expect(said(ask('view', {}, ownConnection, person))).toBe('connection-credential: owner-permission');
  }
  expect(said(ask('history', {}))).toBe('person: past-values');
});

test('R61: on a static connection people write, look around and build with a data permission of their own', () => {
  const without = { dataPermission: { use: false, write: false } };
  const decided = (purpose: 'apply' | 'upload' | 'catalog' | 'describe-source') =>
    said(decide({ purpose, connection: ownConnection, person: { ...anyone, ...without } }));
  expect([decided('apply'), decided('upload'), decided('catalog'), decided('describe-source')]).toEqual(
    Array.from({ length: 4 }, () => 'no-data-permission'),
  );
  expect(said(ask('materialize', {}, ownConnection, without))).toBe('no-data-permission');
  expect(said(ask('materialize', {}, { ...everything, writeAccess: false }))).toBe('write-access-off');
});
