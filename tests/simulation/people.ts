/**
 * People at their screens: each makes edits one after another, keeps an edit until it is acknowledged, and sends it
 * again, to whichever node answers, under the same edit id (protocol step 1).
 */
import type { Author } from '@penstock/domain/edit-log/entry';
import type { Operation } from '@penstock/domain/input-tables/operation';
import { columnsInOrder, noShape } from '@penstock/domain/edit-log/table-shape';
import type { TableShape } from '@penstock/domain/edit-log/table-shape';
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import type { NewEdit } from '@penstock/server/edit-log/edit-log';
import type { Acknowledged } from '@penstock/server/edit-log/submission';
import { table } from './world.ts';
import type { World } from './world.ts';

export interface SentEdit {
  readonly editId: string;
  readonly author: Author;
  readonly operation: Operation;
  readonly acknowledged: Acknowledged | null;
  /** Refused for good, such as by the log itself. */
  readonly refused: string | null;
}

export const members = ['alice', 'bob', 'carol'] as const;

export function authorOf(memberId: string): Author {
  return { memberId, email: `${memberId}@example.com`, login: memberId };
}

/** What a screen shows, as far as it decides what somebody does next. */
interface Screen {
  headNum: number;
  shape: TableShape;
  readonly rows: string[];
  readonly mine: { readonly num: number; readonly rowId: string; readonly columnId: string }[];
  readonly keyed: { readonly num: number; readonly key: string; readonly columnId: string }[];
}

/** Holds the keys of rows that several people may make; nobody types there or changes it. */
const keyColumn = 'key';

function keyedEdit(
  columns: readonly string[],
  rows: readonly { key: string; cells: readonly string[] }[],
  onlyWhile: number | null,
): Operation {
  const keyed = rows.map(({ key, cells }) => ({ id: `key-${key}`, keys: [key], cells }));
  return { op: 'updateKeyedCells', keyColumns: [keyColumn], columns, rows: keyed, onlyWhile };
}

export class People {
  readonly sent: SentEdit[] = [];
  readonly #world: World;
  readonly #screen: Screen = { headNum: 0, shape: noShape, rows: [], mine: [], keyed: [] };
  #busy = 0;
  #columns = 0;

  constructor(world: World) {
    this.#world = world;
  }

  get done(): boolean {
    return this.#busy === 0;
  }

