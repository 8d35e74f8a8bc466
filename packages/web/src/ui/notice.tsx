/** Says what happened, what was kept and what to do next; never an exception. */
import { ActionIcon, CopyButton, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { asProblem } from '../api/problem.ts';
import styles from './ui.module.css';

export type Tone = 'info' | 'good' | 'warning' | 'danger';

export function Notice({
  tone = 'info',
  title,
  children,
  action,
}: {
  tone?: Tone;
  title?: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className={`${styles['notice']} ${styles[tone]}`} role={tone === 'danger' ? 'alert' : 'note'}>
      {title !== undefined && <strong>{title}</strong>}
      {children !== undefined && <div>{children}</div>}
      {action}
    </div>
  );
}

export function ProblemNotice({ error, action }: { error: unknown; action?: ReactNode }) {
  const problem = asProblem(error);
  return (
    <Notice tone="danger" title={problem.title} action={action}>
      <p>{problem.message}</p>
      <p className={styles['muted']}>
        {problem.nextStep}
        {problem.requestId !== null && <span className={styles['faint']}> Request {problem.requestId}</span>}
      </p>
    </Notice>
  );
}

/** A line of SQL or a secret that is made to be copied. */
export function Copyable({ text, label = 'Copy' }: { text: string; label?: string }) {
  return (
    <div className={styles['copyable']}>
      <code>{text}</code>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? 'Copied' : label}>
            <ActionIcon aria-label={copied ? 'Copied' : label} onClick={copy}>
              {copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </div>
  );
}

export function Tag({ tone = 'info', children }: { tone?: Tone; children: ReactNode }) {
  return <span className={`${styles['tag']} ${styles[tone]}`}>{children}</span>;
}
