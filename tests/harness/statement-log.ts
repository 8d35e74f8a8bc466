/**
 * The warehouse's own log of every statement with the login that ran it, as PostgreSQL writes it (jsonlog). Tests ask
 * it who did what, in which order.
 */
import { randomBytes } from 'node:crypto';
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Statement {
  /** Position in the log: a smaller number began earlier. */
  readonly began: number;
  /** Position at which the statement had ended; `null` while it runs, or when it failed. */
  readonly ended: number | null;
  readonly at: string;
  readonly user: string;
  readonly database: string;
  /** The SQL text, without the `statement:` or `execute <name>:` in front of it. */
  readonly text: string;
  /** The bound parameters as PostgreSQL prints them (`$1 = 'a'`), trimmed to 1,024 bytes each; empty without any. */
  readonly parameters: string;
  readonly sessionId: string;
  readonly application: string;
  /** What the server answered when it refused the statement. */
  readonly error: { readonly sqlState: string; readonly message: string } | null;
}

export interface StatementFilter {
  readonly user?: string;
  /** Keeps statements that began after this position, as `position()` gave it. */
  readonly since?: number;
  readonly text?: RegExp;
}

interface Entry {
  readonly timestamp: string;
  readonly user?: string;
  readonly dbname?: string;
  readonly session_id?: string;
  readonly application_name?: string;
  readonly error_severity: string;
  readonly state_code?: string;
  readonly message?: string;
  readonly detail?: string;
  readonly statement?: string;
}

type Draft = { -readonly [Key in keyof Statement]: Statement[Key] };

/** Reads what has been logged for `database` since the reader was made. */
export class StatementLog {
  private readonly folder: string;
  private readonly database: string;
  /** Runs a statement in `database`, so that its line shows that everything before it has been written. */
  private readonly mark: (sql: string) => Promise<void>;
  private readonly offsets = new Map<string, number>();
  private readonly statements: Draft[] = [];
  private readonly running = new Map<string, Draft>();
  private position = 0;

  constructor(folder: string, database: string, mark: (sql: string) => Promise<void>) {
    this.folder = folder;
    this.database = database;
    this.mark = mark;
  }

  /** Skips what is in the log already. */
  async begin(): Promise<void> {
    for (const file of await this.files()) this.offsets.set(file, (await stat(join(this.folder, file))).size);
  }

  /** Every statement that began before this call, oldest first; the reader's own marks are left out. */
  async read(filter: StatementFilter = {}): Promise<readonly Statement[]> {
    await this.catchUp();
    return this.statements.filter(
      (statement) =>
        (filter.user === undefined || statement.user === filter.user) &&
        (filter.since === undefined || statement.began > filter.since) &&
        (filter.text === undefined || filter.text.test(statement.text)),
    );
  }

  /** The position behind everything logged so far. */
  async now(): Promise<number> {
    await this.catchUp();
    return this.position;
  }

  private async catchUp(): Promise<void> {
    const word = `penstock-mark-${randomBytes(8).toString('hex')}`;
    await this.mark(`select '${word}'`);
    for (const deadline = Date.now() + 60_000; ; await sleep(10)) {
      let found = false;
      for (const file of await this.files()) found = (await this.readFile(file, word)) || found;
      if (found) return;
      if (Date.now() > deadline) throw new Error(`The statement log in ${this.folder} does not show a statement that has run.`);
    }
  }

  private async files(): Promise<string[]> {
    return (await readdir(this.folder)).filter((file) => file.endsWith('.json')).sort();
  }

  private async readFile(file: string, word: string): Promise<boolean> {
    const path = join(this.folder, file);
    const from = this.offsets.get(file) ?? 0;
    const { size } = await stat(path);
    if (size <= from) return false;
    const buffer = Buffer.alloc(size - from);
    await using handle = await open(path);
    await handle.read(buffer, 0, buffer.length, from);
    const end = buffer.lastIndexOf(10) + 1;
    this.offsets.set(file, from + end);
    let found = false;
    for (const line of buffer.toString('utf8', 0, end).split('\n')) {
      if (!line.includes(`"dbname":"${this.database}"`)) continue;
      if (line.includes('penstock-mark-')) found ||= line.includes(word);
      else this.take(JSON.parse(line) as Entry);
    }
    return found;
  }

  private take(entry: Entry): void {
    this.position += 1;
    const sessionId = entry.session_id ?? '';
    const message = entry.message ?? '';
    const began = /^(?:statement|execute [^:]*): ([^]*)$/.exec(message);
    if (entry.error_severity === 'LOG' && began !== null) {
      const statement: Draft = {
        began: this.position,
        ended: null,
        at: entry.timestamp,
        user: entry.user ?? '',
        database: entry.dbname ?? '',
        text: began[1] ?? '',
        parameters: (entry.detail ?? '').replace(/^[Pp]arameters: /, ''),
        sessionId,
        application: entry.application_name ?? '',
        error: null,
      };
      this.statements.push(statement);
      this.running.set(sessionId, statement);
      return;
    }
    const current = this.running.get(sessionId);
    if (current === undefined) return;
    // The first duration after a statement began is its own; later ones are the parse and bind of the next.
    if (entry.error_severity === 'LOG' && message.startsWith('duration: ')) current.ended ??= this.position;
    else if (entry.error_severity === 'ERROR') current.error = { sqlState: entry.state_code ?? '', message };
  }
}
