/** Asks before something that cannot simply be taken back; says in plain words what will happen. */
import { Button, Group, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { ProblemNotice } from './notice.tsx';

export function Confirm({
  title,
  children,
  action,
  tone = 'danger',
  busy = false,
  error = null,
  onConfirm,
  onClose,
}: {
  title: string;
  children: ReactNode;
  /** What the button does, as a verb with its object. */
  action: string;
  tone?: 'danger' | 'ordinary';
  busy?: boolean;
  /** Why the last try failed. */
  error?: unknown;
  onConfirm: () => void;
  onClose: () => void;
}) {
  return (
    <Modal opened onClose={onClose} title={title} size="sm">
      {children}
      {error !== null && <ProblemNotice error={error} />}
      <Group justify="flex-end" gap="xs" mt="md">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button {...(tone === 'danger' ? { color: 'red' } : {})} loading={busy} data-autofocus onClick={onConfirm}>
          {action}
        </Button>
      </Group>
    </Modal>
  );
}
