/** What readers do with a chart or a pivot: they filter and sort by what it shows; who may explore, by all of its columns. */
import { Menu } from '@mantine/core';
import { IconArrowsSort, IconFilter } from '@tabler/icons-react';
import type { DataType } from '@penstock/domain/formula/expression';
import { shownColumns } from '@penstock/domain/queries/shape-element';
import type { Reading } from '@penstock/domain/values/format';
import type { ChartElement, ElementColumn, PivotElement } from '@penstock/domain/workbooks/definition';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { QueryResult } from '../api/queries-contract.ts';
import { useDescribed } from '../queries/use-described.ts';
import { PlacedMenu, menuIcon } from '../ui/menus.tsx';
import type { Place } from '../ui/menus.tsx';
import { ColumnItems } from './column-menu.tsx';
import type { ColumnTask } from './column-menu.tsx';
import { ColumnTaskDialog } from './column-task-dialog.tsx';
import type { ShownElement } from './data-element-view.tsx';
import { columnOf, sortBy } from './element-edits.ts';
import { FilterChips } from './table-tools.tsx';
import styles from './tables.module.css';

export interface ReaderTools {
  /** For the menu of the element's data. */
  readonly items: ReactNode;
  /** What this reader filters by, beyond the document; `null`: nothing. */
  readonly chips: ReactNode;
  /** The menus and dialogs that are open. */
  readonly open: ReactNode;
  readonly openMenu: (columnId: string, place: Place) => void;
}

export function useReaderTools(
  { documentId, definition, version, stored, element, canShape, onChange, onReset }: ShownElement<ChartElement | PivotElement>,
  first: QueryResult | null,
  reading: Reading,
): ReaderTools {
  const [menu, setMenu] = useState<{ readonly columnId: string; readonly place: Place } | null>(null);
  const [task, setTask] = useState<Extract<ColumnTask, { kind: 'filter' | 'rename' }> | null>(null);
  const own = element.filters.filter(({ id }) => !stored.filters.some((filter) => filter.id === id));
  const described = useDescribed(documentId, definition, element, canShape && (task !== null || own.length > 0));
  const typeOf = (columnId: string): DataType | null => {
    const known = described.element?.kind === 'described' ? described.element.columns : (first?.columns ?? []);
    return known.find(({ id }) => id === columnId)?.type ?? null;
  };
  // The dialog begins with a condition that fits the type.
  const isKnown = !canShape || described.element !== null || described.error !== null;
  const filterBy = (columnId: string, filterId: string | null = null): void => setTask({ kind: 'filter', columnId, filterId });
  const columns: readonly ElementColumn[] = canShape ? element.columns : shownColumns(element).flatMap((id) => columnOf(element, id) ?? []);
  const sortable = shownColumns(element).flatMap((id) => columnOf(element, id) ?? []);
  const column = menu === null ? undefined : columnOf(element, menu.columnId);
  const choice = (label: string, icon: ReactNode, from: readonly ElementColumn[], onChoose: (columnId: string) => void): ReactNode => (
    <Menu.Sub>
      <Menu.Sub.Target>
        <Menu.Sub.Item leftSection={icon}>{label}</Menu.Sub.Item>
      </Menu.Sub.Target>
      <Menu.Sub.Dropdown mah={360} style={{ overflowY: 'auto' }}>
        {from.map(({ id, name }) => (
          <Menu.Item key={id} onClick={() => onChoose(id)}>
            {name}
          </Menu.Item>
        ))}
      </Menu.Sub.Dropdown>
    </Menu.Sub>
  );
  const isFigure = element.kind === 'chart' && element.chart === 'kpi';
  return {
    items: (
      <>
        {onReset !== null && <Menu.Item onClick={onReset}>Back to how it was</Menu.Item>}
        {(!isFigure || canShape) && choice('Filter by', <IconFilter {...menuIcon} />, columns, filterBy)}
        {!isFigure &&
          choice('Sort by', <IconArrowsSort {...menuIcon} />, sortable, (columnId) => {
            const before = element.sorts.find((sort) => sort.columnId === columnId)?.direction;
            onChange(sortBy(element, columnId, before === 'descending' ? 'ascending' : 'descending'));
          })}
        <Menu.Divider />
      </>
    ),
    chips:
      own.length === 0 ? null : (
        <div className={styles['tools']} role="toolbar" aria-label={`Filters of ${element.name}`}>
          <FilterChips
            element={{ ...element, filters: own }}
            {...{ definition, typeOf, reading, canShape }}
            lockedFilters={[]}
            onChange={(changed) => {
              const left = new Set(changed.filters.map(({ id }) => id));
              onChange({ ...element, filters: element.filters.filter((filter) => !own.includes(filter) || left.has(filter.id)) });
            }}
            onFilter={filterBy}
          />
        </div>
      ),
    open: (
      <>
        {menu !== null && column !== undefined && (
          <PlacedMenu label={`Menu of ${column.name}`} place={menu.place} width={220} onClose={() => setMenu(null)}>
            <Menu.Label>{column.name}</Menu.Label>
            <ColumnItems
              {...{ element, column, onChange }}
              type={typeOf(column.id)}
              canShape={false}
              onTask={(wanted) => wanted.kind === 'filter' && setTask(wanted)}
            />
          </PlacedMenu>
        )}
        {task !== null && isKnown && (
          <ColumnTaskDialog
            {...{ documentId, version, definition, stored, element, task, canShape, onChange, typeOf }}
            onClose={() => setTask(null)}
          />
        )}
      </>
    ),
    openMenu: (columnId, place) => setMenu({ columnId, place }),
  };
}
