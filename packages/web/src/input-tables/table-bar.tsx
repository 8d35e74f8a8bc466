/** Above a table: its name, where its edits are, and what can be done with it as a whole. */
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconArrowBackUp, IconArrowForwardUp, IconColumnInsertRight, IconHistory, IconHourglass, IconInbox } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useFrameParts } from '../ui/frame-parts.tsx';
import { MoreMenu } from '../ui/menus.tsx';
import ui from '../ui/ui.module.css';
import styles from './input-table.module.css';
import { Status } from './status.tsx';
import { TableMenuItems } from './table-menu-items.tsx';
import type { EditedIn } from './table-menu-items.tsx';
import type { TableStore } from './table-store.ts';
import { keptHere, waitingText } from './waiting-panel.tsx';

export type PanelName = 'history' | 'waiting' | 'refused';

const icon = { size: 17, stroke: 1.6 } as const;

export function TableBar({
  store,
  name,
  connectionName,
  editable,
  columnsEditable,
  editedIn,
  misfits,
  panel,
  onPanel,
  onAddColumn,
}: {
  store: TableStore;
  name: string;
  connectionName: string | undefined;
  editable: boolean;
  columnsEditable: boolean;
  editedIn: EditedIn | null;
  misfits: number;
  panel: PanelName | null;
  onPanel: (panel: PanelName | null) => void;
  onAddColumn: () => void;
}) {
  const waiting = store.held.length + keptHere(store).length;
  const refused = store.refused.length;
  const frame = useFrameParts();
  const toggle = (which: PanelName) => () => onPanel(panel === which ? null : which);
  return (
    <div className={styles['bar']}>
      {frame.leading}
      <h2 className={styles['name']}>{name}</h2>
      <span className={styles['where']}>
        {connectionName === undefined ? '' : `${connectionName} · `}
        {store.table.destination.schema}
      </span>
      <Status store={store} misfits={misfits} />
      <BarButton
        label={store.canUndo === null ? 'Nothing to undo' : `Undo: ${store.canUndo} (Ctrl Z)`}
        disabled={!editable || store.canUndo === null}
        onClick={() => store.undo()}
        icon={<IconArrowBackUp {...icon} />}
      />
      <BarButton
        label={store.canRedo === null ? 'Nothing to redo' : `Redo: ${store.canRedo} (Ctrl Y)`}
        disabled={!editable || store.canRedo === null}
        onClick={() => store.redo()}
        icon={<IconArrowForwardUp {...icon} />}
      />
      <BarButton label="Add column" disabled={!columnsEditable} onClick={onAddColumn} icon={<IconColumnInsertRight {...icon} />} />
      <BarButton label="History" pressed={panel === 'history'} onClick={toggle('history')} icon={<IconHistory {...icon} />} />
      <BarButton
        label={waitingText(waiting)}
        pressed={panel === 'waiting'}
        onClick={toggle('waiting')}
        icon={<Counted count={waiting} tone="warning" icon={<IconHourglass {...icon} />} />}
      />
      <BarButton
        label={refused === 0 ? 'Refused edits' : `Refused edits, ${refused}`}
        pressed={panel === 'refused'}
        onClick={toggle('refused')}
        icon={<Counted count={refused} tone="danger" icon={<IconInbox {...icon} />} />}
      />
      <MoreMenu label="More" width={240}>
        <TableMenuItems store={store} editedIn={editedIn} />
      </MoreMenu>
      {frame.trailing}
    </div>
  );
}

function BarButton({
  label,
  icon: shown,
  onClick,
  disabled = false,
  pressed,
}: {
  label: string;
  icon: ReactNode;
  onClick: () => void;
  disabled?: boolean;
  pressed?: boolean;
}) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        aria-label={label}
        aria-pressed={pressed}
        disabled={disabled}
        onClick={onClick}
        variant={pressed === true ? 'light' : 'subtle'}
        className={styles['button'] ?? ''}
      >
        {shown}
      </ActionIcon>
    </Tooltip>
  );
}

function Counted({ count, tone, icon: shown }: { count: number; tone: 'warning' | 'danger'; icon: ReactNode }) {
  return (
    <span className={`${styles['counted']} ${ui[tone]}`}>
      {shown}
      {count > 0 && <span aria-hidden="true">{count > 99 ? '99' : count}</span>}
    </span>
  );
}
