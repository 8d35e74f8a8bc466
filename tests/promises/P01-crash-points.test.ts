/**
 * The server dies at each named step of creating a table, logging an edit, applying it, changing columns and
 * rejecting; it starts again; the client sends the same edit again; another client reads the log.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  authorized,
  columnId,
  edit,
  editId,
  edited,
  expectOk,
  insertRows,
  logRows,
  makeTable,
  rowsOf,
  setCell,
  settingOf,
  settled,
  standing,
  until,
} from '../harness/input-table.ts';
import type { TableSetting, TestTable } from '../harness/input-table.ts';
import { startRig } from '../harness/rig.ts';
import type { ApiClient, Rig } from '../harness/rig.ts';

interface KeptEdit {
  readonly editId: string;
  readonly code: string;
}

interface Dying {
  readonly rig: Rig;
  readonly setting: TableSetting;
  readonly table: TestTable;
  readonly row: string;
  /** Runs `act` on a server until it has died at `point`. */
  dyingAt(point: string, act: () => Promise<unknown>): Promise<void>;
  /** Runs `act` on a server that dies at `point`, then again on its successor; answers what the second said. */
  acrossCrash<T>(point: string, act: () => Promise<T>): Promise<T>;
}

/**
 * Tests that run one after the other on a rig of their own, beside the other groups: most of their time they wait for
 * what a dead server held (its lease of 15 s, and 70 s until nothing of it can land any more).
 */
function group(title: string, tests: (dying: () => Dying) => void): void {
  describe(title, { concurrent: true }, () => {
    describe('in turn', { concurrent: false, timeout: 300_000 }, () => {
      let rig: Rig | undefined;
      let dying: Dying | undefined;
      beforeAll(async () => {
        rig = await startRig();
        dying = await dyingOf(rig);
      });
      afterAll(async () => rig?.stop());
      const of = (): Dying => {
        if (dying === undefined) throw new Error('The rig of these tests has not started.');
        return dying;
      };
      tests(of);
      test('P3: after all these deaths every table equals its log', async () => {
        const { code, output, errors } = await of().rig.penstock('verify-edit-log', '--json');
        expect(code, output + errors).toBe(0);
        expect(JSON.parse(output).tables.length).toBeGreaterThan(0);
      });
    });
  });
}

async function dyingOf(rig: Rig): Promise<Dying> {
  const setting = await settingOf(rig);
  const table = await makeTable(setting);
  const insertion = insertRows(table, [['a', 'b', 'c']]);
  await edited(setting.alice, table, insertion);
  const dyingAt = async (point: string, act: () => Promise<unknown>): Promise<void> => {
    await Promise.all(rig.servers.map((server) => server.stop()));
    const dying = await rig.startServer({ crashAt: point });
    let dead = false;
    void dying.ended.then(() => (dead = true));
    // A kept-alive connection to the last server fails once before anything reaches this one.
    const trying = (async () => {
      while (!dead && (await act().catch(() => null)) === null) await sleep(50);
    })();
    const ended = await Promise.race([dying.ended, sleep(60_000, 'lives' as const)]);
    expect(ended, `the server reached ${point}`).toBe('SIGKILL');
    await trying;
  };
  const acrossCrash = async <T>(point: string, act: () => Promise<T>): Promise<T> => {
    await dyingAt(point, act);
    await rig.startServer();
    return act();
  };
  return { rig, setting, table, row: insertion.rows[0].id, dyingAt, acrossCrash };
}

async function expectLoggedOnce(rig: Rig, id: string, of: TestTable): Promise<void> {
  const rows = standing(await logRows(rig, of)).filter((entry) => entry.edit_id === id);
  expect(new Set(rows.map((entry) => entry.edit_num)).size).toBe(1);
  expect(new Set(rows.map((entry) => entry.signature)).size).toBe(1);
}

/** An edit is acknowledged although the server dies at the point. */
function editAt(point: string, dying: () => Dying): void {
  test(`P1 R23: survives kill -9 at ${point} once it is acknowledged, and happens once`, async () => {
    const { rig, setting, table, row, acrossCrash } = dying();
    const [a = ''] = table.columns;
    const id = editId();
    const operation = setCell(a, row, point);
    const answer = await acrossCrash(point, async () => expectOk(await edit(setting.alice, table, operation, { editId: id })));
    await settled(setting.alice, table);
    await expectLoggedOnce(rig, id, table);
    expect((await rowsOf(setting.alice, table)).rows[0].cells[0]).toBe(point);
    const next = await edited(setting.alice, table, setCell(a, row, `after ${point}`));
    expect(next).toBeGreaterThan(answer.body.editNum);
    await settled(setting.alice, table);
  });
}

