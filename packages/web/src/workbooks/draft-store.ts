/**
 * The draft as this browser sees it: changes are shown at once and saved a moment later, one request after the other. What
 * others save comes in between; where somebody was faster at the same element, theirs stands and the person is told.
 */
import { applyChanges } from '@penstock/domain/workbooks/apply-change';
import type { DraftChange } from '@penstock/domain/workbooks/apply-change';
import type { Definition, DocumentKind } from '@penstock/domain/workbooks/definition';
import { Problem, asProblem } from '../api/problem.ts';
import { inverseOf } from './inverse-change.ts';

export interface Saved {
  readonly revision: number;
  readonly definition: Definition;
}

export interface DraftPorts {
  /** Throws what the API refuses as a `Problem`. */
  readonly save: (changes: readonly DraftChange[], baseRevision: number, key: string) => Promise<Saved>;
  readonly load: () => Promise<Saved>;
  readonly onSaved: (saved: Saved) => void;
  /** Tells the person that changes could not be kept. */
  readonly onLost: (problem: Problem) => void;
  readonly later: (run: () => void, ms: number) => () => void;
  readonly newKey: () => string;
}

export type SaveState = 'saved' | 'saving' | 'unreachable';

interface Step {
  readonly back: readonly DraftChange[];
  readonly forth: readonly DraftChange[];
}

interface Batch {
  readonly changes: readonly DraftChange[];
  readonly base: number;
  readonly key: string;
}

const pauseMs = 300;
const retryMs = 3_000;
const rememberedSteps = 200;

export class DraftStore {
  readonly #kind: DocumentKind;
  readonly #ports: DraftPorts;
  readonly #listeners = new Set<() => void>();
  #saved: Saved;
  #shown: Definition;
  #waiting: readonly DraftChange[] = [];
  /** The revision that was shown when the oldest waiting change was made. */
  #base: number;
  #sending: Promise<void> | null = null;
  #cancelTimer: (() => void) | null = null;
  #undo: readonly Step[] = [];
  #redo: readonly Step[] = [];
  #state: SaveState = 'saved';
  #version = 0;

