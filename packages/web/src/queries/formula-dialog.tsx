/** The formula bar where there is no grid to put it above. */
import { Modal } from '@mantine/core';
import type { DataElement, Definition } from '@penstock/domain/workbooks/definition';
import { FormulaBar } from '../formula/formula-bar.tsx';
import { levelName } from '../tables/column-menu.tsx';
import type { ColumnTask } from '../tables/column-menu.tsx';
import { columnOf, levelOf } from '../tables/element-edits.ts';
import styles from './queries.module.css';
import type { Described } from './use-described.ts';

interface FormulaDialogProps {
  readonly element: DataElement;
  readonly definition: Definition;
  readonly described: Described;
  readonly task: Extract<ColumnTask, { kind: 'formula' | 'add' }>;
  readonly onChange: (element: DataElement) => void;
  readonly onClose: () => void;
}

export function FormulaDialog({ element, definition, described, task, onChange, onClose }: FormulaDialogProps) {
  const groupings = element.kind === 'table' ? element.groupings : [];
  const closed = groupings.find(({ collapsed }) => collapsed)?.id ?? null;
  const title = task.kind === 'add' ? 'New column' : `Formula of ${columnOf(element, task.columnId)?.name ?? ''}`;
  return (
    <Modal opened onClose={onClose} title={title} size="lg" closeOnEscape={false}>
      <div className={styles['formula']}>
        <FormulaBar
          {...{ element, definition, described }}
          columnId={task.kind === 'formula' ? task.columnId : null}
          adding={
            task.kind === 'add'
              ? { behind: task.behind, level: task.behind === null ? closed : (levelOf(element, task.behind) ?? closed) }
              : null
          }
          levels={
            element.kind !== 'table' || groupings.length === 0
              ? []
              : [
                  { value: '', label: 'For each row' },
                  ...groupings.map(({ id }) => ({ value: id, label: `For each ${levelName(element, id)}` })),
                  { value: 'total', label: 'For the whole table' },
                ]
          }
          focus={1}
          onChange={(changed) => {
            onChange(changed);
            onClose();
          }}
          onAdded={onClose}
        />
      </div>
    </Modal>
  );
}
