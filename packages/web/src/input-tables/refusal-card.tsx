/** At a cell whose edit was refused: what was wanted, why it is not there, and the two ways out. */
import type { Column } from '@penstock/domain/input-tables/column';
import { formatCell } from '@penstock/domain/values/format';
import type { Reading } from '@penstock/domain/values/format';
import type { Place } from '../ui/menus.tsx';
import ui from '../ui/ui.module.css';
import type { RefusedCell } from './cell-states.ts';
import { counted } from './describe.ts';
import styles from './input-table.module.css';
import type { TableStore } from './table-store.ts';
import { RefusedActions } from './tray-panel.tsx';

const width = 300;
const height = 180;

export function RefusalCard({
  store,
  refused,
  column,
  reading,
  place,
  onPointer,
  onClose,
}: {
  store: TableStore;
  refused: RefusedCell;
  column: Column;
  reading: Reading;
  place: Place;
  /** The pointer came onto the card, or left it. */
  onPointer: (inside: boolean) => void;
  onClose: () => void;
}) {
  const others = cellsIn(refused) - 1;
  return (
    <div
      role="group"
      aria-label="Refused value"
      className={styles['refusal']}
      style={{ left: Math.min(place.x, innerWidth - width - 8), top: Math.min(place.y, innerHeight - height) }}
      onPointerEnter={() => onPointer(true)}
      onPointerLeave={() => onPointer(false)}
    >
      <p className={ui['faint']}>Refused: what you wanted here</p>
      <p className={styles['wanted']}>{refused.value === null ? 'Empty' : formatCell(refused.value, column, reading)}</p>
      <p className={ui['muted']}>{refused.edit.reason}</p>
      {others > 0 && <p className={ui['faint']}>One edit with {counted(others, 'other cell')}; both ways are for all of them.</p>}
      <div className={styles['actions']}>
        <RefusedActions store={store} edit={refused.edit} onDone={onClose} />
      </div>
    </div>
  );
}

function cellsIn({ edit: { operation } }: RefusedCell): number {
  switch (operation.op) {
    case 'updateCells':
      return operation.columns.length * (operation.rows.length + operation.inserted.length);
    case 'updateKeyedCells':
      return operation.columns.length * operation.rows.length;
    default:
      return 1;
  }
}
