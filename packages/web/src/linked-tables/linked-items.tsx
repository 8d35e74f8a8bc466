/** What the menu of a column or a cell has more in a linked input table. */
import { Menu } from '@mantine/core';
import { IconClock, IconColumnInsertRight, IconHistory, IconLock, IconPencil } from '@tabler/icons-react';
import type { Column } from '@penstock/domain/input-tables/column';
import type { HistoryOf } from '../input-tables/history-panel.tsx';
import { RefusedItems } from '../input-tables/refused-items.tsx';
import { isLocked } from '../input-tables/rules.ts';
import type { TableStore } from '../input-tables/table-store.ts';
import { RemovingItem, menuIcon } from '../ui/menus.tsx';

export type LinkedTask = 'edit' | 'rules' | 'add' | 'delete';

export function LinkedItems({
  store,
  column,
  rowId,
  columnsEditable,
  onTask,
  onHistory,
}: {
  store: TableStore;
  /** `undefined`: the menu is of a column that is not typed into. */
  column: Column | undefined;
  /** `null`: the menu is of no row, or of one without a key. */
  rowId: string | null;
  columnsEditable: boolean;
  onTask: (task: LinkedTask) => void;
  onHistory: (scope: HistoryOf['scope']) => void;
}) {
  const refused = column === undefined || rowId === null ? null : store.refusal(rowId, column.id);
  const locked = column !== undefined && isLocked(store.table, column.id);
  const mayChange = columnsEditable && (!locked || store.table.canProtect);
  const isLast = store.columns.length - (store.table.link?.keyColumns.length ?? 0) === 1;
  if (column === undefined && rowId === null) return null;
  return (
    <>
      <Menu.Divider />
      {refused !== null && <RefusedItems store={store} refused={refused} />}
      <Menu.Label>{locked ? 'Input, protected: you may not change it' : 'Input'}</Menu.Label>
      {column !== undefined && mayChange && (
        <>
          <Menu.Item leftSection={<IconPencil {...menuIcon} />} disabled={locked} onClick={() => onTask('edit')}>
            Edit column
          </Menu.Item>
          <Menu.Item leftSection={<IconLock {...menuIcon} />} onClick={() => onTask('rules')}>
            Protect, list of values
          </Menu.Item>
          <Menu.Item leftSection={<IconColumnInsertRight {...menuIcon} />} onClick={() => onTask('add')}>
            Add input column after
          </Menu.Item>
        </>
      )}
      {column !== undefined && (
        <Menu.Item leftSection={<IconClock {...menuIcon} />} onClick={() => onHistory('column')}>
          Column history
        </Menu.Item>
      )}
      {column !== undefined && rowId !== null && (
        <Menu.Item leftSection={<IconClock {...menuIcon} />} onClick={() => onHistory('cell')}>
          Cell history
        </Menu.Item>
      )}
      {rowId !== null && (
        <Menu.Item leftSection={<IconHistory {...menuIcon} />} onClick={() => onHistory('row')}>
          Row history
        </Menu.Item>
      )}
      {column !== undefined && mayChange && (
        <RemovingItem disabled={isLast || locked} onClick={() => onTask('delete')}>
          Delete input column
        </RemovingItem>
      )}
    </>
  );
}
