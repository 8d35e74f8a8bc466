import { applyChanges } from '@penstock/domain/workbooks/apply-change';
import type { DraftChange } from '@penstock/domain/workbooks/apply-change';
import type { Definition, TableElement, TextElement } from '@penstock/domain/workbooks/definition';
import { expect, test } from 'vitest';
import { Problem } from '../src/api/problem.ts';
import { DraftStore } from '../src/workbooks/draft-store.ts';
import type { Saved } from '../src/workbooks/draft-store.ts';
import { changesTo } from '../src/workbooks/element-changes.ts';
import { renameColumn } from '../src/tables/element-edits.ts';

const empty: Definition = { formatVersion: 1, timeZone: 'UTC', weekStart: 'monday', pages: [{ id: 'p', name: 'Page 1', elements: [] }] };
const text = (id: string, words: string): TextElement => ({
  kind: 'text',
  id,
  name: `Text ${id}`,
  text: words,
  layout: { x: 0, y: 0, width: 12, height: 4 },
});
const put = (element: TextElement): DraftChange => ({ kind: 'putElement', pageId: 'p', element });
const textsOf = ({ pages }: Definition): readonly string[] =>
  pages.flatMap(({ elements }) => elements.flatMap((element) => (element.kind === 'text' ? [element.text] : [])));

/** A server that has one draft; requests wait until they are let through. */
function server() {
  let saved: Saved = { revision: 1, definition: empty };
  const requests: { changes: readonly DraftChange[]; base: number; key: string }[] = [];
  const lost: Problem[] = [];
  const timers: (() => void)[] = [];
  let refuse: Problem | null = null;
  const store = new DraftStore(saved, 'workbook', {
    save: async (changes, base, key) => {
      requests.push({ changes, base, key });
      if (refuse !== null) {
        const thrown = refuse;
        refuse = null;
        throw thrown;
      }
      const result = applyChanges(saved.definition, changes, 'workbook');
      if (result.kind === 'refused') throw new Error('refused');
      saved = { revision: saved.revision + 1, definition: result.definition };
      return saved;
    },
    load: async () => saved,
    onSaved: () => undefined,
    onLost: (problem) => lost.push(problem),
    later: (run) => {
      timers.push(run);
      return () => void timers.splice(timers.indexOf(run), 1);
    },
    newKey: () => `key ${requests.length}`,
  });
  return {
    store,
    requests,
    lost,
    timers,
    refuseNext: (status: number, code: string) => {
      refuse = new Problem({ status, code, title: code, detail: code, nextStep: '' });
    },
    byOthers: (change: DraftChange) => {
      const result = applyChanges(saved.definition, [change], 'workbook');
      if (result.kind === 'changed') saved = { revision: saved.revision + 1, definition: result.definition };
      return saved;
    },
    now: () => saved,
  };
}

test('changes show at once and are saved with what was seen; of several puts of an element only the last is sent', async () => {
  const { store, requests, now } = server();
  store.change([put(text('a', 'o'))]);
  store.change([put(text('a', 'on'))]);
  store.change([put(text('a', 'one'))]);
  expect(textsOf(store.definition)).toEqual(['one']);
  expect(store.state).toBe('saving');
  await store.flush();
  expect(requests).toEqual([{ changes: [put(text('a', 'one'))], base: 1, key: 'key 0' }]);
  expect(textsOf(now().definition)).toEqual(['one']);
  expect(store.state).toBe('saved');
});

test('what is changed while a request is on its way goes with the next one, on the revision that the first one made', async () => {
  const { store, requests } = server();
  store.change([put(text('a', 'first'))]);
  const first = store.flush();
  store.change([put(text('a', 'second'))]);
  await first;
  expect(requests.map(({ base }) => base)).toEqual([1, 2]);
  expect(textsOf(store.definition)).toEqual(['second']);
});

test('undo takes steps back and redo makes them again; what is typed into one text is one step', async () => {
  const { store } = server();
  store.change([put(text('a', ''))]);
  store.change([put(text('a', 'wo'))]);
  store.change([put(text('a', 'words'))]);
  store.change([{ kind: 'removeElement', elementId: 'a' }]);
  store.undo();
  expect(textsOf(store.definition)).toEqual(['words']);
  store.undo();
  expect(textsOf(store.definition)).toEqual(['']);
  store.undo();
  expect(textsOf(store.definition)).toEqual([]);
  store.redo();
  store.redo();
  expect(textsOf(store.definition)).toEqual(['words']);
  await store.flush();
  expect(store.state).toBe('saved');
});

