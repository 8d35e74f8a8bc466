/** A pivot: groups down the side, groups across the top, and what is measured where they meet. */
import { Button, Menu } from '@mantine/core';
import type { Reading } from '@penstock/domain/values/format';
import type { PivotElement } from '@penstock/domain/workbooks/definition';
import { useMemo } from 'react';
import type { QueryResult } from '../api/queries-contract.ts';
import { Waiting } from '../app/waiting.tsx';
import { DataActions } from '../queries/data-actions.tsx';
import { useResult } from '../queries/use-result.ts';
import type { ShownElement } from '../tables/data-element-view.tsx';
import { columnOf } from '../tables/element-edits.ts';
import { formatValue, headName } from '../tables/format-value.ts';
import tableStyles from '../tables/tables.module.css';
import { ProblemNotice } from '../ui/notice.tsx';
import { pivotCells } from './pivot-cells.ts';
import styles from './pivots.module.css';

/** Row heads of one request, and columns that a screen can still hold. */
const mostRows = 500;
const mostAcross = 200;

export function PivotView(props: ShownElement<PivotElement>) {
  const { element, canShape } = props;
  if (element.values.length === 0)
    return (
      <p className={styles['empty']}>
        {canShape
          ? 'What shall be measured? Choose rows, columns and values in the panel at the right.'
          : 'This pivot is not finished yet.'}
      </p>
    );
  return <WholePivot {...props} />;
}

function WholePivot({ documentId, definition, version, stored, element, onReset }: ShownElement<PivotElement>) {
  const result = useResult({ documentId, definition, version, element: stored, shown: element }, mostRows);
  const reading = useMemo<Reading>(() => ({ locale: navigator.language, timeZone: definition.timeZone }), [definition.timeZone]);
  const first = result.pages?.first ?? null;
  return (
    <div className={tableStyles['element']}>
      <DataActions documentId={documentId} elementId={element.id} name={element.name} result={result}>
        {onReset !== null && <Menu.Item onClick={onReset}>Back to how it was</Menu.Item>}
      </DataActions>
      <div className={tableStyles['grid']} aria-busy={result.isWaiting}>
        {result.pages === null && <Waiting />}
        {result.pages !== null && result.pages.error !== null && (
          <div className={tableStyles['over']}>
            <ProblemNotice
              error={result.pages.error}
              action={
                <Button size="compact-sm" variant="default" mt="xs" onClick={result.refresh}>
                  Try again
                </Button>
              }
            />
          </div>
        )}
        {first !== null && result.pages?.error === null && <Cells pivot={element} result={first} reading={reading} />}
      </div>
      {first?.hasMore === true && <p className={styles['note']}>The first {mostRows} rows. Filter to see others, or download all.</p>}
    </div>
  );
}

function Cells({ pivot, result, reading }: { pivot: PivotElement; result: QueryResult; reading: Reading }) {
  const cells = useMemo(() => pivotCells(pivot, result), [pivot, result]);
  const column = (id: string) => result.columns.find((candidate) => candidate.id === id);
  const shown = (value: unknown, id: string): string => headName(value, column(id)?.type ?? null, columnOf(pivot, id), reading);
  const across = cells.across.slice(0, mostAcross);
  const problem = result.columns.find((candidate) => candidate.problem !== null)?.problem;
  if (problem !== undefined && problem !== null) return <p className={styles['empty']}>{problem}</p>;
  const several = pivot.values.length > 1 || pivot.across.length === 0;
  return (
    <div className={styles['scroll']} tabIndex={0} role="region" aria-label={`${pivot.name}, a pivot of ${cells.rows.length} rows`}>
      <table className={styles['pivot']}>
        <thead>
          {pivot.across.map((id, depth) => (
            <tr key={id}>
              {depth === 0 && (
                <th colSpan={Math.max(1, pivot.rows.length)} rowSpan={pivot.across.length} className={styles['corner']}>
                  {pivot.across.map((each) => columnOf(pivot, each)?.name).join(', ')}
                </th>
              )}
              {across.map((head, place) => (
                <th key={place} scope="col" colSpan={pivot.values.length} className={styles['head']}>
                  {shown(head[depth] ?? null, id)}
                </th>
              ))}
            </tr>
          ))}
          <tr>
            {pivot.rows.map((id) => (
              <th key={id} scope="col">
                {columnOf(pivot, id)?.name}
              </th>
            ))}
            {pivot.rows.length === 0 && <th />}
            {across.flatMap((_, place) =>
              pivot.values.map((id) => (
                <th key={`${place} ${id}`} scope="col" className={styles['number']}>
                  {several ? columnOf(pivot, id)?.name : ''}
                </th>
              )),
            )}
          </tr>
        </thead>
        <tbody>
          {cells.rows.map((head, row) => (
            <tr key={row}>
              {pivot.rows.map((id, depth) => (
                <th key={id} scope="row">
                  {shown(head[depth] ?? null, id)}
                </th>
              ))}
              {pivot.rows.length === 0 && <th scope="row">All</th>}
              {across.flatMap((_, place) =>
                pivot.values.map((id, value) => (
                  <td key={`${place} ${id}`} className="ps-numbers">
                    {formatValue(cells.cell(row, place, value), column(id)?.type ?? null, columnOf(pivot, id)?.format ?? null, reading)}
                  </td>
                )),
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {cells.across.length > mostAcross && <p className={styles['note']}>The first {mostAcross} columns.</p>}
    </div>
  );
}
