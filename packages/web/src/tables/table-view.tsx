/** A table over a source: tools, formula bar, the rows, and totals below. */
import { CompactSelection } from '@glideapps/glide-data-grid';
import type { GridSelection } from '@glideapps/glide-data-grid';
import { Button, Menu } from '@mantine/core';
import type { DataType } from '@penstock/domain/formula/expression';
import type { Reading } from '@penstock/domain/values/format';
import type { TableElement } from '@penstock/domain/workbooks/definition';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { Waiting } from '../app/waiting.tsx';
import { FormulaBar } from '../formula/formula-bar.tsx';
import type { ColumnToAdd } from '../formula/formula-bar.tsx';
import { noSelection } from '../input-tables/selection.ts';
import { DataActions } from '../queries/data-actions.tsx';
import { useDescribed } from '../queries/use-described.ts';
import { useResult } from '../queries/use-result.ts';
import type { Place } from '../ui/menus.tsx';
import { PlacedMenu } from '../ui/menus.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { ColumnItems, levelName } from './column-menu.tsx';
import type { ColumnTask } from './column-menu.tsx';
import { ColumnTaskDialog } from './column-task-dialog.tsx';
import type { ShownElement } from './data-element-view.tsx';
import { columnOf, levelOf } from './element-edits.ts';
import { ResultGrid } from './result-grid.tsx';
import type { ResultGridProps } from './result-grid.tsx';
import { moveShown, shownColumns } from './shown-columns.ts';
import { TableFoot } from './table-foot.tsx';
import { TableTools } from './table-tools.tsx';
import styles from './tables.module.css';

/** Rows of one request. */
const pageRows = 500;

/** What a table that people type into brings beside what every table has. */
export interface TableParts {
  readonly grid: (shown: ResultGridProps) => ReactNode;
  /** In the title bar. */
  readonly actions: ReactNode;
  /** Above the rows, beside them, and below. */
  readonly above: ReactNode;
  readonly beside: ReactNode;
  readonly below: ReactNode;
  /** Beside what adds a column. */
  readonly tools: ReactNode;
  readonly isTyped: (columnId: string) => boolean;
  /** Of the menu at a column's head, or at one of its cells. */
  readonly columnItems: (columnId: string, row: number | null) => ReactNode;
}

