/** What stands beside the grid: a title, a way to close it, and entries one below the other. */
import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Moment } from '../ui/moment.tsx';
import ui from '../ui/ui.module.css';
import styles from './input-table.module.css';

export function Panel({
  title,
  controls,
  onClose,
  children,
}: {
  title: string;
  controls?: ReactNode;
  onClose: () => void;
  children: ReactNode;
}) {
  return (
    <aside className={styles['panel']} aria-label={title}>
      <header>
        <h3>{title}</h3>
        <ActionIcon aria-label={`Close ${title.toLowerCase()}`} onClick={onClose}>
          <IconX size={16} />
        </ActionIcon>
      </header>
      {controls !== undefined && <div className={styles['controls']}>{controls}</div>}
      <div className={styles['scroll']} tabIndex={0} role="region" aria-label={`${title}, entries`}>
        {children}
      </div>
    </aside>
  );
}

/** An edit in a panel: what it is, when it was made, what became of it, and what can be done. */
export function PanelEdit({
  title,
  by,
  at,
  children,
  actions,
}: {
  title: string;
  by?: string;
  at: string;
  children: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <article className={styles['edit']} aria-label={by === undefined ? title : `${title}, by ${by}`}>
      <b>{title}</b>
      <span className={ui['faint']}>
        <Moment at={at} />
      </span>
      <div className={ui['muted']}>
        {by !== undefined && <p className={styles['by']}>{by}</p>}
        {children}
      </div>
      {actions !== undefined && <div className={styles['actions']}>{actions}</div>}
    </article>
  );
}
