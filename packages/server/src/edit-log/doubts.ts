/**
 * Edits of which nobody here was told whether they stand in the data: a statement ended without an answer, or another
 * process had them before. That a later try is refused says nothing of the earlier one (I10), so such an edit is looked
 * up in the data before it is called refused: a guard proves that it stands there; that it does not is proven only when
 * nothing late can land any more.
 */
import type { EditEntry } from '@penstock/domain/edit-log/entry';
import { standsInData } from '@penstock/domain/edit-log/evidence';
import type { RowState } from '@penstock/domain/edit-log/fold';
import type { DataTable, ReadOutcome } from '@penstock/domain/edit-log/ports';
import { rowChanges } from '@penstock/domain/edit-log/row-changes';
import type { Retype, TableShape } from '@penstock/domain/edit-log/table-shape';
import type { Column } from '@penstock/domain/input-tables/column';
import { readPatiently } from './persist.ts';
import type { EditLogPorts } from './ports.ts';

export interface Judgement {
  readonly applied: readonly EditEntry[];
  readonly refused: readonly EditEntry[];
  /** Not to be known yet. */
  readonly open: readonly { readonly edit: EditEntry; readonly untilMs: number; readonly why: string }[];
}

/** The edit that changes the storage, and the columns before and after it. */
export interface Reshaping {
  readonly before: TableShape;
  readonly after: TableShape;
}

type Standing = 'applied' | 'not-applied' | 'unseen';

/** Where nobody can look, somebody is asked again after that. */
const lookAgainMs = 30_000;

export class Doubts {
  readonly #ports: EditLogPorts;
  readonly #table: DataTable;
  readonly #goOn: () => boolean;
  /** By number: until when a statement that held the edit may land. */
  readonly #landUntilMs = new Map<number, number>();
  #epoch = 1;
  #epochDoubtUntilMs = 0;

  constructor(ports: EditLogPorts, table: DataTable, goOn: () => boolean) {
    this.#ports = ports;
    this.#table = table;
    this.#goOn = goOn;
  }

