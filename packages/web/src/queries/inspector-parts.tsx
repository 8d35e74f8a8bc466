/** The pieces of the side panel: a part with its heading, a line with its ways to change it, a menu that adds. */
import { ActionIcon, Menu } from '@mantine/core';
import { IconAbc, IconCalendar, IconClock, IconHash, IconPlus, IconQuestionMark, IconToggleLeft, IconX } from '@tabler/icons-react';
import type { DataType } from '@penstock/domain/formula/expression';
import type { ReactNode } from 'react';
import styles from './queries.module.css';

export function Part({ title, action, children }: { title: string; action?: ReactNode; children?: ReactNode }) {
  return (
    <section className={styles['part']} aria-label={title}>
      <header>
        <h3>{title}</h3>
        {action}
      </header>
      {children}
    </section>
  );
}

export function AddMenu({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon size={24} aria-label={label}>
          <IconPlus size={15} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown mah={380} style={{ overflowY: 'auto' }}>
        <Menu.Label>{label}</Menu.Label>
        {children}
      </Menu.Dropdown>
    </Menu>
  );
}

/** A line of a list that can be taken out of it. */
export function Line({
  icon,
  label,
  action,
  remove,
  onRemove,
}: {
  icon?: ReactNode;
  label: ReactNode;
  action?: ReactNode;
  /** What taking it out is called. */
  remove?: string;
  onRemove?: () => void;
}) {
  return (
    <div className={styles['line']}>
      {icon}
      <span>{label}</span>
      {action}
      {remove !== undefined && (
        <ActionIcon size={22} aria-label={remove} onClick={onRemove}>
          <IconX size={13} />
        </ActionIcon>
      )}
    </div>
  );
}

const icons = { text: IconAbc, number: IconHash, logical: IconToggleLeft, date: IconCalendar, datetime: IconClock } as const;

export function TypeIcon({ type }: { type: DataType | null }) {
  const Icon = type === null ? IconQuestionMark : icons[type];
  return <Icon size={14} stroke={1.6} aria-label={type ?? 'only shown'} />;
}
