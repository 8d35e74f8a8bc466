/**
 * What a leaf source turned out to be, once the server has looked: planning itself asks nobody. Everything an element
 * reads directly or through other elements must be resolved before (`leafSources` says what).
 */
import type { Definition, Source, SourceColumn } from '../workbooks/definition.ts';

/** Sources that are not made of others in the same document. */
export type LeafSource = Extract<Source, { kind: 'warehouse-table' | 'custom-sql' | 'data-model' | 'input-table' }>;

export type ResolvedSource =
  | {
      readonly kind: 'relation';
      readonly connectionId: string;
      readonly path: RelationPath;
      readonly columns: readonly EngineColumn[];
    }
  | {
      readonly kind: 'sql';
      readonly connectionId: string;
      /** One SELECT that the guard let pass, without a semicolon (`warehouse/src/custom-sql/`). */
      readonly text: GuardedSql;
      readonly columns: readonly EngineColumn[];
    }
  /** The live rows of an input table, as its data table holds them. */
  | {
      readonly kind: 'input-table';
      readonly connectionId: string;
      readonly path: RelationPath;
      readonly columns: readonly InputTableColumn[];
      /** Ids of the columns that tell its rows apart; empty unless it is linked to another source. */
      readonly keyColumns: readonly string[];
    }
  /** An element of a data model: its own leaf sources are asked from the same `sourceOf`. */
  | { readonly kind: 'element'; readonly documentId: string; readonly definition: Definition; readonly elementId: string };

declare const guarded: unique symbol;
/** Only the guard of custom SQL makes one. */
export type GuardedSql = string & { readonly [guarded]: true };

/** Where a relation is, in the engine's own spelling, unquoted. */
export interface RelationPath {
  readonly database: string;
  readonly schema: string;
  readonly table: string;
}

/** `engineType` is the engine's own name of the type, e.g. `int8`, `timestamptz`: it decides how the column is read. */
export type EngineColumn = SourceColumn & { readonly engineType: string };

export interface InputTableColumn extends SourceColumn {
  /** Name in the data table. */
  readonly physicalName: string;
  readonly engineType: string;
  /** Of a select column: cells hold option ids, people read labels. */
  readonly labels: readonly { readonly id: string; readonly label: string }[] | null;
  /** Its cells hold lists of option ids: people read the labels of all, in the order of the options. */
  readonly holdsSeveral?: boolean;
}

export type SourceOf = (source: LeafSource) => ResolvedSource | undefined;
