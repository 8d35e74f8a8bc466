/** The values that a column holds, the most frequent first, to choose from. */
import { Checkbox, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import type { DataType } from '@penstock/domain/formula/expression';
import type { DataElement, ElementColumn, Filter, TableElement } from '@penstock/domain/workbooks/definition';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../api/client.ts';
import type { ShownVersion } from '../api/contract.ts';
import type { QueryResult } from '../api/queries-contract.ts';
import { Waiting } from '../app/waiting.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { formatValue } from './format-value.ts';
import styles from './tables.module.css';

interface DistinctValuesProps {
  readonly documentId: string;
  readonly version: ShownVersion;
  readonly element: DataElement;
  readonly column: ElementColumn;
  readonly type: DataType | null;
  readonly chosen: readonly (string | boolean | null)[];
  readonly onChoose: (values: readonly (string | boolean | null)[]) => void;
}

const mostShown = 200;

export function DistinctValues({ documentId, version, element, column, type, chosen, onChoose }: DistinctValuesProps) {
  const [text, setText] = useState('');
  const [search] = useDebouncedValue(text.trim(), 250);
  const values = useQuery({
    queryKey: ['distinct-values', documentId, element.id, element.source, column.formula, search],
    queryFn: ({ signal }) => {
      const asked = valuesOf(element, column, type === 'text' ? search : '');
      const question = { version, view: { sorts: null, filters: [], collapsed: {} }, element: asked, offset: 0, limit: mostShown };
      return api.post<QueryResult>(`/workbooks/${documentId}/elements/${element.id}/query`, question, { signal });
    },
    staleTime: 60_000,
  });
  const [heads = [], counts = []] = values.data?.values ?? [];
  const found = heads as readonly (string | boolean | null)[];
  const missing = chosen.filter((value) => !found.includes(value) && search === '');
  const reading = { locale: navigator.language, timeZone: 'UTC' };
  const toggle = (value: string | boolean | null): void =>
    onChoose(chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value]);
  return (
    <div className={styles['distinct']}>
      {type === 'text' && (
        <TextInput
          aria-label="Search values"
          placeholder="Search values"
          leftSection={<IconSearch size={15} stroke={1.6} />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
      {values.isError && <ProblemNotice error={values.error} />}
      {values.isPending && <Waiting />}
      <ul>
        {[...missing, ...found].map((value, index) => (
          <li key={JSON.stringify(value)}>
            <Checkbox
              size="xs"
              label={value === null ? '(empty)' : formatValue(value, type, null, reading)}
              checked={chosen.includes(value)}
              onChange={() => toggle(value)}
            />
            <span className="ps-numbers">{formatValue(counts[index - missing.length] ?? null, 'number', null, reading)}</span>
          </li>
        ))}
      </ul>
      {values.data?.hasMore === true && <p>The {mostShown} most frequent ones. Search to find others.</p>}
    </div>
  );
}

/** The element as a table with one row for each value, whatever else filters it. */
function valuesOf(element: DataElement, column: ElementColumn, search: string): TableElement {
  const contains: Filter[] =
    search === '' ? [] : [{ id: 'search', columnId: column.id, kind: 'text', operator: 'contains', text: search, caseSensitive: false }];
  return {
    kind: 'table',
    id: element.id,
    name: element.name,
    layout: element.layout,
    source: element.source,
    columns: [
      ...element.columns.map((other) => ({ ...other, level: null, hidden: other.id !== column.id })),
      { id: 'penstock-count', name: 'Count of values', formula: 'Count()', hidden: false, format: null, level: 'values' },
    ].toSorted((a, b) => Number(b.id === column.id) - Number(a.id === column.id)),
    groupings: [{ id: 'values', keys: [column.id], collapsed: true }],
    totals: [],
    filters: contains,
    sorts: [{ columnId: 'penstock-count', direction: 'descending' }],
  };
}