  /** Edits of an older epoch were there before metadata was restored: nobody knows any more what became of them. */
  enterEpoch(epoch: number): void {
    if (epoch === this.#epoch) return;
    this.#epoch = epoch;
    this.#epochDoubtUntilMs = this.#ports.clock.nowMs() + this.#ports.settings.lateLandingMs;
  }

  /** Nobody knows whether these are in the data; `mayStillLand`: nor whether a statement with them is on its way. */
  raise(nums: readonly number[], { mayStillLand }: { readonly mayStillLand: boolean }): void {
    const untilMs = mayStillLand ? this.#ports.clock.nowMs() + this.#ports.settings.lateLandingMs : 0;
    for (const num of nums) this.#landUntilMs.set(num, Math.max(untilMs, this.#landUntilMs.get(num) ?? 0));
  }

  /** It stands in the data. */
  settle(num: number): void {
    this.#landUntilMs.delete(num);
  }

  /** All up to a number are settled, but for those that wait. */
  settleUpTo(num: number, waiting: ReadonlySet<number>): void {
    for (const doubtful of this.#landUntilMs.keys()) if (doubtful <= num && !waiting.has(doubtful)) this.#landUntilMs.delete(doubtful);
  }

  /** Until when a statement that nobody waits for may land. */
  get landUntilMs(): number {
    return Math.max(0, ...this.#landUntilMs.values());
  }

  /** What to make of edits that were refused now. `readers`: members whose sign-ins may show the data, the best first. */
  async judge(
    edits: readonly EditEntry[],
    shape: TableShape,
    reshaping: Reshaping | null,
    readers: () => Promise<readonly string[]>,
  ): Promise<Judgement> {
    const nowMs = this.#ports.clock.nowMs();
    const doubtful = edits.filter((edit) => this.#isDoubtful(edit));
    const judgement = {
      applied: [] as EditEntry[],
      refused: edits.filter((edit) => !this.#isDoubtful(edit)),
      open: [] as { edit: EditEntry; untilMs: number; why: string }[],
    };
    if (doubtful.length === 0) return judgement;
    const standing = await this.#standing(doubtful, shape, reshaping, await readers());
    for (const edit of doubtful) {
      const stands = standing(edit);
      const landUntilMs = this.#landsUntilMs(edit);
      if (stands === 'applied') judgement.applied.push(edit);
      else if (stands === 'unseen')
        judgement.open.push({
          edit,
          untilMs: nowMs + lookAgainMs,
          why: 'an earlier try may have succeeded, and nobody who may read the table is signed in',
        });
      else if (landUntilMs > nowMs) judgement.open.push({ edit, untilMs: landUntilMs, why: 'an earlier try may still be on its way' });
      else judgement.refused.push(edit);
    }
    return judgement;
  }

  #isDoubtful(edit: EditEntry): boolean {
    return edit.epoch < this.#epoch || this.#landUntilMs.has(edit.num);
  }

  #landsUntilMs(edit: EditEntry): number {
    return Math.max(this.#landUntilMs.get(edit.num) ?? 0, edit.epoch < this.#epoch ? this.#epochDoubtUntilMs : 0);
  }

  async #standing(
    edits: readonly EditEntry[],
    shape: TableShape,
    reshaping: Reshaping | null,
    readers: readonly string[],
  ): Promise<(edit: EditEntry) => Standing> {
    for (const reader of readers) {
      if (reshaping !== null) {
        const stands = await this.#storageStands(reshaping, reader);
        if (stands !== 'unseen') return () => stands;
      } else {
        const changes = new Map(edits.map((edit) => [edit, rowChanges(edit, shape)]));
        const touched = [...changes.values()].flat();
        const rows = await this.#rows(
          columnsOf(shape, new Set(touched.flatMap(({ cells }) => cells.map(({ columnId }) => columnId)))),
          [...new Set(touched.map(({ rowId }) => rowId))],
          reader,
          { isMade: shape.columns.size > 0 },
        );
        if (rows !== null) return (edit) => standsInData(changes.get(edit) ?? [], rows);
      }
    }
    return () => 'unseen';
  }

  /** `null`: this reader does not see them. A table of which it is not known that it was made may be missing: it has no rows. */
  async #rows(
    columns: readonly Column[],
    rowIds: readonly string[],
    reader: string,
    { isMade }: { readonly isMade: boolean } = { isMade: true },
  ): Promise<ReadonlyMap<string, RowState> | null> {
    const rows = new Map<string, RowState>();
    const { rowsAtATime } = this.#ports.settings;
    for (let from = 0; from === 0 || from < rowIds.length; from += rowsAtATime) {
      const read = await this.#read(columns, rowIds.slice(from, from + rowsAtATime), reader);
      if (read.kind === 'table-changed' && !isMade) return rows;
      if (read.kind !== 'done') return null;
      for (const row of read.value) rows.set(row.id, row);
    }
    return rows;
  }

  /** The table itself, its new column, or its converted one. */
  async #storageStands({ before, after }: Reshaping, reader: string): Promise<Standing> {
    const made = [...after.columns.values()].filter(({ id, generation }) => before.columns.get(id)?.generation !== generation);
    const read = await this.#read(made, [], reader);
    if (read.kind === 'table-changed') {
      // Is it the column that is not there, or the whole table?
      const isThere = before.columns.size === 0 ? read : await this.#read([], [], reader);
      return isThere.kind === 'done' || before.columns.size === 0 ? 'not-applied' : 'unseen';
    }
    if (read.kind !== 'done') return 'unseen';
    const retype = after.retypes.length > before.retypes.length ? after.retypes.at(-1) : undefined;
    return retype === undefined ? 'applied' : this.#isConverted(retype, reader);
  }

  /** A retype is done when each cell has come into the new column. */
  async #isConverted({ from, to, columnId }: Retype, reader: string): Promise<Standing> {
    const { rowsAtATime } = this.#ports.settings;
    for (let after: string | null = null; ;) {
      const olds: ReadOutcome<readonly RowState[]> = await this.#ports.data.readRows(this.#table, [from], after, rowsAtATime, reader);
      if (olds.kind !== 'done') return 'unseen';
      const filled = olds.value.filter(({ cells }) => cells.has(columnId));
      const news = await this.#rows(
        [to],
        filled.map(({ id }) => id),
        reader,
      );
      if (news === null) return 'unseen';
      if (filled.some(({ id }) => !news.get(id)?.cells.has(columnId))) return 'not-applied';
      after = olds.value.at(-1)?.id ?? null;
      if (olds.value.length < rowsAtATime) return 'applied';
    }
  }

  #read(columns: readonly Column[], rowIds: readonly string[], reader: string): Promise<ReadOutcome<readonly RowState[]>> {
    return readPatiently(this.#ports, this.#goOn, () => this.#ports.data.readRowsById(this.#table, columns, rowIds, reader));
  }
}

function columnsOf(shape: TableShape, ids: ReadonlySet<string>): readonly Column[] {
  return [...shape.columns.values()].filter(({ id }) => ids.has(id));
}
