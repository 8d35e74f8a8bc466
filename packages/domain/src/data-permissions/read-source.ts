/** What a part of a document reads of one connection, once elements and data models are followed to their ends. */
export type ReadSource =
  | { readonly kind: 'warehouse-table'; readonly connectionId: string; readonly schema: string; readonly table: string }
  | { readonly kind: 'custom-sql'; readonly connectionId: string; readonly sql: string }
  | { readonly kind: 'input-table'; readonly connectionId: string; readonly inputTableId: string };

/** Equal for the same source; custom SQL is the same only letter for letter. */
export function sourceKey(source: ReadSource): string {
  switch (source.kind) {
    case 'warehouse-table':
      return JSON.stringify([source.kind, source.connectionId, source.schema, source.table]);
    case 'custom-sql':
      return JSON.stringify([source.kind, source.connectionId, source.sql]);
    case 'input-table':
      return JSON.stringify([source.kind, source.connectionId, source.inputTableId]);
  }
}

/** Those of `sources` that `known` does not have. */
export function newSources(known: readonly ReadSource[], sources: readonly ReadSource[]): readonly ReadSource[] {
  const keys = new Set(known.map(sourceKey));
  return sources.filter((source) => !keys.has(sourceKey(source)));
}
