/** Publish: what readers will see anew, a summary for them, and whether an Admin has to approve it first. */
import { Button, Group, Modal, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconSend } from '@tabler/icons-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { api, isStatus } from '../api/client.ts';
import type { PublishedVersion, RunAsServiceAccount, UnpublishedChanges, Workbook } from '../api/contract.ts';
import { Waiting } from '../app/waiting.tsx';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import ui from '../ui/ui.module.css';
import { ChangeList } from './change-list.tsx';
import type { DraftStore } from './draft-store.ts';
import { SourceList } from './source-list.tsx';
import styles from './workbook.module.css';

export function Publish({ workbook, draft }: { workbook: Workbook; draft: DraftStore }) {
  const [open, setOpen] = useState(false);
  const nothing = workbook.published !== null && !workbook.hasUnpublishedChanges && draft.state === 'saved';
  return (
    <>
      <Button
        leftSection={<IconSend size={15} stroke={1.6} />}
        disabled={nothing}
        title={nothing ? 'Everything is published' : undefined}
        onClick={() => void draft.flush().then(() => setOpen(true))}
      >
        Publish
      </Button>
      {open && <PublishDialog workbook={workbook} onClose={() => setOpen(false)} />}
    </>
  );
}

function PublishDialog({ workbook, onClose }: { workbook: Workbook; onClose: () => void }) {
  const path = `/workbooks/${workbook.id}`;
  const queryClient = useQueryClient();
  const [, navigate] = useLocation();
  const [summary, setSummary] = useState('');
  const pending = useQuery({
    queryKey: ['unpublished-changes', workbook.id],
    queryFn: ({ signal }) => api.get<UnpublishedChanges>(`${path}/unpublished-changes`, {}, signal),
    staleTime: 0,
    gcTime: 0,
  });
  const account = useQuery({
    queryKey: ['run-as-service-account', workbook.id],
    queryFn: ({ signal }) => api.get<RunAsServiceAccount>(`${path}/run-as-service-account`, {}, signal),
    staleTime: 0,
  });
  const publish = useMutation({
    mutationFn: (revision: number) =>
      api.post<PublishedVersion & { readonly awaitsApproval: boolean }>(`${path}/publish`, { revision, summary }),
    onSuccess: async ({ number, awaitsApproval }) => {
      await queryClient.invalidateQueries({ queryKey: ['workbook', workbook.id] });
      void queryClient.invalidateQueries({ queryKey: ['run-as-service-account', workbook.id] });
      void queryClient.invalidateQueries({ queryKey: ['workbooks'] });
      notifications.show(
        awaitsApproval
          ? { title: `Version ${number} waits for an Admin`, message: 'Until it is approved, readers see the version before.' }
          : { message: `Version ${number} is published.` },
      );
      onClose();
      navigate(`/workbooks/${workbook.id}?mode=published`);
    },
    // Somebody has changed the draft meanwhile: what is published is what the list shows.
    onError: (error) => isStatus(error, 409) && void pending.refetch(),
  });
  const added = account.data?.enabled === true ? account.data.newInDraft : [];
  return (
    <Modal opened onClose={onClose} title={`Publish “${workbook.name}”`} size="md">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (pending.data !== undefined) publish.mutate(pending.data.revision);
        }}
      >
        {pending.isPending && <Waiting />}
        {pending.isError && <ProblemNotice error={pending.error} />}
        {pending.data !== undefined && <Pending pending={pending.data} />}
        {added.length > 0 && (
          <Notice tone="warning" title="The service account would read more than was approved">
            <SourceList sources={added} />
            <p>Until an Admin approves it, readers keep seeing the version that is published now.</p>
          </Notice>
        )}
        <Textarea
          mt="sm"
          label="Summary"
          description="Shown in the version history"
          autosize
          minRows={2}
          maxRows={6}
          maxLength={2_000}
          value={summary}
          onChange={(event) => setSummary(event.currentTarget.value)}
          data-autofocus
        />
        {publish.isError && <ProblemNotice error={publish.error} />}
        <Group justify="flex-end" gap="xs" mt="md">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={pending.data === undefined} loading={publish.isPending}>
            Publish
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

function Pending({ pending }: { pending: UnpublishedChanges }) {
  if (pending.publishedNumber === null)
    return <p className={ui['muted']}>It is published for the first time: readers will see it as it is now, and no longer the draft.</p>;
  if (pending.changes.length === 0) return <p className={ui['muted']}>The draft says what is already published.</p>;
  return (
    <div className={styles['pending']}>
      <p className={ui['muted']}>Since version {pending.publishedNumber}:</p>
      <ChangeList changes={pending.changes} />
    </div>
  );
}
