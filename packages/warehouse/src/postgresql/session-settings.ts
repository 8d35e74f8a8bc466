/**
 * What the results of a session depend on: zone and date style of dates as text, names found in the system catalog only
 * (no function or operator that somebody put into `public`), time limits, and whether it may write.
 */
import type { Statement } from '../port.ts';

const settings = [
  ['TimeZone', 'UTC'],
  ['DateStyle', 'ISO, YMD'],
  ['IntervalStyle', 'iso_8601'],
  ['standard_conforming_strings', 'on'],
  ['search_path', 'pg_catalog'],
  // A table that is read page by page without a sort begins at the same row each time.
  ['synchronize_seqscans', 'off'],
] as const;

export interface SessionStart {
  readonly readOnly: boolean;
  readonly role?: string;
  readonly applicationName: string;
  readonly statementTimeoutMs: number;
}

/** The first statement of a session; answers with who is signed in. */
export function beginSession({ readOnly, role, applicationName, statementTimeoutMs }: SessionStart): Statement {
  const all: readonly Setting[] = [
    ...settings,
    ['statement_timeout', String(statementTimeoutMs)],
    ['application_name', applicationName],
    ['default_transaction_read_only', readOnly ? 'on' : 'off'],
    ...roleSetting(role),
  ];
  const calls = all.map((_, index) => `pg_catalog.set_config($${index * 2 + 1}, $${index * 2 + 2}, false)`);
  return { text: `SELECT session_user::pg_catalog.text, ${calls.join(', ')}`, parameters: all.flat() };
}

/**
 * Before each exchange of a session that only reads. What people read may be a view that calls a function of its maker,
 * and that runs with the reader's rights: it cannot write in this transaction, but it can change the session's settings
 * for the next one. They are settled anew, so that nothing carries over from one reader to another (P15).
 */
export function settleAgain(role: string | undefined): Statement {
  return settling([...settings, ['transaction_read_only', 'on'], ...roleSetting(role)], true);
}

/** The same for the transactions that follow, where the next statement has to stand alone. */
export function settleForNext(role: string | undefined): Statement {
  return settling([...settings, ['default_transaction_read_only', 'on'], ...roleSetting(role)], false);
}

type Setting = readonly [name: string, value: string];

function settling(all: readonly Setting[], onlyNow: boolean): Statement {
  const calls = all.map(([name], index) => `pg_catalog.set_config('${name}', $${index + 1}, ${onlyNow})`);
  return { text: `SELECT ${calls.join(', ')}`, parameters: all.map(([, value]) => value) };
}

function roleSetting(role: string | undefined): readonly Setting[] {
  return role === undefined ? [] : [['role', role]];
}