test('an unreachable server is asked again with the same key, and nothing is lost', async () => {
  const { store, requests, refuseNext, timers, lost } = server();
  refuseNext(0, 'network.unreachable');
  store.change([put(text('a', 'kept'))]);
  const flushed = store.flush();
  await expect.poll(() => store.state).toBe('unreachable');
  timers.splice(0).forEach((run) => run());
  await flushed;
  expect(requests.map(({ key }) => key)).toEqual(['key 0', 'key 0']);
  expect(lost).toEqual([]);
  expect(store.state).toBe('saved');
});

test('who was slower at the same element is told and sees what the other saved', async () => {
  const { store, refuseNext, byOthers, lost } = server();
  store.change([put(text('a', 'mine'))]);
  byOthers(put(text('a', 'theirs')));
  refuseNext(409, 'workbook.changed');
  await store.flush();
  expect(lost.map(({ code }) => code)).toEqual(['workbook.changed']);
  expect(textsOf(store.definition)).toEqual(['theirs']);
  expect(store.canUndo).toBe(false);
});

test('what others save comes in while nothing of one’s own is on its way, and not before', async () => {
  const { store, byOthers } = server();
  store.receive(byOthers(put(text('b', 'theirs'))));
  expect(textsOf(store.definition)).toEqual(['theirs']);
  store.change([put(text('a', 'mine'))]);
  store.receive(byOthers(put(text('c', 'later'))));
  expect(textsOf(store.definition)).toEqual(['theirs', 'mine']);
  await store.flush();
  expect(textsOf(store.definition)).toEqual(['theirs', 'later', 'mine']);
});

test('a change that would leave the draft broken is not made, and the person is told', async () => {
  const { store, requests, lost } = server();
  store.change([{ kind: 'removePage', pageId: 'p' }]);
  expect(lost).toHaveLength(1);
  expect(store.definition.pages).toHaveLength(1);
  await store.flush();
  expect(requests).toEqual([]);
});

test('a column that is renamed is renamed in the formulas of others too, as one step back and on what others wrote meanwhile', async () => {
  const { store, byOthers, requests, now } = server();
  const column = (id: string, name: string, formula: string) => ({ id, name, formula, hidden: false, format: null, level: null });
  const table = (id: string, ...columns: readonly ReturnType<typeof column>[]): TableElement => ({
    kind: 'table',
    id,
    name: id,
    source: { kind: 'warehouse-table', connectionId: 'c', schema: 'src', table: 'flights' },
    columns,
    filters: [],
    sorts: [],
    groupings: [],
    totals: [],
    layout: { x: 0, y: 0, width: 12, height: 4 },
  });
  const formulas = ({ pages }: Definition): readonly string[] =>
    pages.flatMap(({ elements }) =>
      elements.flatMap((element) => (element.kind === 'table' ? element.columns.map(({ formula }) => formula) : [])),
    );
  const orders = table('Orders', column('sales', 'Sales', '[sales]'), column('twice', 'Twice', '[Sales] * 2'));
  store.change([{ kind: 'putElement', pageId: 'p', element: orders }]);
  store.change([
    { kind: 'putElement', pageId: 'p', element: table('Totals', column('sum', 'Sum', 'Rollup(Sum([Orders/Sales]), [x], [Orders/x])')) },
  ]);
  await store.flush();
  expect(changesTo(store.definition, { ...orders, columns: orders.columns.slice(1) })).toEqual([
    { kind: 'putElement', pageId: 'p', element: { ...orders, columns: orders.columns.slice(1) } },
  ]);

  const renamed = changesTo(store.definition, renameColumn(orders, 'sales', 'Revenue'));
  expect(renamed).toEqual([{ kind: 'renameColumn', elementId: 'Orders', columnId: 'sales', name: 'Revenue' }]);
  byOthers({ kind: 'putElement', pageId: 'p', element: table('More', column('more', 'More', '[Orders/Sales]')) });
  store.change(renamed);
  await store.flush();
  const sum = (name: string) => `Rollup(Sum([Orders/${name}]), [x], [Orders/x])`;
  expect(formulas(now().definition)).toEqual(['[sales]', '[Revenue] * 2', sum('Revenue'), '[Orders/Revenue]']);
  store.undo();
  await store.flush();
  expect(formulas(now().definition)).toEqual(['[sales]', '[Sales] * 2', sum('Sales'), '[Orders/Sales]']);
  expect(requests.at(-1)?.changes).toEqual([{ kind: 'renameColumn', elementId: 'Orders', columnId: 'sales', name: 'Sales' }]);
});