export function TableView(props: ShownElement<TableElement> & { readonly parts?: TableParts }) {
  const { documentId, definition, version, stored, element, canShape, onChange, onReset, parts } = props;
  const result = useResult({ documentId, definition, version, element: stored, shown: element }, pageRows);
  const described = useDescribed(documentId, definition, element, canShape);
  const [selection, setSelection] = useState<GridSelection>(noSelection);
  const [menu, setMenu] = useState<{ readonly columnId: string; readonly place: Place; readonly row: number | null } | null>(null);
  const [task, setTask] = useState<Extract<ColumnTask, { kind: 'filter' | 'rename' }> | null>(null);
  const [adding, setAdding] = useState<ColumnToAdd | null>(null);
  const [selectedId, setSelectedId] = useState<string | null>(null);
  const [focus, setFocus] = useState(0);
  const reading = useMemo<Reading>(() => ({ locale: navigator.language, timeZone: definition.timeZone }), [definition.timeZone]);

  const first = result.pages?.first ?? null;
  const columns = useMemo(() => (first === null ? [] : shownColumns(element, first)), [element, first]);
  const typeOf = useCallback(
    (columnId: string): DataType | null => {
      const parts = described.element?.kind === 'described' ? described.element.columns : (first?.columns ?? []);
      return parts.find(({ id }) => id === columnId)?.type ?? null;
    },
    [described, first],
  );

  // Columns have come, gone or moved: what is selected goes by the column, not by its place.
  const places = columns.map(({ id }) => id).join(' ');
  useEffect(() => {
    const index = columns.findIndex(({ id }) => id === selectedId);
    setSelection((before) =>
      before.columns.length === 0 || index === -1 ? noSelection : { ...noSelection, columns: CompactSelection.fromSingleSelection(index) },
    );
    if (first !== null && index === -1) setSelectedId(null);
  }, [places]);

  const select = (changed: GridSelection): void => {
    setSelection(changed);
    const index = changed.columns.first() ?? changed.current?.cell[0];
    const column = index === undefined ? undefined : columns[index];
    if (column === undefined || column.id === selectedId) return;
    setSelectedId(column.id);
    setAdding(null);
    setFocus(0);
  };
  /** New columns are of the groups that are shown, as long as the rows are not. */
  const add = (behind: string | null): void => {
    const closed = element.groupings.find(({ collapsed }) => collapsed)?.id ?? null;
    const level = behind === null ? closed : (levelOf(element, behind) ?? closed);
    setAdding({ behind, level });
    setFocus((before) => before + 1);
  };
  const start = (wanted: ColumnTask): void => {
    if (wanted.kind === 'add') add(wanted.behind);
    else if (wanted.kind === 'formula') {
      setAdding(null);
      setSelectedId(wanted.columnId);
      setFocus((before) => before + 1);
    } else setTask(wanted);
  };

  const column = menu === null ? undefined : columnOf(element, menu.columnId);
  const { pages } = result;
  const grid: ResultGridProps | null =
    pages === null || pages.first === null
      ? null
      : {
          elementId: element.id,
          name: element.name,
          pages,
          version: result.version,
          columns,
          sorts: element.sorts,
          reading,
          selection,
          onSelection: select,
          onColumnMenu: (columnId, place, row) => setMenu({ columnId, place, row }),
          onMoved: canShape
            ? (from, to) =>
                onChange(
                  moveShown(
                    element,
                    columns.map(({ id }) => id),
                    from,
                    to,
                  ),
                )
            : null,
        };
  return (
    <div className={styles['element']}>
      {parts?.actions}
      <DataActions documentId={documentId} elementId={element.id} name={element.name} result={result}>
        {onReset !== null && <Menu.Item onClick={onReset}>Back to how it was</Menu.Item>}
      </DataActions>
      <TableTools
        {...{ element, definition, typeOf, reading, canShape, onChange }}
        lockedFilters={stored.filters}
        onAdd={() => add(null)}
        more={parts?.tools}
        onFilter={(columnId, filterId) => setTask({ kind: 'filter', columnId, filterId })}
      />
      {canShape && (
        <FormulaBar
          {...{ element, definition, described, adding, focus, onChange }}
          columnId={selectedId}
          {...(parts === undefined ? {} : { isTyped: parts.isTyped })}
          levels={
            element.groupings.length === 0
              ? []
              : [
                  { value: '', label: 'For each row' },
                  ...element.groupings.map(({ id }) => ({ value: id, label: `For each ${levelName(element, id)}` })),
                  { value: 'total', label: 'For the whole table' },
                ]
          }
          onAdded={(columnId) => {
            setAdding(null);
            setFocus(0);
            if (columnId !== null) setSelectedId(columnId);
          }}
        />
      )}
      {parts?.above}
      <div className={styles['body']}>
        <div className={styles['grid']} aria-busy={result.isWaiting}>
          {pages === null && <Waiting />}
          {pages !== null && grid !== null && (
            <div style={{ height: '100%' }} className={result.isWaiting ? styles['stale'] : undefined}>
              {parts === undefined ? <ResultGrid {...grid} /> : parts.grid(grid)}
              {pages.end === 0 && (
                <div className={styles['below']}>
                  {element.filters.length > 0 ? 'No row passes the filters.' : 'There are no rows yet.'}
                </div>
              )}
            </div>
          )}
          {pages !== null && pages.error !== null && (
            <div className={pages.first === null ? styles['over'] : undefined}>
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
        </div>
        {parts?.beside}
      </div>
      <TableFoot {...{ documentId, element, result, reading }}>{parts?.below}</TableFoot>
      {menu !== null && column !== undefined && (
        <PlacedMenu label={`Menu of ${column.name}`} place={menu.place} width={220} onClose={() => setMenu(null)}>
          <Menu.Label>{column.name}</Menu.Label>
          <ColumnItems
            {...{ element, column, canShape, onChange }}
            type={typeOf(column.id)}
            isTyped={parts?.isTyped(column.id) === true}
            onTask={start}
          />
          {parts?.columnItems(column.id, menu.row)}
        </PlacedMenu>
      )}
      {task !== null && (
        <ColumnTaskDialog
          {...{ documentId, version, definition, stored, element, task, canShape, onChange, typeOf }}
          onClose={() => setTask(null)}
        />
      )}
    </div>
  );
}