async function keptFor(
  who: ApiClient,
  { id }: TestTable,
): Promise<{ readonly tray: readonly KeptEdit[]; readonly waiting: readonly KeptEdit[] }> {
  return {
    tray: expectOk(await who.get(`/input-tables/${id}/tray`)).body.items,
    waiting: expectOk(await who.get(`/input-tables/${id}/pending`)).body.items,
  };
}

group('an edit, until it is taken up', (dying) => {
  for (const point of [
    'edit-log.before-numbering',
    'edit-log.numbered',
    'edit-log.before-append',
    'edit-log.appended',
    'edit-log.before-acknowledge',
    'edit-log.acknowledged',
    'edit-log.lease-taken',
  ])
    editAt(point, dying);
});

group('an edit, when it is applied; columns; a new table', (dying) => {
  for (const point of [
    'edit-log.before-apply',
    'edit-log.share-applied',
    'edit-log.window-applied',
    'edit-log.before-checkpoint',
    'edit-log.checkpointed',
  ])
    editAt(point, dying);

  for (const point of ['edit-log.before-barrier', 'edit-log.barrier-applied']) {
    test(`P1: a new column survives kill -9 at ${point}`, async () => {
      const { rig, setting, table, row, acrossCrash } = dying();
      const column = { id: columnId(), name: `added at ${point}`, type: 'number', options: [], order: 'z', generation: 1 };
      const id = editId();
      await acrossCrash(point, async () => expectOk(await edit(setting.alice, table, { op: 'addColumn', column }, { editId: id })));
      await settled(setting.alice, table);
      await expectLoggedOnce(rig, id, table);
      await edited(setting.alice, table, setCell(column.id, row, '42'));
      await settled(setting.alice, table);
      const page = await rowsOf(setting.alice, table);
      const at = page.columns.findIndex((one: { id: string }) => one.id === column.id);
      expect(page.rows[0].cells[at]).toBe('42');
    });
  }

  for (const point of [
    'input-table.planned',
    'input-table.creation-logged',
    'input-table.created',
    'edit-log.log-created',
    'edit-log.log-claimed',
  ]) {
    test(`P1: a new table is made once across kill -9 at ${point}`, async () => {
      const { rig, setting, table, acrossCrash } = dying();
      // A connection of its own, so that its log has to be made too.
      const connectionId = await rig.addC1({ name: `C1 ${editId()}` });
      const [destination] = await authorized(setting.alice, connectionId);
      const request = {
        workbookId: setting.workbookId,
        pageId: setting.pageId,
        name: point,
        connectionId,
        destinationId: destination?.id,
        columns: [{ id: columnId(), name: 'A', type: 'text' }],
        editId: editId(),
      };
      const { body } = await acrossCrash(point, async () => expectOk(await setting.alice.post('/input-tables', request)));
      const made = { ...table, ...request, id: body.inputTable.id, columns: request.columns.map(({ id }) => id) };
      await expectLoggedOnce(rig, request.editId, made);
      await edited(setting.alice, made, insertRows(made, [['first']]));
      await settled(setting.alice, made);
      const book = expectOk(await setting.alice.get(`/workbooks/${setting.workbookId}`)).body;
      expect(book.pages[0].elements.filter((element: { inputTableId: string }) => element.inputTableId === made.id)).toHaveLength(1);
      const logs = await rig.inWarehouse(`select 1 from pg_tables where tablename = 'sigds_wal_${connectionId.replaceAll('-', '')}'`);
      expect(logs).toHaveLength(1);
    });
  }
});

