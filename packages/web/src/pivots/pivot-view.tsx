/** A pivot: groups down the side, groups across the top, and what is measured where they meet. */
import { Button } from '@mantine/core';
import type { Reading } from '@penstock/domain/values/format';
import type { PivotElement } from '@penstock/domain/workbooks/definition';
import { useMemo } from 'react';
import { Waiting } from '../app/waiting.tsx';
import { DataActions } from '../queries/data-actions.tsx';
import { useAnswered } from '../queries/use-answered.ts';
import { useResult } from '../queries/use-result.ts';
import type { ShownElement } from '../tables/data-element-view.tsx';
import { formatValue } from '../tables/format-value.ts';
import { useReaderTools } from '../tables/reader-tools.tsx';
import tableStyles from '../tables/tables.module.css';
import { ProblemNotice } from '../ui/notice.tsx';
import { pivotRows } from './pivot-cells.ts';
import { PivotTable } from './pivot-table.tsx';
import styles from './pivots.module.css';

/** Row heads of one request, with all their cells. */
const pageRows = 200;

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

function WholePivot(props: ShownElement<PivotElement>) {
  const { documentId, definition, version, stored, element } = props;
  const result = useResult({ documentId, definition, version, element: stored, shown: element }, pageRows, (page) =>
    pivotRows(element, page),
  );
  const reading = useMemo<Reading>(() => ({ locale: navigator.language, timeZone: definition.timeZone }), [definition.timeZone]);
  const { pages } = result;
  const answered = useAnswered(element, result);
  const first = pages?.first ?? null;
  const tools = useReaderTools(props, first, reading);
  const problem = first?.columns.find((candidate) => candidate.problem !== null)?.problem ?? null;
  return (
    <div className={tableStyles['element']}>
      <DataActions documentId={documentId} elementId={element.id} name={element.name} result={result}>
        {tools.items}
      </DataActions>
      {tools.chips}
      <div className={tableStyles['grid']} aria-busy={result.isWaiting}>
        {pages === null && <Waiting />}
        {pages !== null && pages.error !== null && (
          <div className={tableStyles['over']}>
            <ProblemNotice
              error={pages.error}
              action={
                <Button size="compact-sm" variant="default" mt="xs" onClick={result.refresh}>
                  Try again
                </Button>
              }
            />
          </div>
        )}
        {problem !== null && <p className={styles['empty']}>{problem}</p>}
        {pages !== null && first !== null && pages.error === null && problem === null && (
          <div style={{ height: '100%' }} className={result.isWaiting ? tableStyles['stale'] : undefined}>
            {pages.end === 0 ? (
              <p className={styles['empty']}>{element.filters.length > 0 ? 'No row passes the filters.' : 'There are no rows yet.'}</p>
            ) : (
              <PivotTable pivot={answered} {...{ pages, reading }} version={result.version} onColumnMenu={tools.openMenu} />
            )}
          </div>
        )}
      </div>
      {first !== null && pages !== null && element.rows.length > 0 && <Foot known={first} end={pages.end} {...{ element, reading }} />}
      {tools.open}
    </div>
  );
}

function Foot({
  element,
  known,
  end,
  reading,
}: {
  element: PivotElement;
  known: Parameters<typeof pivotRows>[1];
  end: number | null;
  reading: Reading;
}) {
  const number = (value: number): string => formatValue(String(value), 'number', null, reading);
  const rows = end === null ? `More than ${number(pivotRows(element, known))} rows` : `${number(end)} ${end === 1 ? 'row' : 'rows'}`;
  return (
    <div className={tableStyles['foot']}>
      <span className="ps-numbers">{rows}</span>
    </div>
  );
}
