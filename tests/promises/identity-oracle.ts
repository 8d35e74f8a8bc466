/**
 * Who may run what, as data: the oracle of promise P13.
 *
 * Two tables, written from the text of the requirements and from nothing else. The first says as whom a part of a
 * document (one connection that it touches) runs; its first row that fits counts. The second says what forbids it; every
 * row that fits counts, because any of them is an honest reason. A row names the requirement that it was read from, and
 * the facts that it asks for; a fact that it does not name may be anything. Nothing here makes exceptions in code.
 */

const documentPurposes = ['view', 'page', 'explore', 'export', 'schedule', 'materialize', 'overlay', 'history'] as const;
const personsWrites = ['upload', 'create-view', 'apply', 'rebuild', 'probe', 'sweep'] as const;
const personsLooks = ['catalog', 'describe-source', 'read-input-table', 'list-roles'] as const;
const productsOwn = ['log-append', 'log-read', 'connection-test', 'governance'] as const;
const oauth = ['oauth-organization', 'oauth-independent'] as const;

type Purpose =
  | (typeof documentPurposes)[number]
  | (typeof personsWrites)[number]
  | (typeof personsLooks)[number]
  | (typeof productsOwn)[number];

/** The facts of one part, in the flat form in which P13 enumerates them. */
export type OracleFacts = {
  readonly purpose: Purpose;
  readonly connection: 'static' | (typeof oauth)[number];
  readonly serviceAccount: boolean;
  readonly writeAccess: boolean;
  readonly editLog: boolean;
  readonly toggle: 'on' | 'off';
  readonly version: 'draft' | 'published';
  readonly approved: boolean;
  readonly covered: boolean;
  readonly interaction: 'as-published' | 'visible' | 'other';
  readonly right: 'none' | 'view' | 'explore' | 'edit';
  readonly ownerMayRead: boolean;
  readonly personMayRead: boolean;
  readonly personMayWrite: boolean;
  readonly signIn: 'live' | 'ended' | 'none';
  readonly through: 'session' | 'api-key';
};

/** The credential that a part runs with; `person` is whoever asks, schedules or authored, never anybody else. */
export type Principal = 'person' | 'service-account' | 'connection-credential';

/** The reasons for which a part does not run. */
export type RefusalCode =
  | 'no-right-on-document'
  | 'explore-right-needed'
  | 'sign-in-needed'
  | 'owner-lacks-data-permission'
  | 'no-data-permission'
  | 'write-access-off'
  | 'no-edit-log'
  | 'no-service-account'
  | 'service-account-not-applicable'
  | 'version-awaits-approval';

/** The one principal that the text allows, or every refusal that it justifies. */
export type Expected = { readonly run: Principal } | { readonly refuse: readonly RefusalCode[] };

type Conditions = { readonly [Fact in keyof OracleFacts]?: readonly OracleFacts[Fact][] };

/**
 * As whom. D17 needs no row: an API key acts as its member with that member's stored sign-in, so `through` decides
 * nothing anywhere.
 */
const runsAs: readonly { from: string; when: Conditions; run: Principal }[] = [
  // R41: the connection's credential runs it, the toggle does not apply; R46, R47: also beside OAuth parts; R61: also to write.
  { from: 'R41, R46, R47, R61', when: { connection: ['static'] }, run: 'connection-credential' },
  // R24, R25, R27: the log is the service account's alone. D8: with either level of OAuth; R52 is about the toggle only.
  { from: 'R6, R24, R25, R27, R28, D8', when: { purpose: productsOwn }, run: 'service-account' },
  // D11: whatever the toggle says. R10: only its creator may drop a probe table.
  { from: 'R8, R9, R10, R18, R27, D2, D11', when: { purpose: personsWrites }, run: 'person' },
  // The toggle is about one published workbook (R37, R42); what is no document's is looked at with one's own credential.
  { from: 'R37, R45, R59', when: { purpose: personsLooks }, run: 'person' },
  { from: 'R54', when: { version: ['draft'] }, run: 'person' },
  { from: 'R38, R39, R45, R47, R49, R57', when: { toggle: ['off'] }, run: 'person' },
  // D14: anything that is not the published element, its visible columns or its controls. Past values are not shown in it.
  { from: 'D14', when: { interaction: ['other'] }, run: 'person' },
  { from: 'D14', when: { purpose: ['explore', 'history'] }, run: 'person' },
  // D10: "parts on the others keep running as the person", until an Admin (R50) has agreed to more.
  { from: 'D10, R50, R52', when: { covered: [false] }, run: 'person' },
  { from: 'R37, R40, R42, R43, R44, R46, R48, D11, D14', when: {}, run: 'service-account' },
];