group('refusals, and numbers whose owner died', (dying) => {
  /** Edits that were refused around a death; their fate is told at the end. */
  const refusals: { readonly table: TestTable; readonly editId: string }[] = [];

  for (const point of ['edit-log.before-reject', 'edit-log.reject-logged']) {
    test(`P1: a refusal survives kill -9 at ${point}: the edit is kept for its author with the reason, once, and lands nowhere; what was applied before stands`, async () => {
      const { rig, setting, acrossCrash } = dying();
      const id = editId();
      let mine: TestTable | null = null;
      let refusedCell: unknown = null;
      const bob = await rig.signIn('bob');
      await acrossCrash(point, async () => {
        if (mine === null) {
          // The table is made on the server that dies, which so has applied it from the start.
          const made = await makeTable(setting);
          const insertion = insertRows(made, [['a', 'b', 'c']]);
          await edited(setting.alice, made, insertion);
          await settled(setting.alice, made);
          await rig.inWarehouse(`grant select, insert, update on ${made.name} to bob`);
          refusedCell = setCell(made.columns[0] ?? '', insertion.rows[0].id, 'refused');
          await edited(bob, made, setCell(made.columns[0] ?? '', insertion.rows[0].id, 'bob was here'));
          await settled(bob, made);
          // The right is known in this session, then taken away: so the edit is admitted, and refused by the warehouse.
          await rig.inWarehouse(`revoke insert, update on ${made.name} from bob`);
          mine = made;
        }
        return expectOk(await edit(bob, mine, refusedCell, { editId: id }));
      });
      const refusing = mine as TestTable | null;
      if (refusing === null) throw new Error('The table was never made.');
      await settled(setting.alice, refusing);
      await expectLoggedOnce(rig, id, refusing);
      // After a takeover a refusal is final only when nothing late can land any more; until then the edit waits, with the
      // reason. What the dead server had applied is found in the data, and waits for nothing.
      await until(async () => {
        const { tray, waiting } = await keptFor(bob, refusing);
        const kept = [...tray, ...waiting];
        return kept.length === 1 && kept[0]?.editId === id && kept[0].code === 'warehouse.privilege';
      });
      refusals.push({ table: refusing, editId: id });
      const [stored] = await rig.inWarehouse(`select "${refusing.columns[0]}_1" as value from ${refusing.name}`);
      expect(stored.value).toBe('bob was here');
    });
  }

  for (const point of ['edit-log.abandoned', 'edit-log.noop-logged']) {
    test(`P1 I10: is given up once across kill -9 at ${point}; its edit takes a new one, and happens once`, async () => {
      const { rig, setting, table, row, dyingAt } = dying();
      const [a = ''] = table.columns;
      const id = editId();
      const send = async () => expectOk(await edit(setting.alice, table, setCell(a, row, point), { editId: id }));
      await dyingAt('edit-log.numbered', send);
      // Nobody sends the edit again yet: the next server finds its number without a row.
      await dyingAt(point, async () => expectOk(await setting.alice.get(`/input-tables/${table.id}`)));
      await rig.startServer();
      const { body } = await send();
      await settled(setting.alice, table);
      await expectLoggedOnce(rig, id, table);
      const noops = standing(await logRows(rig, table)).filter((entry) => entry.edit_id === `noop-${body.editNum - 1}`);
      expect(new Set(noops.map((entry) => entry.signature)).size).toBe(1);
      expect((await rowsOf(setting.alice, table)).rows[0].cells[0]).toBe(point);
    });
  }

  test('P1 P12: an older metadata database is put in place, and the server that notices dies: the claim of the new epoch is logged all the same', async () => {
    const { rig, setting, table, row, dyingAt } = dying();
    const [a = ''] = table.columns;
    const { body: before } = expectOk(await setting.alice.get(`/input-tables/${table.id}`));
    for (const value of ['lost', 'by', 'metadata']) await edited(setting.alice, table, setCell(a, row, value));
    await settled(setting.alice, table);
    await Promise.all(rig.servers.map((server) => server.stop()));
    await rig.inMetadata('delete from edit_numbers where table_id = $1 and num > $2', [table.id, before.headNum]);
    await rig.inMetadata('update edit_log_tables set head_num = $2, applied_num = $2 where table_id = $1', [table.id, before.headNum]);
    const look = async () => expectOk(await setting.alice.get(`/input-tables/${table.id}`));
    await dyingAt('edit-log.numbers-recovered', look);
    await rig.startServer();
    const { body: after } = await look();
    expect(after.headNum).toBe(before.headNum + 4);
    await settled(setting.alice, table);
    const claims = (await logRows(rig, table)).filter(
      (entry) => entry.edit_id.startsWith('claim-') && Number(entry.edit_num) > before.headNum,
    );
    expect(claims.map((entry) => Number(entry.edit_num))).toEqual([before.headNum + 4]);
    expect((await rowsOf(setting.alice, table)).rows[0].cells[0]).toBe('metadata');
    expect(await edited(setting.alice, table, setCell(a, row, 'in the new epoch'))).toBe(before.headNum + 5);
    await settled(setting.alice, table);
  });

  test('P1 I8: each of these refusals comes to an end: rejected in the log, and in the tray of its author', async () => {
    const { rig } = dying();
    const bob = await rig.signIn('bob');
    expect(refusals).toHaveLength(2);
    for (const refusal of refusals) {
      await until(async () => (await keptFor(bob, refusal.table)).tray.length > 0, 240_000);
      const { tray, waiting } = await keptFor(bob, refusal.table);
      expect(tray).toMatchObject([{ editId: refusal.editId, code: 'warehouse.privilege' }]);
      expect(waiting).toEqual([]);
      const rejects = (await logRows(rig, refusal.table)).filter((entry) => entry.edit_id.startsWith('reject-'));
      expect(new Set(rejects.map((entry) => JSON.parse(entry.edit).editId))).toEqual(new Set([refusal.editId]));
    }
  });
});
