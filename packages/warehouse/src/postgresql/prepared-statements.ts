/**
 * Which texts the server has prepared under a name in one session. A text is prepared when it comes the second time, so
 * that texts used once leave nothing behind; the least recently used name is closed when there are too many.
 */
import type { PipelinedStatement } from './pipeline.ts';

const maximumPrepared = 64;
const maximumSeen = 32;
/** Preparing pays for the texts of hot paths; a longer text is a page of columns or a definition. */
const maximumTextLength = 32_768;

export class PreparedStatements {
  /** Text to name, least recently used first. */
  readonly #names = new Map<string, string>();
  readonly #seen = new Set<string>();
  /** Named in the pipeline that is on its way. */
  readonly #pending = new Map<string, string>();
  /** Named in a pipeline that failed: the server may have them, nobody will ask for them. */
  #orphans: string[] = [];
  /** To be closed by the pipeline that is on its way. */
  #closing: readonly string[] = [];
  #counter = 0;

  /** Plans the run of a text; `settle` follows with the outcome of the pipeline. */
  plan(text: string, values: readonly (string | null)[]): PipelinedStatement {
    const pending = this.#pending.get(text);
    if (pending !== undefined) return { text, values, name: pending, parsed: true };
    const name = this.#names.get(text);
    if (name !== undefined) {
      this.#names.delete(text);
      this.#names.set(text, name);
      return { text, values, name, parsed: true };
    }
    if (text.length > maximumTextLength) return { text, values, name: '', parsed: false };
    if (!this.#seen.has(text)) {
      if (this.#seen.size >= maximumSeen) this.#seen.clear();
      this.#seen.add(text);
      return { text, values, name: '', parsed: false };
    }
    this.#counter += 1;
    const made = `p${this.#counter}`;
    this.#pending.set(text, made);
    return { text, values, name: made, parsed: false };
  }

  /** Names to close in the next pipeline, so that the server's memory stays bounded. */
  surplus(): readonly string[] {
    const names = this.#orphans;
    this.#orphans = [];
    for (const [text, name] of this.#names) {
      if (this.#names.size <= maximumPrepared) break;
      // A text of this very pipeline is the newest and stays.
      this.#names.delete(text);
      names.push(name);
    }
    this.#closing = names;
    return names;
  }

  /** After the pipeline: what it prepared is there, or nobody knows. */
  settle(cameThrough: boolean): void {
    for (const [text, name] of this.#pending) {
      if (cameThrough) {
        this.#seen.delete(text);
        this.#names.set(text, name);
      } else {
        this.#orphans.push(name);
      }
    }
    this.#pending.clear();
    if (!cameThrough) this.#orphans.push(...this.#closing);
    this.#closing = [];
  }

  /** The server lost them, or a table changed beneath them: every text is parsed anew. */
  forgetAll(): void {
    this.#orphans.push(...this.#names.values());
    this.#names.clear();
  }
}
