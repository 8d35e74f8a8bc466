/** Below the rows: how many there are as far as anybody knows, and the totals. */
import type { Reading } from '@penstock/domain/values/format';
import type { TableElement } from '@penstock/domain/workbooks/definition';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api } from '../api/client.ts';
import type { QueryResult } from '../api/queries-contract.ts';
import type { Result } from '../queries/use-result.ts';
import { columnOf } from './element-edits.ts';
import { formatValue } from './format-value.ts';
import styles from './tables.module.css';

interface TableFootProps {
  readonly documentId: string;
  readonly element: TableElement;
  readonly result: Result;
  readonly reading: Reading;
  readonly children?: ReactNode;
}

export function TableFoot({ documentId, element, result, reading, children }: TableFootProps) {
  const { pages, question } = result;
  const first = pages?.first ?? null;
  const totals = useQuery({
    queryKey: ['element-totals', documentId, element.id, question],
    queryFn: ({ signal }) => api.post<QueryResult>(`/workbooks/${documentId}/elements/${element.id}/totals`, question, { signal }),
    enabled: question !== null && element.totals.length > 0,
    placeholderData: (before) => before,
    gcTime: 0,
  });
  const number = (value: number): string => formatValue(String(value), 'number', null, reading);
  const grouped = element.groupings.some(({ collapsed }) => collapsed);
  const what = grouped ? 'groups' : 'rows';
  return (
    <div className={styles['foot']} tabIndex={0} role="note" aria-label={`What is below ${element.name}`}>
      {first !== null && pages !== null && (
        <span className="ps-numbers">
          {pages.end === null
            ? `More than ${number(first.rowCount)} ${what}`
            : `${number(pages.end)} ${pages.end === 1 ? what.slice(0, -1) : what}`}
        </span>
      )}
      {element.totals.length > 0 &&
        totals.data?.columns.map((column, index) => (
          <span key={column.id} className="ps-numbers">
            {column.name}{' '}
            <b>{formatValue(totals.data.values[index]?.[0] ?? null, column.type, columnOf(element, column.id)?.format ?? null, reading)}</b>
          </span>
        ))}
      {children}
    </div>
  );
}
