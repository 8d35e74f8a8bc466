/** Renaming and filtering by a column: what a menu alone cannot ask. */
import { TextInput } from '@mantine/core';
import type { DataType } from '@penstock/domain/formula/expression';
import { mayListValues } from '@penstock/domain/queries/interaction';
import type { DataElement, Definition } from '@penstock/domain/workbooks/definition';
import { useState } from 'react';
import type { ShownVersion } from '../api/contract.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { measures } from '../charts/column-choice.tsx';
import type { ColumnTask } from './column-menu.tsx';
import { columnOf, putFilter, renameColumn } from './element-edits.ts';
import { FilterDialog } from './filter-dialog.tsx';

interface ColumnTaskDialogProps {
  readonly documentId: string;
  readonly version: ShownVersion;
  readonly definition: Definition;
  /** Of the document. */
  readonly stored: DataElement;
  readonly element: DataElement;
  readonly task: Extract<ColumnTask, { kind: 'filter' | 'rename' }>;
  readonly typeOf: (columnId: string) => DataType | null;
  /** Readers see the values of what the document shows; who shapes it, of everything. */
  readonly canShape: boolean;
  readonly onChange: (element: DataElement) => void;
  readonly onClose: () => void;
}

export function ColumnTaskDialog({ canShape, element, task, typeOf, onChange, onClose, ...document }: ColumnTaskDialogProps) {
  const column = columnOf(element, task.columnId);
  const [name, setName] = useState(column?.name ?? '');
  if (column === undefined) return null;
  if (task.kind === 'filter') {
    const type = typeOf(column.id);
    return (
      <FilterDialog
        {...document}
        element={element}
        column={column}
        type={type}
        // Values of aggregates are made by the groups themselves.
        canList={(canShape || mayListValues(document.stored, column.id)) && column.level === null && !measures(column.formula)}
        filter={element.filters.find(({ id }) => id === task.filterId) ?? null}
        onSave={(filter) => onChange(putFilter(element, filter))}
        onClose={onClose}
      />
    );
  }
  const wanted = name.trim();
  const taken = element.columns.some((other) => other.id !== column.id && other.name.trim().toLowerCase() === wanted.toLowerCase());
  return (
    <FormDialog
      title={`Rename ${column.name}`}
      action="Rename"
      onSubmit={() => {
        if (wanted === '' || taken) return;
        onChange(renameColumn(element, column.id, wanted));
        onClose();
      }}
      onClose={onClose}
    >
      <TextInput
        label="Name"
        value={name}
        maxLength={200}
        required
        data-autofocus
        error={taken ? 'Another column has this name.' : null}
        onChange={(event) => setName(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
