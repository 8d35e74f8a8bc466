/** A dialog with a few fields, a way out and one button that sends them; a refusal is told in the dialog. */
import { Button, Group, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { ProblemNotice } from './notice.tsx';

export function FormDialog({
  title,
  action,
  busy = false,
  error = null,
  onSubmit,
  onClose,
  children,
}: {
  title: string;
  action: string;
  busy?: boolean;
  error?: unknown;
  /** Gets what the fields hold by their names. */
  onSubmit: (form: FormData) => void;
  onClose: () => void;
  children: ReactNode;
}) {
  return (
    <Modal opened onClose={onClose} title={title} size="sm">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit(new FormData(event.currentTarget));
        }}
      >
        {children}
        {error !== null && <ProblemNotice error={error} />}
        <Group justify="flex-end" gap="xs" mt="md">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy}>
            {action}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
