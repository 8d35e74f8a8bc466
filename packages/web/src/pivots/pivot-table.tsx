/** The pivot itself: heads that stay in sight, rows as they come into sight, totals at the end and at the foot. */
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { Reading } from '@penstock/domain/values/format';
import type { PivotElement } from '@penstock/domain/workbooks/definition';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import type { ResultPages } from '../queries/result-pages.ts';
import { columnOf } from '../tables/element-edits.ts';
import { formatValue, headName } from '../tables/format-value.ts';
import { gridSizes } from '../theme/theme.ts';
import type { Place } from '../ui/menus.tsx';
import { pivotCells } from './pivot-cells.ts';
import type { Head } from './pivot-cells.ts';
import styles from './pivots.module.css';
import { useRowsInSight } from './use-rows-in-sight.ts';

/** Columns that a screen can still hold. */
const mostAcross = 200;

interface PivotTableProps {
  readonly pivot: PivotElement;
  readonly pages: ResultPages;
  /** Grows with what was loaded. */
  readonly version: number;
  readonly reading: Reading;
  readonly onColumnMenu: (columnId: string, place: Place) => void;
}

export function PivotTable({ pivot, pages, version, reading, onColumnMenu }: PivotTableProps) {
  const cells = useMemo(() => pivotCells(pivot, pages), [pivot, pages, version]);
  const columns = pages.first?.columns ?? [];
  const typeOf = (id: string) => columns.find((candidate) => candidate.id === id)?.type ?? null;
  const named = (value: unknown, id: string): string => headName(value, typeOf(id), columnOf(pivot, id), reading);
  const shown = (value: unknown, id: string): string => formatValue(value, typeOf(id), columnOf(pivot, id)?.format ?? null, reading);
  const across = cells.across.slice(0, mostAcross);
  const hasRowTotals = pivot.totals?.rows === true && pivot.across.length > 0;
  const hasColumnTotals = pivot.totals?.columns === true && pivot.rows.length > 0;
  const headColumns = Math.max(1, pivot.rows.length);
  const width = headColumns + (across.length + (hasRowTotals ? 1 : 0)) * pivot.values.length;
  const last = useKeptWidths([pages, width]);
  const { frame, from, to, onScroll } = useRowsInSight(cells.rowCount, gridSizes.row, last.forget);
  useEffect(() => pages.want(from, to), [pages, from, to]);
  const several = pivot.values.length > 1 || pivot.across.length === 0;

  const headOf = (id: string, label: string, kind: string | undefined) => (
    <th key={id} scope="col" className={kind}>
      <HeadButton columnId={id} label={label} {...{ pivot, onColumnMenu }} />
    </th>
  );
  return (
    <div
      ref={frame}
      className={styles['scroll']}
      style={{ '--ps-pivot-row': `${gridSizes.row}px` } as React.CSSProperties}
      tabIndex={0}
      role="region"
      aria-label={`${pivot.name}, a pivot of ${pages.end === null ? `more than ${cells.rowCount}` : pages.end} rows`}
      onScroll={onScroll}
    >
      <table className={styles['pivot']} aria-rowcount={pages.end ?? -1}>
        <thead ref={last.head}>
          {pivot.across.map((id, depth) => (
            <tr key={id}>
              {depth === 0 && (
                <th colSpan={headColumns} rowSpan={pivot.across.length} className={styles['corner']}>
                  {pivot.across.map((each) => (
                    <HeadButton key={each} columnId={each} label={columnOf(pivot, each)?.name ?? ''} {...{ pivot, onColumnMenu }} />
                  ))}
                </th>
              )}
              {across.map((head, place) => (
                <th key={place} scope="col" colSpan={pivot.values.length} className={styles['head']}>
                  {named(head[depth] ?? null, id)}
                </th>
              ))}
              {hasRowTotals && depth === 0 && (
                <th
                  scope="col"
                  colSpan={pivot.values.length}
                  rowSpan={pivot.across.length}
                  className={`${styles['head']} ${styles['total']}`}
                >
                  Total
                </th>
              )}
            </tr>
          ))}
          <tr>
            {pivot.rows.map((id) => headOf(id, columnOf(pivot, id)?.name ?? '', undefined))}
            {pivot.rows.length === 0 && <th />}
            {[...across, ...(hasRowTotals ? [null] : [])].flatMap((_, place) =>
              pivot.values.map((id) => (
                <th key={`${place} ${id}`} scope="col" className={styles['number']}>
                  {(several || place === 0) && (
                    <HeadButton columnId={id} label={columnOf(pivot, id)?.name ?? ''} {...{ pivot, onColumnMenu }} />
                  )}
                </th>
              )),
            )}
          </tr>
        </thead>
        <tbody>
          <Gap rows={from} width={width} />
          {Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index).map((row) => {
            const head = cells.head(row);
            return (
              <tr key={row} aria-rowindex={row + 1}>
                <RowHeads pivot={pivot} head={head} named={named} />
                {across.flatMap((_, place) =>
                  pivot.values.map((id, value) => (
                    <td key={`${place} ${id}`} className="ps-numbers">
                      {shown(cells.cell(row, place, value), id)}
                    </td>
                  )),
                )}
                {hasRowTotals &&
                  pivot.values.map((id, value) => (
                    <td key={id} className={`ps-numbers ${styles['total']}`}>
                      {shown(cells.rowTotal(row, value), id)}
                    </td>
                  ))}
              </tr>
            );
          })}
          <Gap rows={cells.rowCount - to} width={width} />
        </tbody>
        {hasColumnTotals && (
          <tfoot>
            <tr>
              <th scope="row" colSpan={headColumns}>
                Total
              </th>
              {across.flatMap((_, place) =>
                pivot.values.map((id, value) => (
                  <td key={`${place} ${id}`} className="ps-numbers">
                    {shown(cells.columnTotal(place, value), id)}
                  </td>
                )),
              )}
              {hasRowTotals &&
                pivot.values.map((id, value) => (
                  <td key={id} className={`ps-numbers ${styles['total']}`}>
                    {shown(cells.grandTotal(value), id)}
                  </td>
                ))}
            </tr>
          </tfoot>
        )}
      </table>
      {cells.across.length > mostAcross && <p className={styles['note']}>The first {mostAcross} columns. Filter to see others.</p>}
    </div>
  );
}

