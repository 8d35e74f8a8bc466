/**
 * The trace of each edit (R27): the browser that made it, the service that took it, whose credential opened the log and
 * that the log has it, whose credential opened the data table and that the table has it. One line for each step, under
 * one trace id; never a value of a cell. Where tracing is off there is no `EditTrace`, and nothing is done for it.
 */
import { readMadeAt, readTraceparent } from '@penstock/domain/edit-log/trace-context';
import type { WriteOutcome } from '@penstock/domain/edit-log/ports';
import type { Principal } from '@penstock/domain/execution-identity/purpose';

/** What happened to an edit; in this order when all goes well. */
export type EditStep =
  /** A browser says that its person made the edit, and sends it. */
  | { readonly step: 'ui'; readonly spanId: string; readonly madeAt: string | null }
  | { readonly step: 'service'; readonly principal: Principal; readonly requestId: string }
  | (CredentialStep & { readonly step: 'log-credential' | 'data-credential' })
  | (WriteStep & { readonly step: 'log-written' | 'data-written' })
  | (WriteStep & { readonly step: 'log-not-written' | 'data-not-written'; readonly outcome: Exclude<WriteOutcome['kind'], 'done'> });

/** A session of the principal is at hand. `loaded`: its credential was read for it just now; `in-use`: for an earlier statement. */
interface CredentialStep {
  readonly principal: Principal;
  readonly login: string;
  readonly credential: 'loaded' | 'in-use';
}

interface WriteStep {
  /** `null`: there was no session, and nothing ran. */
  readonly login: string | null;
  readonly durationMs: number;
}

/** One line of a trace. */
export type TracedStep = EditStep & { readonly traceId: string; readonly editId: string };

/** The write of some edits to the log or to a data table. */
export interface TracedWrite {
  credential(step: CredentialStep): void;
  ended(outcome: WriteOutcome): void;
}

/** As clients make edit ids. */
const personsEdit = /^[0-9a-f]{32}$/;

/** Edits whose client gave another trace id than the edit's own. */
const rememberedTraces = 10_000;

export class EditTrace {
  readonly #tell: (step: TracedStep) => void;
  readonly #given = new Map<string, string>();

  constructor(tell: (step: TracedStep) => void) {
    this.#tell = tell;
  }

  /** An edit has come in. A trace that the client began goes on; without one the edit's own id names it. */
  received(
    editId: string,
    headers: Readonly<Record<string, unknown>>,
    by: { readonly memberId: string; readonly requestId: string },
  ): void {
    const context = readTraceparent(headers['traceparent']);
    if (context !== null && context.traceId !== editId) this.#remember(editId, context.traceId);
    const madeAtMs = readMadeAt(headers['tracestate']);
    if (context !== null && madeAtMs !== null)
      this.#step([editId], { step: 'ui', spanId: context.spanId, madeAt: new Date(madeAtMs).toISOString() });
    this.#step([editId], { step: 'service', principal: { kind: 'person', memberId: by.memberId }, requestId: by.requestId });
  }

  /** Begins a write on behalf of these edits; several parts of one edit count once, and the log's own entries have no trace. */
  write(to: 'log' | 'data', editIds: readonly string[]): TracedWrite {
    const edits = [...new Set(editIds)].filter((id) => personsEdit.test(id));
    const startedMs = performance.now();
    let login: string | null = null;
    return {
      credential: (step) => {
        login = step.login;
        this.#step(edits, { step: `${to}-credential`, ...step });
      },
      ended: ({ kind }) => {
        const facts = { login, durationMs: Math.round(performance.now() - startedMs) };
        if (kind === 'done') this.#step(edits, { step: `${to}-written`, ...facts });
        else this.#step(edits, { step: `${to}-not-written`, ...facts, outcome: kind });
      },
    };
  }

  #step(editIds: readonly string[], step: EditStep): void {
    for (const editId of editIds) this.#tell({ traceId: this.#given.get(editId) ?? editId, editId, ...step });
  }

  #remember(editId: string, traceId: string): void {
    if (this.#given.size >= rememberedTraces) this.#given.clear();
    this.#given.set(editId, traceId);
  }
}