/** What forbids it. `runAs` asks for the principal that the table above named; `alone` tells this reason and no other. */
const refusals: readonly {
  from: string;
  when: Conditions;
  runAs?: Principal;
  refuse: RefusalCode;
  alone?: true;
}[] = [
  // R44: without a grant 403 and no statement. Nothing else about the document is told to such a person.
  {
    from: 'R44, R55',
    when: { purpose: documentPurposes, right: ['none'] },
    refuse: 'no-right-on-document',
    alone: true,
  },
  // D14 tells what viewing includes; the rest is exploring, which is a right of its own.
  { from: 'D14', when: { purpose: ['explore'], right: ['view'] }, refuse: 'explore-right-needed' },
  {
    from: 'D14',
    when: { purpose: documentPurposes, interaction: ['other'], right: ['view'] },
    refuse: 'explore-right-needed',
  },
  // D12: "until then the approved version is served", to everybody and with all of its parts.
  // Static parts too: a static-only document is not offered the toggle, so one that has it on is mixed (R46).
  {
    from: 'D12',
    when: { purpose: documentPurposes, toggle: ['on'], version: ['published'], approved: [false] },
    refuse: 'version-awaits-approval',
  },
  // R41: the owner's data permission and not the reader's, in each row of the table, whatever the toggle says.
  {
    from: 'R41, R46, R47',
    when: { purpose: documentPurposes, connection: ['static'], ownerMayRead: [false] },
    refuse: 'owner-lacks-data-permission',
  },
  // R61: who may write is the data permission of the person, as *Can write only* or *Can use*.
  {
    from: 'R61',
    when: { purpose: [...personsWrites, 'materialize'], connection: ['static'], personMayWrite: [false] },
    refuse: 'no-data-permission',
  },
  // Where no document lends its owner's permission, the person's own counts.
  {
    from: 'R41',
    when: { purpose: ['catalog', 'describe-source', 'list-roles'], connection: ['static'], personMayRead: [false] },
    refuse: 'no-data-permission',
  },
  // R61: who *can write only* makes and edits input tables, so they too may learn what they may do there.
  {
    from: 'R41, R61',
    when: {
      purpose: ['read-input-table'],
      connection: ['static'],
      personMayRead: [false],
      personMayWrite: [false],
    },
    refuse: 'no-data-permission',
  },
  // R5, D3: destinations are part of write access. A sweep needs none: R10, P9: what a probe left is removed.
  // Reading the log needs none: D1: nothing acknowledged is hidden.
  {
    from: 'R5, R61, D3',
    when: {
      purpose: ['materialize', 'upload', 'create-view', 'apply', 'rebuild', 'probe', 'log-append'],
      writeAccess: [false],
    },
    refuse: 'write-access-off',
  },
  // R21: input tables are read-only without a log; "CSV, views, materialization still work".
  {
    from: 'R21, R23, R27',
    when: { purpose: ['apply', 'rebuild', 'log-append', 'log-read'], editLog: [false] },
    refuse: 'no-edit-log',
  },
  // D8: write access without a service account leaves input tables disabled; R27: no data before the log.
  {
    from: 'R27, D8',
    when: { purpose: ['apply', 'rebuild'], connection: oauth, serviceAccount: [false] },
    refuse: 'no-service-account',
  },
  // D10: never a silent fallback.
  {
    from: 'R51, D8, D10',
    runAs: 'service-account',
    when: { serviceAccount: [false] },
    refuse: 'no-service-account',
  },
  {
    from: 'R52, D10',
    runAs: 'service-account',
    when: { purpose: documentPurposes, connection: ['oauth-independent'] },
    refuse: 'service-account-not-applicable',
  },
  // R38, R39: an ended sign-in fails, also of a schedule; R59: nothing without one; D17: "or fail".
  {
    from: 'R38, R39, R45, R59, D17',
    runAs: 'person',
    when: { signIn: ['ended', 'none'] },
    refuse: 'sign-in-needed',
  },
];

function fits(when: Conditions, facts: OracleFacts): boolean {
  for (const fact in when) {
    const allowed: readonly unknown[] | undefined = when[fact as keyof OracleFacts];
    if (allowed !== undefined && !allowed.includes(facts[fact as keyof OracleFacts])) return false;
  }
  return true;
}

/** What the requirements say about one part: as whom it runs, or for which reasons it may be refused. */
export function expected(facts: OracleFacts): Expected {
  const row = runsAs.find(({ when }) => fits(when, facts));
  if (row === undefined) throw new Error('The last row of the table fits everything');
  const reasons = refusals.filter(({ when, runAs = row.run }) => runAs === row.run && fits(when, facts));
  const alone = reasons.find((reason) => reason.alone);
  if (alone !== undefined) return { refuse: [alone.refuse] };
  if (reasons.length === 0) return { run: row.run };
  return { refuse: [...new Set(reasons.map(({ refuse }) => refuse))] };
}

/** The rows of the requirements' table, by the mixture of connections; `many` is two or more. */
const mixtures = [
  { oauth: ['none'], static: ['none', 'one', 'many'], on: 'static-only', off: 'static-only' },
  { oauth: ['one'], static: ['none'], on: 'one-oauth-on', off: 'one-oauth-off' },
  // "OAuth + static" does not say one OAuth connection, and the rows of two have no static part.
  {
    oauth: ['one', 'many'],
    static: ['one', 'many'],
    on: 'oauth-and-static-on',
    off: 'oauth-and-static-off',
  },
  { oauth: ['many'], static: ['none'], on: 'several-oauth-on', off: 'several-oauth-off' },
] as const;

/** The row of the table of R41-R49 that a document with these sources rests on. */
export function expectedRow(mixture: {
  readonly oauthConnections: number;
  readonly staticConnections: number;
  readonly toggle: 'on' | 'off';
}): (typeof mixtures)[number]['on' | 'off'] {
  const amount = (count: number): string => (count === 0 ? 'none' : count === 1 ? 'one' : 'many');
  const among = (amounts: readonly string[], count: number): boolean => amounts.includes(amount(count));
  const row = mixtures.find((each) => among(each.oauth, mixture.oauthConnections) && among(each.static, mixture.staticConnections));
  if (row === undefined) throw new Error('The table has a row for every mixture');
  return row[mixture.toggle];
}
