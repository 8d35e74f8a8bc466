/** Before a paste is sent: the cells that do not fit their columns, and the choice between leaving them empty and cancelling. */
import { Button, Group, Modal } from '@mantine/core';
import type { Column } from '@penstock/domain/input-tables/column';
import type { Misfit } from '@penstock/domain/input-tables/paste';
import styles from './input-table.module.css';
import ui from '../ui/ui.module.css';

const mostShown = 200;

export function MisfitDialog({
  misfits,
  columns,
  firstRow,
  onClear,
  onCancel,
}: {
  misfits: readonly Misfit[];
  columns: readonly Column[];
  firstRow: number;
  onClear: () => void;
  onCancel: () => void;
}) {
  return (
    <Modal opened onClose={onCancel} title={`${misfits.length} ${misfits.length === 1 ? 'cell does' : 'cells do'} not fit`} size="lg">
      Nothing has been pasted yet. Paste the rest and leave these cells empty, or cancel and correct them first.
      <div className={styles['misfits']} tabIndex={0} role="region" aria-label="Cells that do not fit">
        <table className={ui['rows']}>
          <thead>
            <tr>
              <th scope="col">Row</th>
              <th scope="col">Column</th>
              <th scope="col">Pasted</th>
              <th scope="col">Why it does not fit</th>
            </tr>
          </thead>
          <tbody>
            {misfits.slice(0, mostShown).map((misfit) => (
              <tr key={`${misfit.row} ${misfit.column}`}>
                <td className="ps-numbers">{firstRow + misfit.row + 1}</td>
                <td>{columns[misfit.column]?.name}</td>
                <td>{misfit.text.slice(0, 80)}</td>
                <td className={ui['muted']}>{misfit.message}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {misfits.length > mostShown && <p className={ui['faint']}>and {misfits.length - mostShown} more</p>}
      </div>
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button onClick={onClear} data-autofocus>
          Paste and leave them empty
        </Button>
      </Group>
    </Modal>
  );
}
