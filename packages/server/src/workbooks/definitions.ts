/**
 * Definitions as queries need them: a version never changes, nor does a revision of a draft, so that each is read once
 * while there is room for it, and a query of a document that has not changed asks the metadata database nothing.
 */
import type { Definition } from '@penstock/domain/workbooks/definition';
import type { Queryable } from '../members/store.ts';

/** Characters of JSON that all remembered definitions have together, at most. */
const roomCharacters = 32 * 1024 * 1024;

interface Remembered {
  readonly definition: Definition;
  readonly characters: number;
}

export class Definitions {
  readonly #on: Queryable;
  /** The one that was used longest ago comes first. */
  readonly #remembered = new Map<string, Remembered>();
  #characters = 0;

  constructor(on: Queryable) {
    this.#on = on;
  }

  /** The draft at a revision, or at a later one that has come meanwhile; `null` when the document is gone. */
  async draft(id: string, revision: number): Promise<{ readonly revision: number; readonly definition: Definition } | null> {
    const known = this.#recall(draftKey(id, revision));
    if (known !== null) return { revision, definition: known };
    const { rows } = await this.#on.query<{ revision: number; text: string }>(
      'select revision, draft::text as text from workbooks where id = $1 and deleted_at is null',
      [id],
    );
    const [row] = rows;
    return row === undefined ? null : { revision: row.revision, definition: this.#remember(draftKey(id, row.revision), row.text) };
  }

  /** `null` for one that was never published. */
  async version(id: string, number: number): Promise<Definition | null> {
    const key = `${id} version ${number}`;
    const known = this.#recall(key);
    if (known !== null) return known;
    const { rows } = await this.#on.query<{ text: string }>(
      'select definition::text as text from workbook_versions where workbook_id = $1 and number = $2',
      [id, number],
    );
    return rows[0] === undefined ? null : this.#remember(key, rows[0].text);
  }

  #recall(key: string): Definition | null {
    const known = this.#remembered.get(key);
    if (known === undefined) return null;
    this.#remembered.delete(key);
    this.#remembered.set(key, known);
    return known.definition;
  }

  #remember(key: string, text: string): Definition {
    // Only what `checkDefinition` and the schema have let in is stored.
    const definition = JSON.parse(text) as Definition;
    this.#forget(key);
    this.#remembered.set(key, { definition, characters: text.length });
    this.#characters += text.length;
    for (const oldest of this.#remembered.keys()) {
      if (this.#characters <= roomCharacters) break;
      this.#forget(oldest);
    }
    return definition;
  }

  #forget(key: string): void {
    this.#characters -= this.#remembered.get(key)?.characters ?? 0;
    this.#remembered.delete(key);
  }
}

function draftKey(id: string, revision: number): string {
  return `${id} draft ${revision}`;
}
