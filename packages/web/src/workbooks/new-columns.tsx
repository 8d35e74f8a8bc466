/** The columns that a new input table begins with. */
import { ActionIcon, Button, Select, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { newColumnId } from '@penstock/domain/input-tables/ids';
import { keysBetween } from '@penstock/domain/input-tables/order-key';
import type { ColumnType } from '@penstock/domain/input-tables/column';
import { browserRandom } from '../input-tables/browser-ports.ts';
import { columnTypeNames } from '../input-tables/column-types.ts';
import styles from './workbook.module.css';

export interface ColumnDraft {
  readonly id: string;
  readonly name: string;
  readonly type: ColumnType;
}

export const columnDraft = (name: string, type: ColumnType): ColumnDraft => ({ id: newColumnId(browserRandom), name, type });

/** Of two columns that are called the same; `null`: there is none. */
export function repeatedName(names: readonly string[]): string | null {
  const seen = names.map((name) => name.trim().toLowerCase());
  return names.find((_, index) => seen[index] !== '' && seen.indexOf(seen[index] ?? '') !== index) ?? null;
}

/** As the API takes them. */
export function columnsToMake(columns: readonly ColumnDraft[]): readonly object[] {
  const orders = keysBetween(null, null, columns.length);
  return columns.map(({ id, name, type }, index) => ({ id, name: name.trim(), type, options: [], order: orders[index] }));
}

const types = Object.entries(columnTypeNames).map(([value, label]) => ({ value, label }));

export function NewColumns({
  legend,
  columns,
  otherNames = [],
  hidden = false,
  onChange,
}: {
  legend: string;
  columns: readonly ColumnDraft[];
  /** Of columns that stand beside them. */
  otherNames?: readonly string[];
  hidden?: boolean;
  onChange: (columns: readonly ColumnDraft[]) => void;
}) {
  const repeated = repeatedName([...otherNames, ...columns.map(({ name }) => name)]);
  return (
    <fieldset hidden={hidden} style={{ border: 0, padding: 0, margin: 'var(--ps-space-md) 0 0' }}>
      <legend style={{ fontWeight: 500, marginBottom: 4 }}>{legend}</legend>
      <div className={styles['columns']}>
        {columns.map((column, index) => (
          <ColumnLine
            key={column.id}
            column={column}
            index={index}
            removable={columns.length > 1}
            onChange={(changed) => onChange(columns.map((each) => (each.id === column.id ? changed : each)))}
            onRemove={() => onChange(columns.filter((each) => each.id !== column.id))}
          />
        ))}
      </div>
      {repeated !== null && (
        <p role="alert" style={{ color: 'var(--ps-danger)', margin: '4px 0 0' }}>
          Two columns are called “{repeated}”.
        </p>
      )}
      <Button variant="subtle" mt={4} leftSection={<IconPlus size={14} />} onClick={() => onChange([...columns, columnDraft('', 'text')])}>
        Add column
      </Button>
    </fieldset>
  );
}

function ColumnLine({
  column,
  index,
  removable,
  onChange,
  onRemove,
}: {
  column: ColumnDraft;
  index: number;
  removable: boolean;
  onChange: (column: ColumnDraft) => void;
  onRemove: () => void;
}) {
  return (
    <>
      <TextInput
        aria-label={`Name of column ${index + 1}`}
        value={column.name}
        onChange={(event) => onChange({ ...column, name: event.currentTarget.value })}
        maxLength={255}
        autoFocus={column.name === ''}
      />
      <Select
        aria-label={`Type of column ${index + 1}`}
        data={types}
        value={column.type}
        onChange={(type) => type !== null && onChange({ ...column, type: type as ColumnType })}
      />
      <ActionIcon aria-label={`Remove column ${index + 1}`} disabled={!removable} onClick={onRemove}>
        <IconX size={14} />
      </ActionIcon>
    </>
  );
}
