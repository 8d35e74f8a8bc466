/** The values that a column holds, the most frequent first, to choose from. */
import { Checkbox, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import type { DataType } from '@penstock/domain/formula/expression';
import { mayListValues } from '@penstock/domain/queries/interaction';
import type { DataElement, Definition, ElementColumn } from '@penstock/domain/workbooks/definition';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../api/client.ts';
import type { ShownVersion } from '../api/contract.ts';
import type { QueryResult } from '../api/queries-contract.ts';
import { Waiting } from '../app/waiting.tsx';
import { changedControls, sameJson } from '../queries/question.ts';
import { ProblemNotice } from '../ui/notice.tsx';
import { useControlValues } from '../workbooks/control-values.tsx';
import { columnOf } from './element-edits.ts';
import { formatValue } from './format-value.ts';
import styles from './tables.module.css';

interface DistinctValuesProps {
  readonly documentId: string;
  readonly version: ShownVersion;
  readonly definition: Definition;
  /** Of the document. */
  readonly stored: DataElement;
  readonly element: DataElement;
  readonly column: ElementColumn;
  readonly type: DataType | null;
  readonly chosen: readonly (string | boolean | null)[];
  readonly onChoose: (values: readonly (string | boolean | null)[]) => void;
}

const mostShown = 200;

export function DistinctValues({ documentId, version, definition, stored, element, column, type, chosen, onChoose }: DistinctValuesProps) {
  const [text, setText] = useState('');
  const [containing] = useDebouncedValue(text.trim(), 250);
  const controls = changedControls(definition, useControlValues());
  // As the document has it, its filters hold; a draft, and a column of one's own, is asked for whatever filters it now.
  const isOwn = version !== 'published' || !sameJson(columnOf(stored, column.id), column) || !mayListValues(stored, column.id);
  const values = useQuery({
    queryKey: ['values', documentId, version, stored.id, isOwn ? element.source : null, isOwn ? column : column.id, controls, containing],
    queryFn: ({ signal }) => {
      const question = { version, controls, columnId: column.id, containing, limit: mostShown };
      const asked = isOwn ? { ...question, element: { ...element, filters: [] } } : question;
      return api.post<QueryResult>(`/workbooks/${documentId}/elements/${element.id}/values`, asked, { signal });
    },
    staleTime: 60_000,
  });
  const [heads = [], counts = []] = values.data?.values ?? [];
  const found = heads as readonly (string | boolean | null)[];
  const missing = chosen.filter((value) => !found.includes(value) && containing === '');
  const reading = { locale: navigator.language, timeZone: 'UTC' };
  const toggle = (value: string | boolean | null): void =>
    onChoose(chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value]);
  return (
    <div className={styles['distinct']}>
      {type !== 'logical' && (
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
