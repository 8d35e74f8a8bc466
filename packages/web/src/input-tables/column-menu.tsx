/** What can be done with a column: from its header's menu, or by keyboard from the cell menu. */
import { ActionIcon, Button, ColorSwatch, Group, Menu, Modal, Select, TextInput, Tooltip, useComputedColorScheme } from '@mantine/core';
import {
  IconArrowLeft,
  IconArrowRight,
  IconClock,
  IconColumnInsertLeft,
  IconColumnInsertRight,
  IconLock,
  IconPencil,
  IconPlus,
  IconUserEdit,
  IconX,
} from '@tabler/icons-react';
import { newColumnId } from '@penstock/domain/input-tables/ids';
import type { Column, ColumnType, SelectOption } from '@penstock/domain/input-tables/column';
import { useState } from 'react';
import { optionHueNames, optionHues } from '../theme/theme.ts';
import { Confirm } from '../ui/confirm.tsx';
import { PlacedMenu, RemovingItem, menuIcon } from '../ui/menus.tsx';
import type { Place } from '../ui/menus.tsx';
import { Notice } from '../ui/notice.tsx';
import { browserRandom } from './browser-ports.ts';
import { columnTypeNames } from './column-types.ts';
import { nextHue } from './choice-cell.tsx';
import { columnOrder, moveColumn } from './gestures.ts';
import { isLocked } from './rules.ts';
import type { TableStore } from './table-store.ts';

export type ColumnTask =
  | { readonly kind: 'edit'; readonly column: Column }
  | { readonly kind: 'add'; readonly position: number }
  | { readonly kind: 'delete'; readonly column: Column }
  | { readonly kind: 'rules'; readonly column: Column };

/** Whether the columns that nobody writes are shown. */
export interface SystemShown {
  readonly shown: boolean;
  readonly show: (shown: boolean) => void;
}

interface ColumnMenuProps {
  readonly store: TableStore;
  readonly column: Column;
  readonly place: Place;
  /** Whether the person may change columns. */
  readonly editable: boolean;
  readonly system: SystemShown;
  readonly onTask: (task: ColumnTask) => void;
  readonly onHistory: () => void;
  readonly onClose: () => void;
}

export function ColumnMenu({ store, column, place, editable, system, onTask, onHistory, onClose }: ColumnMenuProps) {
  const position = store.columns.findIndex((candidate) => candidate.id === column.id);
  return (
    <PlacedMenu label="Menu of the column" place={place} width={244} onClose={onClose}>
      <Menu.Label>{column.name}</Menu.Label>
      <ColumnItems {...{ store, column, position, editable, system, onTask, onHistory }} />
    </PlacedMenu>
  );
}

export function ColumnItems({
  store,
  column,
  position,
  editable: mayChange,
  system,
  onTask,
  onHistory,
}: Omit<ColumnMenuProps, 'place' | 'onClose'> & { position: number }) {
  const locked = isLocked(store.table, column.id);
  const editable = mayChange && (!locked || store.table.canProtect);
  return (
    <>
      {locked && <Menu.Label>Protected: you may not change it</Menu.Label>}
      {editable && (
        <>
          <Menu.Item leftSection={<IconPencil {...menuIcon} />} disabled={locked} onClick={() => onTask({ kind: 'edit', column })}>
            Edit column
          </Menu.Item>
          <Menu.Item leftSection={<IconLock {...menuIcon} />} onClick={() => onTask({ kind: 'rules', column })}>
            Protect, list of values
          </Menu.Item>
          <Menu.Item leftSection={<IconColumnInsertLeft {...menuIcon} />} onClick={() => onTask({ kind: 'add', position })}>
            Insert column left
          </Menu.Item>
          <Menu.Item leftSection={<IconColumnInsertRight {...menuIcon} />} onClick={() => onTask({ kind: 'add', position: position + 1 })}>
            Insert column right
          </Menu.Item>
          <Menu.Item
            leftSection={<IconArrowLeft {...menuIcon} />}
            disabled={position === 0}
            onClick={() => moveColumn(store, position, position - 1)}
          >
            Move left
          </Menu.Item>
          <Menu.Item
            leftSection={<IconArrowRight {...menuIcon} />}
            disabled={position === store.columns.length - 1}
            onClick={() => moveColumn(store, position, position + 1)}
          >
            Move right
          </Menu.Item>
        </>
      )}
      <Menu.Item leftSection={<IconClock {...menuIcon} />} onClick={onHistory}>
        Column history
      </Menu.Item>
      <Menu.Item leftSection={<IconUserEdit {...menuIcon} />} onClick={() => system.show(!system.shown)}>
        {system.shown ? 'Hide' : 'Show'} created/updated columns
      </Menu.Item>
      {editable && (
        <>
          <Menu.Divider />
          <RemovingItem disabled={store.columns.length === 1 || locked} onClick={() => onTask({ kind: 'delete', column })}>
            Delete column
          </RemovingItem>
        </>
      )}
    </>
  );
}

const typeChoices = Object.entries(columnTypeNames).map(([value, label]) => ({ value, label }));

/** The columns of a table, and a way to change them. */
export type ChangedColumns = Pick<TableStore, 'columns' | 'edit'>;