  constructor(saved: Saved, kind: DocumentKind, ports: DraftPorts) {
    this.#saved = saved;
    this.#shown = saved.definition;
    this.#base = saved.revision;
    this.#kind = kind;
    this.#ports = ports;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Grows with everything that can be seen. */
  readonly version = (): number => this.#version;

  get definition(): Definition {
    return this.#shown;
  }

  /** As the server has it. */
  get savedDefinition(): Definition {
    return this.#saved.definition;
  }

  get state(): SaveState {
    return this.#state;
  }

  get revision(): number {
    return this.#saved.revision;
  }

  get canUndo(): boolean {
    return this.#undo.length > 0;
  }

  get canRedo(): boolean {
    return this.#redo.length > 0;
  }

  /** Shows and saves changes; what would not leave the draft whole is not made, and the person is told why. */
  change(changes: readonly DraftChange[]): void {
    const back = inverseOf(this.#shown, changes);
    if (!this.#make(changes)) return;
    this.#undo = merged(this.#undo, { back, forth: changes }).slice(-rememberedSteps);
    this.#redo = [];
    this.#tell();
  }

  undo(): void {
    const step = this.#undo.at(-1);
    if (step === undefined) return;
    this.#undo = this.#undo.slice(0, -1);
    if (this.#make(step.back)) this.#redo = [...this.#redo, step];
    this.#tell();
  }

  redo(): void {
    const step = this.#redo.at(-1);
    if (step === undefined) return;
    this.#redo = this.#redo.slice(0, -1);
    if (this.#make(step.forth)) this.#undo = [...this.#undo, step];
    this.#tell();
  }

  /** What was loaded anew; while own changes are on their way, their answer brings it. */
  receive(saved: Saved): void {
    if (saved.revision <= this.#saved.revision || this.#sending !== null || this.#waiting.length > 0) return;
    this.#saved = saved;
    this.#base = saved.revision;
    this.#shown = saved.definition;
    this.#tell();
  }

  /** Saves now; resolves when all that was changed so far is saved or refused. */
  async flush(): Promise<void> {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    while (this.#sending !== null || this.#waiting.length > 0) await (this.#sending ?? this.#send());
  }

  #make(changes: readonly DraftChange[]): boolean {
    const result = applyChanges(this.#shown, changes, this.#kind);
    if (result.kind === 'refused') {
      const [first] = result.problems;
      this.#ports.onLost(
        new Problem({
          status: 422,
          code: first?.code ?? 'workbook.invalid',
          title: 'This change is not possible',
          detail: first === undefined ? 'The workbook would not be whole.' : sentence(first.message),
          nextStep: 'Nothing was changed.',
        }),
      );
      return false;
    }
    if (this.#waiting.length === 0) this.#base = this.#saved.revision;
    this.#shown = result.definition;
    this.#waiting = coalesced(this.#waiting, changes);
    if (this.#state === 'saved') this.#state = 'saving';
    this.#schedule(pauseMs);
    return true;
  }

  #schedule(ms: number): void {
    this.#cancelTimer?.();
    this.#cancelTimer = this.#ports.later(() => void this.flush(), ms);
  }

  /** One request at a time: what waits goes with the next one. */
  #send(): Promise<void> {
    const batch: Batch = { changes: this.#waiting, base: this.#base, key: this.#ports.newKey() };
    this.#waiting = [];
    this.#sending = this.#deliver(batch);
    return this.#sending;
  }

  async #deliver(batch: Batch): Promise<void> {
    for (;;) {
      try {
        const saved = await this.#ports.save(batch.changes, batch.base, batch.key);
        this.#settle(saved);
        this.#ports.onSaved(saved);
        return;
      } catch (error) {
        const problem = asProblem(error);
        if (problem.status !== 0 && problem.status < 500) return this.#giveUp(problem);
        this.#state = 'unreachable';
        this.#tell();
        // The same request again: its key keeps it from counting twice.
        await new Promise<void>((resolve) => this.#ports.later(resolve, retryMs));
      }
    }
  }

  /** What was refused is dropped and the draft shown as the server has it, with what was changed since. */
  async #giveUp(problem: Problem): Promise<void> {
    this.#undo = [];
    this.#redo = [];
    this.#ports.onLost(problem);
    try {
      this.#settle(await this.#ports.load());
    } catch {
      this.#settle(this.#saved);
    }
  }

  #settle(saved: Saved): void {
    this.#sending = null;
    this.#saved = saved;
    this.#base = saved.revision;
    const again = applyChanges(saved.definition, this.#waiting, this.#kind);
    if (again.kind === 'refused') this.#waiting = [];
    this.#shown = again.kind === 'changed' ? again.definition : saved.definition;
    this.#state = this.#waiting.length === 0 ? 'saved' : 'saving';
    if (this.#waiting.length > 0) this.#schedule(0);
    this.#tell();
  }

  #tell(): void {
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }
}

const sentence = (message: string): string => `What would result ${message}.`;

const putOf = (changes: readonly DraftChange[]): string | null => {
  const [only] = changes;
  return changes.length === 1 && only?.kind === 'putElement' ? only.element.id : null;
};

/** Of several puts of an element in a row, only the last is sent. */
function coalesced(waiting: readonly DraftChange[], changes: readonly DraftChange[]): readonly DraftChange[] {
  const last = waiting.at(-1);
  const replaces = last !== undefined && putOf([last]) !== null && putOf([last]) === putOf(changes);
  return [...(replaces ? waiting.slice(0, -1) : waiting), ...changes];
}

/** Typing in one text is one step back, as long as nothing else is done in between. */
function merged(steps: readonly Step[], step: Step): readonly Step[] {
  const last = steps.at(-1);
  if (last === undefined || !isTyping(last, step)) return [...steps, step];
  return [...steps.slice(0, -1), { back: last.back, forth: step.forth }];
}

function isTyping(before: Step, after: Step): boolean {
  const [first, second] = [before.forth[0], after.forth[0]];
  return (
    putOf(before.forth) !== null &&
    putOf(before.forth) === putOf(after.forth) &&
    first?.kind === 'putElement' &&
    second?.kind === 'putElement' &&
    first.element.kind === 'text' &&
    before.back[0]?.kind === 'putElement'
  );
}
