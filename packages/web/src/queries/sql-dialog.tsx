/** The SQL that an element stands for, to read and to copy. */
import { Button, CopyButton, Group, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import type { Question } from '../api/queries-contract.ts';
import { Waiting } from '../app/waiting.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import styles from './queries.module.css';

interface SqlDialogProps {
  readonly documentId: string;
  readonly elementId: string;
  readonly question: Question;
  readonly onClose: () => void;
}

export function SqlDialog({ documentId, elementId, question, onClose }: SqlDialogProps) {
  const statement = useQuery({
    queryKey: ['element-sql', documentId, elementId, question],
    queryFn: ({ signal }) => api.post<{ readonly sql: string }>(`/workbooks/${documentId}/elements/${elementId}/sql`, question, { signal }),
    gcTime: 0,
  });
  return (
    <Modal opened onClose={onClose} title="SQL of this element" size="xl">
      {statement.isPending && <Waiting />}
      {statement.isError && <ProblemNotice error={statement.error} />}
      {statement.data !== undefined && (
        <>
          <pre className={styles['sql']} tabIndex={0} aria-label="SQL">
            {statement.data.sql}
          </pre>
          <Group justify="flex-end" mt="md">
            <CopyButton value={statement.data.sql}>
              {({ copied, copy }) => <Button onClick={copy}>{copied ? 'Copied' : 'Copy SQL'}</Button>}
            </CopyButton>
          </Group>
        </>
      )}
    </Modal>
  );
}
