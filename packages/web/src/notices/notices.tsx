/** What a person, or every administrator, should know now: open until it is over or put away. */
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconBellCheck } from '@tabler/icons-react';
import { Link } from 'wouter';
import { api } from '../api/client.ts';
import type { List, Notice } from '../api/contract.ts';
import { Waiting } from '../app/waiting.tsx';
import { Moment } from '../ui/moment.tsx';
import { ProblemNotice, Tag } from '../ui/notice.tsx';
import { Empty, Page } from '../ui/page.tsx';
import ui from '../ui/ui.module.css';

export function Notices() {
  const queryClient = useQueryClient();
  const notices = useQuery({ queryKey: ['notices'], queryFn: ({ signal }) => api.get<List<Notice>>('/notices', {}, signal) });
  const dismiss = useMutation({
    mutationFn: (id: string) => api.post(`/notices/${id}/dismiss`),
    onSettled: () => void queryClient.invalidateQueries({ queryKey: ['notices'] }),
  });
  return (
    <Page title="Notices">
      {(notices.isError || dismiss.isError) && <ProblemNotice error={dismiss.error ?? notices.error} />}
      {notices.isPending && <Waiting />}
      {notices.isSuccess && notices.data.items.length === 0 && (
        <Empty icon={<IconBellCheck size={28} stroke={1.5} />} title="All is well">
          If editing is restricted somewhere or the edit log cannot be written, it is told here.
        </Empty>
      )}
      {notices.data?.items.map((notice) => (
        <article key={notice.id} className={ui['section']}>
          <p style={{ margin: 0 }}>
            <Tag tone={notice.audience === 'admins' ? 'danger' : 'warning'}>
              {notice.audience === 'admins' ? 'For administrators' : 'For you'}
            </Tag>{' '}
            <span className={ui['faint']}>
              <Moment at={notice.createdAt} />
              {notice.times > 1 && `, seen ${notice.times} times, last `}
              {notice.times > 1 && <Moment at={notice.lastSeenAt} />}
            </span>
          </p>
          <p style={{ margin: '6px 0 2px', color: 'var(--ps-ink)' }}>{notice.detail}</p>
          <p style={{ margin: '0 0 var(--ps-space-xs)' }}>{notice.nextStep}</p>
          {notice.link !== null && (
            <Button component={Link} href={notice.link} size="compact-sm" variant="default" mr={6}>
              Open
            </Button>
          )}
          <Button size="compact-sm" variant="subtle" onClick={() => dismiss.mutate(notice.id)}>
            Put away
          </Button>
        </article>
      ))}
    </Page>
  );
}