  /** alice makes the table; then everybody edits it. */
  begin(editsEach: number): void {
    this.#busy = 1;
    void this.#send('alice', {
      op: 'createTable',
      name: 'Simulated',
      columns: ['c1', 'c2', keyColumn].map((id, n) => ({
        id,
        name: `Column ${id}`,
        type: 'text',
        options: [],
        order: `a${n}`,
        generation: 1,
      })),
    }).then(() => {
      this.#busy = members.length;
      for (const member of members) void this.#edit(member, editsEach);
    });
  }

  async #edit(memberId: string, edits: number): Promise<void> {
    for (let count = 0; count < edits; count += 1) {
      await this.#world.time.sleep(this.#world.random.below(60));
      await this.#look();
      await this.#send(memberId, this.#nextOperation());
    }
    this.#busy -= 1;
  }

  async #look(): Promise<void> {
    const status = await this.#call((editLog) => editLog.status(table));
    if (status instanceof Error || status === null) return;
    this.#screen.headNum = Math.max(this.#screen.headNum, status.headNum);
    this.#screen.shape = status.shape;
  }

  /** Until it is acknowledged or refused for good. */
  async #send(memberId: string, operation: Operation): Promise<void> {
    const author = authorOf(memberId);
    const editId = this.#world.random.hex(32);
    const edit: NewEdit = {
      table,
      editId,
      base: this.#screen.headNum,
      author,
      metadata: { documentId: 'd', elementId: 'e', requestId: editId.slice(0, 4) },
      operation,
    };
    const index = this.sent.push({ editId, author, operation, acknowledged: null, refused: null }) - 1;
    for (;;) {
      const answer = await this.#call((editLog) => (operation.op === 'createTable' ? editLog.createTable(edit) : editLog.submit(edit)));
      if (answer !== null && !(answer instanceof Error)) {
        this.sent[index] = { editId, author, operation, acknowledged: answer, refused: null };
        this.#remember(answer.editNum, operation);
        // Now and then the answer does not reach the person, who sends the edit once more.
        if (!this.#world.random.chance(this.#world.rates.lostAnswer * 2)) return;
      } else if (answer instanceof PenstockError && (answer.code === 'edit-log.refused' || answer.code === 'edit-log.edit-id-reused')) {
        this.sent[index] = { editId, author, operation, acknowledged: null, refused: answer.code };
        return;
      }
      await this.#world.time.sleep(20 + this.#world.random.below(200));
    }
  }

  /** `null`: no node answered in time. */
  async #call<T>(ask: (editLog: World['nodes'][number]['editLog']) => Promise<T>): Promise<T | Error | null> {
    const { living } = this.#world;
    if (living.length === 0) return null;
    const node = this.#world.random.pick(living);
    return Promise.race([ask(node.editLog).catch((error: unknown) => error as Error), this.#world.time.sleep(1_500).then(() => null)]);
  }

  #remember(num: number, operation: Operation): void {
    if (operation.op === 'insertRows') for (const row of operation.rows) this.#screen.rows.push(row.id);
    if (operation.op === 'updateKeyedCells')
      for (const { keys } of operation.rows)
        for (const columnId of operation.columns) this.#screen.keyed.push({ num, key: keys[0] ?? '', columnId });
    if (operation.op !== 'updateCells') return;
    for (const row of operation.inserted) this.#screen.rows.push(row.id);
    for (const row of operation.rows) for (const columnId of operation.columns) this.#screen.mine.push({ num, rowId: row.id, columnId });
  }

  #nextOperation(): Operation {
    const { random } = this.#world;
    const { rows, mine } = this.#screen;
    const columns = columnsInOrder(this.#screen.shape)
      .map((column) => column.id)
      .filter((id) => id !== keyColumn);
    if (columns.length > 0 && random.chance(0.15)) return this.#keyed(columns);
    if (columns.length === 0 || rows.length === 0) return this.#insert(columns.length === 0 ? ['c1'] : columns);
    const dice = random.next();
    if (random.chance(0.04))
      return { op: 'withdraw', nums: [1 + random.below(this.#screen.headNum), 1 + random.below(this.#screen.headNum)] };
    if (dice < 0.45) return this.#update(columns);
    if (dice < 0.6) return this.#insert(columns);
    if (dice < 0.68) return { op: 'deleteRows', rows: [random.pick(rows)] };
    if (dice < 0.73) return { op: 'restoreRows', rows: [random.pick(rows)] };
    if (dice < 0.77) return { op: 'moveRows', rows: [{ id: random.pick(rows), order: random.hex(4) }] };
    if (dice < 0.87 && mine.length > 0) {
      const { num, rowId, columnId } = random.pick(mine);
      return { op: 'updateCells', columns: [columnId], rows: [{ id: rowId, cells: [`undone ${num}`] }], inserted: [], onlyWhile: num };
    }
    return this.#reshape(columns);
  }

  #update(columns: readonly string[]): Operation {
    const { random } = this.#world;
    const written = columns.filter(() => random.chance(0.6));
    const ids = new Set([random.pick(this.#screen.rows), random.pick(this.#screen.rows)]);
    const chosen = written.length === 0 ? [random.pick(columns)] : written;
    const rows = [...ids].map((id) => ({ id, cells: chosen.map(() => this.#text()) }));
    const inserted = random.chance(0.15) ? [{ id: `r${random.hex(8)}`, order: random.hex(4), cells: chosen.map(() => this.#text()) }] : [];
    return { op: 'updateCells', columns: chosen, rows, inserted, onlyWhile: null };
  }

  /** Everybody types beside the same few keys, as in a linked table; or takes back what they typed there. */
  #keyed(columns: readonly string[]): Operation {
    const { random } = this.#world;
    const undone = random.chance(0.2) && this.#screen.keyed.length > 0 ? random.pick(this.#screen.keyed) : null;
    if (undone !== null) {
      const { num, key, columnId } = undone;
      return keyedEdit([columnId], [{ key, cells: [`undone ${num}`] }], num);
    }
    const chosen = columns.filter(() => random.chance(0.5));
    const written = chosen.length === 0 ? [random.pick(columns)] : chosen;
    const keys = new Set([random.pick(['x', 'y', 'z']), random.pick(['x', 'y', 'z'])]);
    return keyedEdit(
      written,
      [...keys].map((key) => ({ key, cells: written.map(() => this.#text()) })),
      null,
    );
  }

  #insert(columns: readonly string[]): Operation {
    const { random } = this.#world;
    const rows = [0, 1]
      .slice(0, 1 + random.below(2))
      .map(() => ({ id: `r${random.hex(8)}`, order: random.hex(4), cells: columns.map(() => this.#text()) }));
    return { op: 'insertRows', columns, rows };
  }

  #reshape(columns: readonly string[]): Operation {
    const { random } = this.#world;
    const dice = random.next();
    if (dice < 0.4) {
      this.#columns += 1;
      const id = `x${this.#columns}`;
      return { op: 'addColumn', column: { id, name: id, type: 'text', options: [], order: random.hex(3), generation: 1 } };
    }
    if (dice < 0.75) return { op: 'changeColumn', columnId: random.pick(columns), type: random.pick(['text', 'number', 'checkbox']) };
    if (dice < 0.9 || columns.length === 1) return { op: 'moveColumn', columnId: random.pick(columns), order: random.hex(3) };
    return { op: 'deleteColumn', columnId: random.pick(columns) };
  }

  #text(): string {
    const { random } = this.#world;
    if (random.chance(0.03)) return this.#world.data.refusedText;
    if (random.chance(0.01)) return 'refused by the log';
    return random.chance(0.5) ? String(random.below(1_000)) : `text ${random.hex(3)}`;
  }
}
