/** What an element and its source are made of, found out in the browser: only the leaves are asked of the server. */
import { describeElement } from '@penstock/domain/queries/describe-element';
import type { DescribedElement } from '@penstock/domain/queries/describe-element';
import { leafKey, leafSources } from '@penstock/domain/queries/leaf-sources';
import type { LeafSource, ResolvedSource } from '@penstock/domain/queries/resolved-source';
import type { DataElement, Definition } from '@penstock/domain/workbooks/definition';
import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from '../api/client.ts';
import type { DescribedSource } from '../api/queries-contract.ts';

export interface Described {
  /** `null`: still asking. */
  readonly element: DescribedElement | null;
  readonly error: unknown;
  /** What another shape of the same element would be made of; `null` while still asking. */
  readonly as: (element: DataElement) => DescribedElement | null;
}

const staleMs = 5 * 60_000;

/** Nothing is asked unless it is `wanted`: who only looks needs no names. */
export function useDescribed(documentId: string, shown: Definition, element: DataElement, wanted = true): Described {
  const definition = useMemo(() => withElement(shown, element), [shown, element]);
  const leaves = useMemo(() => leafSources(definition, element.id), [definition, element.id]);
  return useQueries({
    queries: leaves.map((source) => ({
      queryKey: describedKey(documentId, source),
      queryFn: ({ signal }: { readonly signal: AbortSignal }) => describeLeaf(documentId, source, signal),
      enabled: wanted,
      staleTime: staleMs,
      retry: false,
    })),
    combine: (answers): Described => {
      const error = answers.find((answer) => answer.isError)?.error ?? null;
      if (answers.some((answer) => answer.data === undefined)) return { element: null, error, as: () => null };
      const resolved = new Map(leaves.map((leaf, index) => [leafKey(leaf), answers[index]?.data]));
      const as = (other: DataElement): DescribedElement =>
        describeElement(withElement(definition, other), other.id, (leaf) => resolved.get(leafKey(leaf)));
      return { element: as(element), error: null, as };
    },
  });
}

export const describedKey = (documentId: string, source: LeafSource): readonly string[] => ['describe-source', documentId, leafKey(source)];

/** A source as this person may read it. */
export const describe = (documentId: string, source: LeafSource, signal?: AbortSignal): Promise<DescribedSource> =>
  api.post<DescribedSource>(`/workbooks/${documentId}/describe-source`, { source }, signal === undefined ? {} : { signal });

/** For names and types, every leaf is a relation; only an input table can be linked. */
async function describeLeaf(documentId: string, source: LeafSource, signal: AbortSignal): Promise<ResolvedSource> {
  const { columns, keyColumns = [] } = await describe(documentId, source, signal);
  const found = {
    connectionId: 'connectionId' in source ? source.connectionId : '',
    path: { database: '', schema: '', table: source.kind === 'warehouse-table' ? source.table : '' },
    columns: columns.map(({ name, type, engineType, onRequest = false, id }) => ({
      name,
      type,
      engineType: engineType ?? '',
      onRequest,
      ...(id == null ? {} : { id }),
    })),
  };
  if (source.kind !== 'input-table') return { kind: 'relation', ...found };
  return {
    kind: 'input-table',
    ...found,
    keyColumns,
    columns: found.columns.map((column) => ({ ...column, physicalName: '', labels: null })),
  };
}

export function withElement(definition: Definition, element: DataElement): Definition {
  let known = false;
  const pages = definition.pages.map((page) => ({
    ...page,
    elements: page.elements.map((other) => {
      if (other.id !== element.id) return other;
      known = true;
      return element;
    }),
  }));
  const [first, ...others] = pages;
  if (known || first === undefined) return { ...definition, pages };
  return { ...definition, pages: [{ ...first, elements: [...first.elements, element] }, ...others] };
}
