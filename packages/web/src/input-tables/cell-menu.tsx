/** What can be done at the current cell, with its row and its column; the same by right click and by Shift F10. */
import { Menu } from '@mantine/core';
import type { GridSelection } from '@glideapps/glide-data-grid';
import { IconClock, IconHistory, IconRowInsertBottom, IconRowInsertTop } from '@tabler/icons-react';
import { PlacedMenu, RemovingItem, menuIcon } from '../ui/menus.tsx';
import type { Place } from '../ui/menus.tsx';
import { ColumnItems } from './column-menu.tsx';
import type { ColumnTask, SystemShown } from './column-menu.tsx';
import { counted } from './describe.ts';
import { deleteRows, insertRows } from './gestures.ts';
import type { HistoryOf } from './history-panel.tsx';
import styles from './input-table.module.css';
import { RefusedItems } from './refused-items.tsx';
import { rangesOf, selectedRowCount } from './selection.ts';
import type { TableStore } from './table-store.ts';

export function CellMenu({
  store,
  selection,
  place,
  editable,
  columnsEditable,
  system,
  onDeleted,
  onTask,
  onHistory,
  onClose,
}: {
  store: TableStore;
  selection: GridSelection;
  place: Place;
  editable: boolean;
  columnsEditable: boolean;
  system: SystemShown;
  onDeleted: () => void;
  onTask: (task: ColumnTask) => void;
  onHistory: (scope: HistoryOf['scope']) => void;
  onClose: () => void;
}) {
  const [columnIndex, position] = selection.current?.cell ?? [];
  const column = columnIndex === undefined ? undefined : store.columns[columnIndex];
  const row = position === undefined ? undefined : store.rowAt(position);
  const refused = row === undefined || column === undefined ? null : store.refusal(row.id, column.id);
  const rows = selectedRowCount(selection, store.columns.length, store.total);
  const deleteSelected = (): void => {
    const positions = rangesOf(selection, store.columns.length, store.total).flatMap((range) =>
      Array.from({ length: range.height }, (_, index) => range.y + index),
    );
    deleteRows(
      store,
      [...new Set(positions)].map((each) => store.rowAt(each)?.id).filter((id) => id !== undefined),
    );
    onDeleted();
  };
  return (
    <PlacedMenu label="Menu of the cell" place={place} width={264} onClose={onClose}>
      {refused !== null && <RefusedItems store={store} refused={refused} />}
      {editable && (
        <>
          <Menu.Item
            leftSection={<IconRowInsertTop {...menuIcon} />}
            onClick={() => insertRows(store, Math.min(store.total, position ?? 0), 1)}
          >
            Insert row above
          </Menu.Item>
          <Menu.Item
            leftSection={<IconRowInsertBottom {...menuIcon} />}
            rightSection={<span className={styles['keys']}>Ctrl Alt Enter</span>}
            onClick={() => insertRows(store, Math.min(store.total, (position ?? store.total - 1) + 1), 1)}
          >
            Insert row below
          </Menu.Item>
          <RemovingItem onClick={deleteSelected}>Delete {rows === 1 ? 'row' : counted(rows, 'row')}</RemovingItem>
          <Menu.Divider />
        </>
      )}
      <Menu.Item leftSection={<IconClock {...menuIcon} />} onClick={() => onHistory('cell')}>
        Cell history
      </Menu.Item>
      <Menu.Item leftSection={<IconHistory {...menuIcon} />} onClick={() => onHistory('row')}>
        Row history
      </Menu.Item>
      {column !== undefined && (
        <>
          <Menu.Divider />
          <Menu.Label>Column {column.name}</Menu.Label>
          <ColumnItems
            store={store}
            column={column}
            position={columnIndex ?? 0}
            editable={columnsEditable}
            system={system}
            onTask={onTask}
            onHistory={() => onHistory('column')}
          />
        </>
      )}
    </PlacedMenu>
  );
}