function RowHeads({
  pivot,
  head,
  named,
}: {
  pivot: PivotElement;
  head: Head | undefined;
  named: (value: unknown, columnId: string) => string;
}) {
  if (pivot.rows.length === 0) return <th scope="row">All</th>;
  return pivot.rows.map((id, depth) => (
    <th key={id} scope="row">
      {head === undefined ? '…' : named(head[depth] ?? null, id)}
    </th>
  ));
}

/** The name of a column, with its order; opens what can be done with it. */
function HeadButton({
  pivot,
  columnId,
  label,
  onColumnMenu,
}: {
  pivot: PivotElement;
  columnId: string;
  label: string;
  onColumnMenu: PivotTableProps['onColumnMenu'];
}) {
  const direction = pivot.sorts.find((sort) => sort.columnId === columnId)?.direction;
  return (
    <button
      type="button"
      className={styles['name']}
      aria-haspopup="menu"
      title={`Sort or filter by ${label}`}
      onClick={(event) => {
        const { left, bottom } = event.currentTarget.getBoundingClientRect();
        onColumnMenu(columnId, { x: left, y: bottom });
      }}
    >
      {label}
      {direction === 'ascending' && <IconArrowUp size={12} aria-label="ascending" />}
      {direction === 'descending' && <IconArrowDown size={12} aria-label="descending" />}
    </button>
  );
}

/** Room of the rows that are not drawn. */
function Gap({ rows, width }: { rows: number; width: number }) {
  if (rows <= 0) return null;
  return (
    <tr aria-hidden="true" style={{ height: rows * gridSizes.row }}>
      <td colSpan={width} className={styles['gap']} />
    </tr>
  );
}

/** Columns only grow while other rows come into sight, so that nothing jumps; `renewedBy` what they are measured anew. */
function useKeptWidths(renewedBy: readonly unknown[]) {
  const head = useRef<HTMLTableSectionElement>(null);
  const forget = useCallback(() => {
    for (const cell of head.current?.rows.item(head.current.rows.length - 1)?.cells ?? []) cell.style.minWidth = '';
  }, []);
  useLayoutEffect(forget, renewedBy);
  useLayoutEffect(() => {
    for (const cell of head.current?.rows.item(head.current.rows.length - 1)?.cells ?? []) {
      const width = cell.getBoundingClientRect().width;
      if (width > Number.parseFloat(cell.style.minWidth || '0')) cell.style.minWidth = `${width}px`;
    }
  });
  return { head, forget };
}
