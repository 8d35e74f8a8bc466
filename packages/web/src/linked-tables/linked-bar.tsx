/** In the title bar of a linked input table: where the person's edits are, undo, and what is behind the cells. */
import { ActionIcon, Indicator, Menu, Tooltip } from '@mantine/core';
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconColumnInsertRight,
  IconHistory,
  IconHourglass,
  IconInbox,
  IconPencil,
} from '@tabler/icons-react';
import { Status } from '../input-tables/status.tsx';
import type { PanelName } from '../input-tables/table-bar.tsx';
import { TableMenuItems } from '../input-tables/table-menu-items.tsx';
import type { EditedIn } from '../input-tables/table-menu-items.tsx';
import type { TableStore } from '../input-tables/table-store.ts';
import { keptHere, waitingText } from '../input-tables/waiting-panel.tsx';
import { MoreMenu, menuIcon } from '../ui/menus.tsx';
import { FrameActions } from '../workbooks/frame-bar.tsx';
import styles from './linked-tables.module.css';

const icon = { size: 15, stroke: 1.6 } as const;

export function LinkedBar({
  store,
  name,
  editable,
  misfits,
  editedIn,
  onPanel,
  onAddColumn,
}: {
  store: TableStore;
  name: string;
  editable: boolean;
  misfits: number;
  editedIn: EditedIn | null;
  onPanel: (panel: PanelName) => void;
  /** `null`: the person may not change columns. */
  onAddColumn: (() => void) | null;
}) {
  const waiting = store.held.length + keptHere(store).length;
  const refused = store.refused.length;
  const undoLabel = store.canUndo === null ? 'Nothing to undo' : `Undo: ${store.canUndo} (Ctrl Z)`;
  const redoLabel = store.canRedo === null ? 'Nothing to redo' : `Redo: ${store.canRedo} (Ctrl Y)`;
  return (
    <FrameActions>
      <Status store={store} misfits={misfits} />
      {editable && (
        <>
          <Tooltip label={undoLabel}>
            <ActionIcon
              size={24}
              className={styles['button'] ?? ''}
              aria-label={undoLabel}
              disabled={store.canUndo === null}
              onClick={() => store.undo()}
            >
              <IconArrowBackUp {...icon} />
            </ActionIcon>
          </Tooltip>
          <Tooltip label={redoLabel}>
            <ActionIcon
              size={24}
              className={styles['button'] ?? ''}
              aria-label={redoLabel}
              disabled={store.canRedo === null}
              onClick={() => store.redo()}
            >
              <IconArrowForwardUp {...icon} />
            </ActionIcon>
          </Tooltip>
        </>
      )}
      <MoreMenu
        label={`Input of ${name}`}
        width={248}
        icon={
          <Indicator disabled={waiting + refused === 0} color={refused > 0 ? 'red' : 'yellow'} size={7} offset={2}>
            <IconPencil {...icon} />
          </Indicator>
        }
      >
        <Menu.Item leftSection={<IconHistory {...menuIcon} />} onClick={() => onPanel('history')}>
          History
        </Menu.Item>
        <Menu.Item leftSection={<IconHourglass {...menuIcon} />} onClick={() => onPanel('waiting')}>
          {waitingText(waiting)}
        </Menu.Item>
        <Menu.Item leftSection={<IconInbox {...menuIcon} />} onClick={() => onPanel('refused')}>
          {refused === 0 ? 'Refused edits' : `Refused edits, ${refused}`}
        </Menu.Item>
        {onAddColumn !== null && (
          <Menu.Item leftSection={<IconColumnInsertRight {...menuIcon} />} onClick={onAddColumn}>
            Add input column
          </Menu.Item>
        )}
        <TableMenuItems store={store} editedIn={editedIn} />
      </MoreMenu>
    </FrameActions>
  );
}
