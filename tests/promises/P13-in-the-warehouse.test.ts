/**
 * P13 by the warehouses' own logs: everybody asks for everything, in every mixture of connections and with the toggle on
 * and off; who read the rows is compared with the oracle that was written from the requirements' text alone.
 */
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { bodyOf, makeWorkbook, memberIdOf, publish, share, tableOf, warehouseTable } from '../harness/document.ts';
import type { ElementJson } from '../harness/document.ts';
import { startRig } from '../harness/rig.ts';
import type { ApiClient, Rig } from '../harness/rig.ts';
import { StatementLog } from '../harness/statement-log.ts';
import { c0, c1, createConnection } from '../requirements/connections-of-the-rig.ts';
import { expected } from './identity-oracle.ts';
import type { OracleFacts, Principal } from './identity-oracle.ts';

interface Reader {
  readonly name: string;
  readonly client: ApiClient;
  readonly right: 'view' | 'explore' | 'edit';
  /** `null`: the warehouse does not know this person. */
  readonly login: string | null;
  readonly mayRead: boolean;
  readonly signIn: OracleFacts['signIn'];
}

interface Source {
  readonly kind: OracleFacts['connection'];
  readonly serviceAccount: string;
  readonly log: StatementReader;
}

type StatementReader = (since: number) => Promise<readonly { readonly user: string; readonly text: string }[]>;

const names = ['C0', 'C1', 'C2'] as const;
type Name = (typeof names)[number];

let rig: Rig;
let ada: ApiClient;
let alice: ApiClient;
let readers: readonly Reader[];
let secondLog: StatementLog;
const ids = new Map<Name, string>();
const sources = new Map<Name, Source>();

beforeAll(async () => {
  rig = await startRig();
  secondLog = new StatementLog(inject('stack').warehouseLogFolder, rig.secondWarehouse.database, async (sql) => {
    await rig.inWarehouse(sql, 'postgres', rig.secondWarehouse.database);
  });
  await secondLog.begin();
  ada = await rig.signIn('ada');
  ids.set('C0', (await createConnection(ada, c0(rig))).id);
  ids.set('C1', (await createConnection(ada, c1(rig))).id);
  ids.set('C2', await rig.addC2());
  const first: StatementReader = (since) => rig.statements({ since, text: orders });
  sources.set('C0', { kind: 'static', serviceAccount: '', log: first });
  sources.set('C1', { kind: 'oauth-organization', serviceAccount: 'svc', log: first });
  const second: StatementReader = (since) => secondLog.read({ since, text: orders });
  sources.set('C2', { kind: 'oauth-organization', serviceAccount: 'svc2', log: second });
  alice = await rig.signIn('alice');
  const own = { mayRead: true, signIn: 'live' } as const;
  readers = [
    { name: 'alice, who owns it', client: alice, right: 'edit', login: 'alice', ...own },
    { name: 'bob, who may explore', client: await rig.signIn('bob'), right: 'explore', login: 'bob', ...own },
    { name: 'carol, whom the warehouse refuses', client: await rig.signIn('carol'), right: 'view', login: 'carol', ...own, mayRead: false },
    { name: 'vera, whom it does not know', client: await rig.signIn('vera'), right: 'view', login: null, ...own, mayRead: false },
    { name: 'walt, who has no provider', client: await rig.signInWalt(), right: 'view', login: null, mayRead: false, signIn: 'none' },
  ];
});
afterAll(() => rig?.stop());

const orders = /"src"\."orders"/;

async function letRead(...clients: readonly ApiClient[]): Promise<void> {
  const permissions = await Promise.all(
    clients.map(async (client) => ({ to: { memberId: await memberIdOf(client) }, permission: 'can-use' })),
  );
  bodyOf(await ada.put(`/connections/${ids.get('C0')}/data-permissions`, { permissions }));
}

/** Ways to ask for an element, as requests and as the oracle's facts. */
interface Manner {
  readonly route: 'query' | 'count' | 'values' | 'export';
  readonly facts: Pick<OracleFacts, 'purpose' | 'interaction'>;
  readonly body: (element: ElementJson) => Readonly<Record<string, unknown>>;
}