export function ColumnDialog({
  store,
  task,
  otherNames = [],
  onClose,
}: {
  store: ChangedColumns;
  task: Extract<ColumnTask, { kind: 'add' | 'edit' }>;
  /** Beside those of the table's own columns. */
  otherNames?: readonly string[];
  onClose: () => void;
}) {
  const column = task.kind === 'edit' ? task.column : null;
  const [name, setName] = useState(column?.name ?? '');
  const [type, setType] = useState<ColumnType>(column?.type ?? 'text');
  const [options, setOptions] = useState<readonly SelectOption[]>(column?.options ?? []);
  const others = [...store.columns.filter(({ id }) => id !== column?.id).map((other) => other.name), ...otherNames];
  const taken = others.some((other) => other.trim().toLowerCase() === name.trim().toLowerCase());
  const error = name.trim() === '' ? null : taken ? 'Another column has this name.' : null;
  const save = (): void => {
    if (name.trim() === '' || taken) return;
    const kept = type.endsWith('select') ? options.filter((option) => option.label.trim() !== '') : [];
    if (task.kind === 'add')
      store.edit(
        {
          op: 'addColumn',
          column: {
            id: newColumnId(browserRandom),
            name: name.trim(),
            type,
            options: kept,
            order: columnOrder(store, task.position),
            generation: 1,
          },
        },
        'Add column',
      );
    else if (column !== null)
      store.edit(
        {
          op: 'changeColumn',
          columnId: column.id,
          ...(name.trim() === column.name ? {} : { name: name.trim() }),
          ...(type === column.type ? {} : { type }),
          ...(type.endsWith('select') && JSON.stringify(kept) !== JSON.stringify(column.options) ? { options: kept } : {}),
        },
        'Change column',
      );
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title={task.kind === 'add' ? 'New column' : 'Edit column'} size="sm">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <TextInput
          label="Name"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={error}
          maxLength={255}
          data-autofocus
          required
        />
        <Select
          label="Type"
          mt="sm"
          data={typeChoices}
          value={type}
          onChange={(chosen) => chosen !== null && setType(chosen as ColumnType)}
        />
        {column !== null && type !== column.type && (
          <div style={{ marginTop: 'var(--ps-space-sm)' }}>
            <Notice tone="warning" title="Cells are converted">
              A cell that does not read as {columnTypeNames[type].toLowerCase()} becomes empty. The column's history keeps the old values.
            </Notice>
          </div>
        )}
        {type.endsWith('select') && <OptionsEditor options={options} onChange={setOptions} />}
        <Group justify="flex-end" gap="xs" mt="md">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={name.trim() === '' || taken}>
            {task.kind === 'add' ? 'Add column' : 'Save'}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

export function OptionsEditor({
  options,
  onChange,
}: {
  options: readonly SelectOption[];
  onChange: (options: readonly SelectOption[]) => void;
}) {
  const scheme = useComputedColorScheme('light');
  const change = (id: string, part: Partial<SelectOption>): void =>
    onChange(options.map((option) => (option.id === id ? { ...option, ...part } : option)));
  const nextColor = (option: SelectOption): string =>
    optionHueNames[(optionHueNames.indexOf(option.color ?? 'grey') + 1) % optionHueNames.length] ?? 'grey';
  return (
    <fieldset style={{ border: 0, padding: 0, margin: 'var(--ps-space-sm) 0 0' }}>
      <legend style={{ fontWeight: 500 }}>Options</legend>
      {options.map((option, index) => (
        <Group key={option.id} gap={4} mt={4} wrap="nowrap">
          <Tooltip label="Next colour">
            <ActionIcon
              aria-label={`Colour of ${option.label || 'option'}`}
              onClick={() => change(option.id, { color: nextColor(option) })}
            >
              <ColorSwatch size={14} color={optionHues[option.color ?? 'grey']?.[scheme][1] ?? ''} withShadow={false} />
            </ActionIcon>
          </Tooltip>
          <TextInput
            aria-label={`Option ${index + 1}`}
            value={option.label}
            onChange={(event) => change(option.id, { label: event.currentTarget.value })}
            style={{ flex: 1 }}
            autoFocus={option.label === ''}
          />
          <ActionIcon
            aria-label={`Remove ${option.label || 'option'}`}
            onClick={() => onChange(options.filter((other) => other.id !== option.id))}
          >
            <IconX size={14} />
          </ActionIcon>
        </Group>
      ))}
      <Button
        variant="subtle"
        mt={4}
        leftSection={<IconPlus size={14} />}
        onClick={() => onChange([...options, { id: newColumnId(browserRandom), label: '', color: nextHue(options) }])}
      >
        Add option
      </Button>
    </fieldset>
  );
}

export function DeleteColumn({ store, column, onClose }: { store: ChangedColumns; column: Column; onClose: () => void }) {
  return (
    <Confirm
      title={`Delete “${column.name}”?`}
      action="Delete column"
      onConfirm={() => {
        store.edit({ op: 'deleteColumn', columnId: column.id }, 'Delete column');
        onClose();
      }}
      onClose={onClose}
    >
      The column goes for everybody. The edit log keeps its values, so the history and earlier moments still show them.
    </Confirm>
  );
}
