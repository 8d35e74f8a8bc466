/** The choices of a list control: written down, or the values of a column as this person may read them, found by a search. */
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ControlElement } from '@penstock/domain/workbooks/definition';
import { api } from '../api/client.ts';
import type { ShownVersion } from '../api/contract.ts';
import { asProblem } from '../api/problem.ts';
import type { QueryResult } from '../api/queries-contract.ts';
import { formatValue } from '../tables/format-value.ts';
import { useControlValues } from './control-values.tsx';

/** Of a column: the most frequent ones; others are found by what is typed. */
const mostOffered = 200;

export interface Choice {
  readonly value: string;
  readonly label: string;
}

export interface Choices {
  readonly values: readonly Choice[];
  /** What is typed was searched for already. */
  readonly areFound: boolean;
  /** Where there is nothing to choose. */
  readonly message: string;
}

export function useChoices({
  element,
  documentId,
  version,
  search,
  wanted,
}: {
  element: ControlElement;
  documentId: string;
  version: ShownVersion;
  /** What is typed into the list. */
  search: string;
  /** Nobody has to wait for choices that they do not look at. */
  wanted: boolean;
}): Choices {
  const { choices } = element;
  const column = choices !== null && 'elementId' in choices ? choices : null;
  const [containing] = useDebouncedValue(search.trim(), 250);
  // The other controls narrow what is offered, this one does not.
  const controls = { ...useControlValues(), [element.id]: null };
  const asked = useQuery({
    queryKey: ['choices', documentId, version, column?.elementId, column?.columnId, containing, controls],
    queryFn: ({ signal }) => {
      const question = { version, controls, columnId: column?.columnId, containing, limit: mostOffered };
      return api.post<QueryResult>(`/workbooks/${documentId}/elements/${column?.elementId}/values`, question, { signal });
    },
    enabled: wanted && column !== null,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
  if (choices !== null && 'values' in choices)
    return { values: choices.values.map((value) => ({ value, label: value })), areFound: false, message: 'Nothing of this name' };
  if (asked.isError) return { values: [], areFound: true, message: asProblem(asked.error).message };
  if (asked.data === undefined) return { values: [], areFound: true, message: 'Looking…' };
  return { values: choicesOf(asked.data), areFound: true, message: 'Nothing of this name' };
}

function choicesOf({ columns, values }: QueryResult): readonly Choice[] {
  const type = columns[0]?.type ?? null;
  const reading = { locale: navigator.language, timeZone: 'UTC' };
  return (values[0] ?? [])
    .filter((value) => typeof value === 'string' || typeof value === 'boolean')
    .map((value) => ({ value: String(value), label: formatValue(value, type, null, reading) }))
    .toSorted((a, b) => a.label.localeCompare(b.label, undefined, { numeric: true }));
}
