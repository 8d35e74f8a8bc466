/** The choices of a list control: written down, or the values of a column as this person may read them. */
import { useQuery } from '@tanstack/react-query';
import type { ControlElement } from '@penstock/domain/workbooks/definition';
import { api } from '../api/client.ts';
import type { ShownVersion } from '../api/contract.ts';
import { asProblem } from '../api/problem.ts';

interface Page {
  readonly columns: readonly { readonly id: string }[];
  readonly values: readonly (readonly unknown[])[];
}

/** Rows whose values are offered; what lies beyond can be typed into a filter of the element itself. */
const rowsLookedAt = 10_000;

export interface Choices {
  readonly values: readonly string[];
  /** Where there is nothing to choose. */
  readonly message: string;
}

export function useChoices({
  element,
  documentId,
  version,
  wanted,
}: {
  element: ControlElement;
  documentId: string;
  version: ShownVersion;
  /** Nobody has to wait for choices that they do not look at. */
  wanted: boolean;
}): Choices {
  const { choices } = element;
  const column = choices !== null && 'elementId' in choices ? choices : null;
  const asked = useQuery({
    queryKey: ['choices', documentId, version, column?.elementId, column?.columnId],
    queryFn: ({ signal }) =>
      api.post<Page>(`/workbooks/${documentId}/elements/${column?.elementId}/query`, { version, limit: rowsLookedAt }, { signal }),
    enabled: wanted && column !== null,
    staleTime: 60_000,
  });
  if (choices !== null && 'values' in choices) return { values: choices.values, message: 'Nothing of this name' };
  if (asked.isError) return { values: [], message: asProblem(asked.error).message };
  if (asked.data === undefined) return { values: [], message: 'Looking…' };
  const index = asked.data.columns.findIndex(({ id }) => id === column?.columnId);
  const values = (asked.data.values[index] ?? []).filter((value) => typeof value === 'string' || typeof value === 'boolean').map(String);
  return {
    values: [...new Set(values)].toSorted((a, b) => a.localeCompare(b, undefined, { numeric: true })),
    message: 'Nothing of this name',
  };
}
