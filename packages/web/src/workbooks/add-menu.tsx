/** What can be put on a page. */
import { Button, Menu } from '@mantine/core';
import {
  IconChartBar,
  IconChevronDown,
  IconForms,
  IconLayoutGrid,
  IconLetterCase,
  IconLink,
  IconPhoto,
  IconPlus,
  IconTable,
  IconTablePlus,
} from '@tabler/icons-react';
import { controlKinds } from '@penstock/domain/workbooks/definition';
import type { ControlKind, DocumentKind } from '@penstock/domain/workbooks/definition';
import { menuIcon } from '../ui/menus.tsx';
import { Empty } from '../ui/page.tsx';
import { controlNames } from './new-element.ts';
import styles from './workbook.module.css';

export type Addition =
  | { readonly kind: 'table' | 'chart' | 'pivot' | 'input-table' | 'linked-input-table' | 'text' | 'image' }
  | { readonly kind: 'control'; readonly control: ControlKind };

const data = [
  { kind: 'table', label: 'Table', icon: IconTable },
  { kind: 'chart', label: 'Chart', icon: IconChartBar },
  { kind: 'pivot', label: 'Pivot table', icon: IconLayoutGrid },
  { kind: 'input-table', label: 'Input table', icon: IconTablePlus },
] as const;

export function AddMenu({ onAdd }: { onAdd: (addition: Addition) => void }) {
  return (
    // What is added takes the keyboard.
    <Menu position="bottom-end" width={200} returnFocus={false}>
      <Menu.Target>
        <Button variant="default" leftSection={<IconPlus size={16} />} rightSection={<IconChevronDown size={14} />}>
          Add
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {data.map(({ kind, label, icon: Icon }) => (
          <Menu.Item key={kind} leftSection={<Icon {...menuIcon} />} onClick={() => onAdd({ kind })}>
            {label}
          </Menu.Item>
        ))}
        <Menu.Item leftSection={<IconLink {...menuIcon} />} onClick={() => onAdd({ kind: 'linked-input-table' })}>
          Linked input table
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLetterCase {...menuIcon} />} onClick={() => onAdd({ kind: 'text' })}>
          Text
        </Menu.Item>
        <Menu.Item leftSection={<IconPhoto {...menuIcon} />} onClick={() => onAdd({ kind: 'image' })}>
          Image
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>Control</Menu.Label>
        {controlKinds.map((control) => (
          <Menu.Item key={control} leftSection={<IconForms {...menuIcon} />} onClick={() => onAdd({ kind: 'control', control })}>
            {controlNames[control]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

const firstSteps: Readonly<Record<DocumentKind, string>> = {
  workbook:
    'Start with a table of your warehouse: filter, group and chart it. In an input table you type rows yourself; they are written to the warehouse under your own login.',
  'data-model':
    'Join, name and calculate here what others shall build on. Once it is published, its tables, pivots and charts are among their sources.',
  dataset: 'A dataset is one table. Once it is published, others build on it.',
};

/** The first step on an empty page. */
export function EmptyPage({ kind, onAdd }: { kind: DocumentKind; onAdd: ((addition: Addition) => void) | null }) {
  const choices = kind === 'dataset' ? data.filter((choice) => choice.kind === 'table') : data;
  return (
    <Empty
      icon={<IconTable size={28} stroke={1.5} />}
      title="This page is empty"
      action={
        onAdd === null ? undefined : (
          <div className={styles['first-steps']}>
            {choices.map(({ kind: added, label, icon: Icon }) => (
              <Button
                key={added}
                variant={added === 'table' ? 'filled' : 'default'}
                leftSection={<Icon size={16} stroke={1.6} />}
                onClick={() => onAdd({ kind: added })}
              >
                {`Add ${label.toLowerCase()}`}
              </Button>
            ))}
          </div>
        )
      }
    >
      {onAdd === null ? 'Nothing has been put on it yet.' : firstSteps[kind]}
    </Empty>
  );
}
