/** The first screen: what you worked on, what was shared with you, and a way to begin. */
import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconFileSpreadsheet, IconPlus, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { api } from '../api/client.ts';
import type { List, Workbook, WorkbookSummary } from '../api/contract.ts';
import { usePermission, useSession } from '../app/session.tsx';
import { Waiting } from '../app/waiting.tsx';
import { Avatar } from '../ui/avatar.tsx';
import { Moment } from '../ui/moment.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { Empty, Page } from '../ui/page.tsx';
import ui from '../ui/ui.module.css';
import styles from './home.module.css';

type Shown = 'all' | 'mine' | 'shared';

function NewWorkbook() {
  const [, navigate] = useLocation();
  const queryClient = useQueryClient();
  const create = useMutation({
    mutationFn: () => api.post<Workbook>('/workbooks', { name: 'Untitled workbook' }),
    onSuccess: (workbook) => {
      void queryClient.invalidateQueries({ queryKey: ['workbooks'] });
      navigate(`/workbooks/${workbook.id}?rename`);
    },
  });
  return (
    <>
      <Button leftSection={<IconPlus size={16} />} loading={create.isPending} onClick={() => create.mutate()}>
        New workbook
      </Button>
      {create.isError && <ProblemNotice error={create.error} />}
    </>
  );
}

function WorkbookList({ workbooks }: { workbooks: readonly WorkbookSummary[] }) {
  const { member } = useSession();
  return (
    <table className={ui['rows']}>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Owner</th>
          <th scope="col">You may</th>
          <th scope="col">Changed</th>
        </tr>
      </thead>
      <tbody>
        {workbooks.map((workbook) => (
          <tr key={workbook.id}>
            <td>
              <span className={styles['name']}>
                <IconFileSpreadsheet size={17} stroke={1.5} />
                <Link href={`/workbooks/${workbook.id}`} className={ui['primary'] ?? ''}>
                  {workbook.name}
                </Link>
              </span>
            </td>
            <td>
              <span className={styles['owner']}>
                <Avatar name={workbook.owner.name} />
                {workbook.owner.id === member.id ? 'You' : workbook.owner.name}
              </span>
            </td>
            <td className={ui['muted']}>{workbook.myRight}</td>
            <td className={ui['muted']}>
              <Moment at={workbook.updatedAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function Home() {
  const { member } = useSession();
  const mayBuild = usePermission('workbooks.build');
  const [shown, setShown] = useState<Shown>('all');
  const [filter, setFilter] = useState('');
  const workbooks = useQuery({
    queryKey: ['workbooks'],
    queryFn: ({ signal }) => api.get<List<WorkbookSummary>>('/workbooks', { limit: 200 }, signal),
  });
  const all = workbooks.data?.items ?? [];
  const wanted = filter.trim().toLowerCase();
  const listed = all
    .filter((workbook) => shown === 'all' || (workbook.owner.id === member.id) === (shown === 'mine'))
    .filter((workbook) => workbook.name.toLowerCase().includes(wanted))
    .toSorted((a, b) => b.updatedAt.localeCompare(a.updatedAt));
  return (
    <Page title="Workbooks" actions={mayBuild && <NewWorkbook />}>
      {workbooks.isError && <ProblemNotice error={workbooks.error} />}
      {workbooks.isPending && <Waiting />}
      {workbooks.isSuccess && all.length === 0 && (
        <Empty icon={<IconFileSpreadsheet size={28} stroke={1.5} />} title="No workbooks yet">
          {mayBuild
            ? 'A workbook holds pages of elements over your warehouse. Make one and add an input table: what you type is written to the warehouse under your own login.'
            : 'Nothing has been shared with you so far. Ask a colleague to share a workbook, or an administrator for the right to build.'}
        </Empty>
      )}
      {all.length > 0 && (
        <>
          <div className={styles['bar']}>
            <SegmentedControl
              size="xs"
              aria-label="Which workbooks"
              value={shown}
              onChange={(value) => setShown(value as Shown)}
              data={[
                { value: 'all', label: 'Recent' },
                { value: 'mine', label: 'Mine' },
                { value: 'shared', label: 'Shared with me' },
              ]}
            />
            <TextInput
              aria-label="Filter by name"
              placeholder="Filter by name"
              leftSection={<IconSearch size={15} stroke={1.6} />}
              value={filter}
              onChange={(event) => setFilter(event.currentTarget.value)}
            />
          </div>
          {listed.length > 0 ? (
            <WorkbookList workbooks={listed} />
          ) : (
            <Empty title="Nothing here">
              {wanted !== ''
                ? `No workbook is called “${filter}”.`
                : shown === 'mine'
                  ? 'You have not made a workbook yet.'
                  : 'Nobody has shared a workbook with you yet.'}
            </Empty>
          )}
        </>
      )}
    </Page>
  );
}
