/** The name of an open document; a click renames it. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { api } from '../api/client.ts';
import { asProblem } from '../api/problem.ts';
import type { Workbook } from '../api/contract.ts';
import { kindWords } from '../home/document-kinds.ts';
import styles from './workbook.module.css';

export function DocumentTitle({ workbook, editable }: { workbook: Workbook; editable: boolean }) {
  const startRenaming = new URLSearchParams(useSearch()).has('rename');
  const [, navigate] = useLocation();
  const queryClient = useQueryClient();
  const [renaming, setRenaming] = useState(startRenaming && editable);
  const rename = useMutation({
    mutationFn: (name: string) => api.patch<Workbook>(`/workbooks/${workbook.id}`, { name }),
    onSuccess: ({ name }) => {
      queryClient.setQueriesData<Workbook>({ queryKey: ['workbook', workbook.id] }, (known) =>
        known === undefined ? known : { ...known, name },
      );
      void queryClient.invalidateQueries({ queryKey: ['workbooks'] });
    },
    onError: (error) => notifications.show({ message: asProblem(error).message, color: 'red' }),
  });
  const finish = (text: string): void => {
    setRenaming(false);
    if (text.trim() !== '' && text.trim() !== workbook.name) rename.mutate(text.trim());
    if (startRenaming) navigate(`/workbooks/${workbook.id}`, { replace: true });
  };
  if (renaming)
    return (
      <input
        className={styles['rename']}
        aria-label={`Name of the ${kindWords[workbook.kind].name.toLowerCase()}`}
        defaultValue={workbook.name}
        autoFocus
        maxLength={200}
        onFocus={(event) => event.currentTarget.select()}
        onBlur={(event) => finish(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur();
          if (event.key === 'Escape') {
            event.currentTarget.value = workbook.name;
            event.currentTarget.blur();
          }
        }}
      />
    );
  return (
    <div className={styles['title']}>
      {editable ? (
        <button type="button" aria-label={`Rename ${workbook.name}`} onClick={() => setRenaming(true)}>
          <h1>{workbook.name}</h1>
        </button>
      ) : (
        <h1>{workbook.name}</h1>
      )}
    </div>
  );
}
