/**
 * Row ids that this node has seen in each table, so that an edit of a row on somebody's screen needs no question to
 * the warehouse. Bounded: forgetting costs one read. A row id is for ever, deleted rows are known rows too.
 */
const rememberedIds = 200_000;

export class KnownRows {
  readonly #tables = new Map<string, Set<string>>();
  #count = 0;

  add(tableId: string, rowIds: Iterable<string>): void {
    const known = this.#tables.get(tableId) ?? new Set<string>();
    // The table used last is forgotten last.
    this.#tables.delete(tableId);
    this.#tables.set(tableId, known);
    const before = known.size;
    for (const id of rowIds) known.add(id);
    this.#count += known.size - before;
    for (const [oldest, ids] of this.#tables) {
      if (this.#count <= rememberedIds) return;
      this.#tables.delete(oldest);
      this.#count -= ids.size;
    }
  }

  missing(tableId: string, rowIds: readonly string[]): readonly string[] {
    const known = this.#tables.get(tableId);
    return known === undefined ? rowIds : rowIds.filter((id) => !known.has(id));
  }
}
