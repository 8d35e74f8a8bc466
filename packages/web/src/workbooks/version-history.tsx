/** The published versions of a document: what each changed, and a way back. */
import { Button, Group, Modal } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { api } from '../api/client.ts';
import type { List, PublishedVersion, VersionWithDefinition, Workbook } from '../api/contract.ts';
import { Waiting } from '../app/waiting.tsx';
import { Moment } from '../ui/moment.tsx';
import { ProblemNotice, Tag } from '../ui/notice.tsx';
import ui from '../ui/ui.module.css';
import { ChangeList } from './change-list.tsx';
import { RestoreVersion } from './restore-version.tsx';
import styles from './workbook.module.css';

export function VersionHistory({ workbook, onClose }: { workbook: Workbook; onClose: () => void }) {
  const [restoring, setRestoring] = useState<number | null>(null);
  const path = `/workbooks/${workbook.id}/versions`;
  const versions = useInfiniteQuery({
    queryKey: ['versions', workbook.id],
    queryFn: ({ signal, pageParam }) => api.get<List<PublishedVersion>>(path, { limit: 20, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    staleTime: 0,
  });
  const items = versions.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Modal opened onClose={onClose} title="Version history" size="lg">
      {versions.isPending && <Waiting />}
      {versions.isError && <ProblemNotice error={versions.error} />}
      {versions.isSuccess && items.length === 0 && (
        <p className={ui['muted']}>Nothing is published yet. Each time somebody publishes, a version is kept here.</p>
      )}
      <ol className={styles['versions']}>
        {items.map((version) => (
          <Version
            key={version.number}
            workbook={workbook}
            version={version}
            onRestore={() => setRestoring(version.number)}
            onOpen={onClose}
          />
        ))}
      </ol>
      {versions.hasNextPage && (
        <Button variant="subtle" loading={versions.isFetchingNextPage} onClick={() => void versions.fetchNextPage()}>
          Earlier versions
        </Button>
      )}
      {restoring !== null && (
        <RestoreVersion documentId={workbook.id} number={restoring} onClose={() => setRestoring(null)} onDone={onClose} />
      )}
    </Modal>
  );
}

interface VersionProps {
  readonly workbook: Workbook;
  readonly version: PublishedVersion;
  readonly onRestore: () => void;
  /** The version is looked at instead of the list. */
  readonly onOpen: () => void;
}

function Version({ workbook, version, onRestore, onOpen }: VersionProps) {
  const [open, setOpen] = useState(false);
  const { number } = version;
  const details = useQuery({
    queryKey: ['version', workbook.id, number],
    queryFn: ({ signal }) => api.get<VersionWithDefinition>(`/workbooks/${workbook.id}/versions/${number}`, {}, signal),
    enabled: open,
    staleTime: Infinity,
  });
  const served = workbook.published?.number ?? 0;
  return (
    <li>
      <Group gap="xs" justify="space-between" wrap="nowrap" align="flex-start">
        <div>
          <b>Version {number}</b> {number === served && <Tag tone="good">Readers see this one</Tag>}
          {number > served && <Tag tone="warning">Waits for approval</Tag>}
          <div className={ui['muted']}>
            <Moment at={version.publishedAt} /> by {version.publishedBy.name}
          </div>
        </div>
        <Group gap={4} wrap="nowrap">
          <Button size="compact-sm" variant="subtle" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? 'Hide changes' : 'What changed'}
          </Button>
          <Button
            component={Link}
            href={`/workbooks/${workbook.id}?version=${number}`}
            size="compact-sm"
            variant="subtle"
            aria-label={`Open version ${number}`}
            onClick={onOpen}
          >
            Open
          </Button>
          <Button size="compact-sm" variant="default" onClick={onRestore} aria-label={`Restore version ${number}`}>
            Restore
          </Button>
        </Group>
      </Group>
      {version.summary !== '' && <p>{version.summary}</p>}
      {open && details.isPending && <Waiting />}
      {open && details.isError && <ProblemNotice error={details.error} />}
      {open && details.data !== undefined && details.data.changes.length > 0 && <ChangeList changes={details.data.changes} />}
      {open && details.data?.changes.length === 0 && (
        <p className={ui['faint']}>The first version, or one that says what the one before said.</p>
      )}
    </li>
  );
}