const sorted = { view: { sorts: [{ columnId: 'order_id', direction: 'descending' }] } };
const altered = (element: ElementJson) => {
  const more = { id: 'more', name: 'More', formula: '[sales] * 2', hidden: false, format: null, level: null };
  return { element: { ...element, columns: [...(element['columns'] as readonly object[]), more] } };
};
const manners: readonly Manner[] = [
  { route: 'query', facts: { purpose: 'view', interaction: 'as-published' }, body: () => ({ refresh: true }) },
  { route: 'query', facts: { purpose: 'page', interaction: 'as-published' }, body: () => ({ refresh: true, offset: 5, limit: 5 }) },
  { route: 'query', facts: { purpose: 'view', interaction: 'visible' }, body: () => ({ refresh: true, ...sorted }) },
  { route: 'count', facts: { purpose: 'view', interaction: 'as-published' }, body: () => ({}) },
  { route: 'values', facts: { purpose: 'view', interaction: 'visible' }, body: () => ({ columnId: 'region' }) },
  { route: 'query', facts: { purpose: 'explore', interaction: 'other' }, body: (element) => ({ refresh: true, ...altered(element) }) },
  { route: 'export', facts: { purpose: 'export', interaction: 'as-published' }, body: () => ({}) },
  { route: 'export', facts: { purpose: 'export', interaction: 'other' }, body: altered },
];

const published = { named: 'published', version: 'published' } as const;
/** An older version is looked at as a draft is: by those who edit, as themselves. */
const versionsOfEditors = [published, { named: 'draft', version: 'draft' }, { named: 1, version: 'draft' }] as const;

/** Routes that cannot be asked anew: what was read for the same principal may be shown again. */
const remembers = (route: Manner['route']): boolean => route === 'count' || route === 'values';

function loginOf(principal: Principal, reader: Reader, source: Source): string | null {
  if (principal === 'connection-credential') return 'static_app';
  return principal === 'service-account' ? source.serviceAccount : reader.login;
}

describe('who read the rows, in the log of the warehouse', () => {
  const mixtures: readonly (readonly [readonly Name[], boolean, boolean])[] = [
    [['C1'], false, true],
    [['C1'], true, true],
    [['C0'], false, true],
    [['C0'], false, false],
    [['C1', 'C2'], false, true],
    [['C1', 'C2'], true, true],
    [['C1', 'C0'], false, true],
    [['C1', 'C0'], true, true],
    [['C1', 'C0'], true, false],
  ];
  test.each(mixtures)('P13 P14: a document on %j, toggle %j, its owner may read C0: %j', async (parts, toggled, ownerMayRead) => {
    await letRead(alice);
    const elements = parts.map((name) => tableOf(name, warehouseTable(ids.get(name) ?? '', 'src', 'orders'), ['order_id', 'region']));
    const workbook = await makeWorkbook(alice, `On ${parts.join(' and ')}`, elements);
    await publish(alice, workbook.id);
    const bob = readers[1]?.client ?? alice;
    await share(alice, workbook.id, [
      { to: 'everyone', right: 'view' },
      { to: { memberId: await memberIdOf(bob) }, right: 'explore' },
    ]);
    if (toggled) bodyOf(await ada.put(`/workbooks/${workbook.id}/run-as-service-account`, { enabled: true }));

    if (!ownerMayRead) await letRead();

    const wrong: string[] = [];
    let asked = 0;
    for (const [index, name] of parts.entries()) {
      const [element, source] = [elements[index], sources.get(name)];
      if (element === undefined || source === undefined) throw new Error(`There is no ${name}.`);
      for (const reader of readers) {
        for (const { named, version } of reader.right === 'edit' ? versionsOfEditors : [published]) {
          for (const { route, facts, body } of manners) {
            asked += 1;
            const wanted = expected({
              ...facts,
              connection: source.kind,
              toggle: toggled ? 'on' : 'off',
              version,
              right: reader.right,
              signIn: reader.signIn,
              ownerMayRead,
              serviceAccount: true,
              writeAccess: true,
              editLog: true,
              approved: true,
              covered: true,
              personMayRead: false,
              personMayWrite: false,
              through: 'session',
            });
            const since = name === 'C2' ? await secondLog.now() : await rig.logPosition();
            const path = `/workbooks/${workbook.id}/elements/${element.id}/${route}`;
            const { status } = await reader.client.post(path, { version: named, ...body(element) });
            const users = [...new Set((await source.log(since)).map(({ user }) => user))];
            const login = 'run' in wanted ? loginOf(wanted.run, reader, source) : null;
            const reads = 'run' in wanted && (wanted.run !== 'person' || reader.mayRead);
            const right = reads
              ? status === 200 && (remembers(route) || users.length === 1) && users.every((user) => user === login)
              : status >= 400 && users.every((user) => user === login);
            if (!right)
              wrong.push(
                `${reader.name}, ${named} ${name}, ${route} ${JSON.stringify(facts)}: ${status}, read by ${JSON.stringify(users)}, wanted ${JSON.stringify(wanted)}`,
              );
          }
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(asked).toBe(parts.length * (readers.length + 2) * manners.length);
  });
});
