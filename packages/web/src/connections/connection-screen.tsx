/** One connection: what may be read in it, where one may write, and, for administrators, its settings and the guard of its log. */
import { Button, Tabs } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconRefresh } from '@tabler/icons-react';
import { useState } from 'react';
import { useLocation, useParams } from 'wouter';
import { api, isStatus } from '../api/client.ts';
import type { Connection, DestinationVerdict, Governance, List } from '../api/contract.ts';
import { NotFound } from '../app/not-found.tsx';
import { usePermission } from '../app/session.tsx';
import { Waiting } from '../app/waiting.tsx';
import { ConnectionSignIn } from '../profile/sign-in-again.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { ListIntroduction, ListTable } from '../ui/list-table.tsx';
import { Moment } from '../ui/moment.tsx';
import { Copyable, Notice, ProblemNotice, Tag } from '../ui/notice.tsx';
import { Empty, Page } from '../ui/page.tsx';
import ui from '../ui/ui.module.css';
import { ConnectionForm } from './connection-form.tsx';
import { signInText } from './connections.tsx';
import { DataPermissionsPanel } from './data-permissions.tsx';
import { Explorer } from './explorer.tsx';

export function ConnectionScreen() {
  const { id = '', tab } = useParams<{ id: string; tab?: string }>();
  const [, navigate] = useLocation();
  const manages = usePermission('connections.manage');
  const explores = usePermission('workbooks.explore');
  const connection = useQuery({
    queryKey: ['connection', id],
    queryFn: ({ signal }) => api.get<Connection>(`/connections/${id}`, {}, signal),
  });
  if (isStatus(connection.error, 404) || isStatus(connection.error, 400)) return <NotFound what="connection" />;
  if (connection.isPending) return <Waiting />;
  if (connection.data === undefined) return <ProblemNotice error={connection.error} />;
  const { data } = connection;
  // Where people sign in themselves, the warehouse's own grants decide.
  const hasPermissions = manages && data.authentication === 'static';
  return (
    <Page title={data.name} lead={`PostgreSQL at ${data.host}:${data.port}, database ${data.database}. ${signInText(data)}.`}>
      <div className={ui['before']}>
        <ConnectionSignIn connectionId={id} />
      </div>
      {!data.inputTables.enabled && data.writeAccess && (
        <Notice tone="warning" title="Input tables are off here">
          {data.inputTables.reason}
        </Notice>
      )}
      <Tabs value={tab ?? 'explorer'} onChange={(value) => navigate(`/connections/${id}/${value}`)}>
        <Tabs.List>
          <Tabs.Tab value="explorer">Explorer</Tabs.Tab>
          <Tabs.Tab value="write-access">Where I may write</Tabs.Tab>
          {hasPermissions && <Tabs.Tab value="data-permissions">Data permissions</Tabs.Tab>}
          {manages && <Tabs.Tab value="governance">Governance</Tabs.Tab>}
          {manages && <Tabs.Tab value="settings">Settings</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="explorer" pt="md">
          {explores ? (
            <Explorer connection={data} />
          ) : (
            <Empty title="Nothing to explore">
              Your account type does not include exploring warehouses. An administrator can change it.
            </Empty>
          )}
        </Tabs.Panel>
        <Tabs.Panel value="write-access" pt="md">
          <WriteAccess connection={data} />
        </Tabs.Panel>
        {hasPermissions && (
          <Tabs.Panel value="data-permissions" pt="md">
            <DataPermissionsPanel connection={data} />
          </Tabs.Panel>
        )}
        {manages && (
          <>
            <Tabs.Panel value="governance" pt="md">
              <GovernancePanel connection={data} />
            </Tabs.Panel>
            <Tabs.Panel value="settings">
              <ConnectionForm connection={data} />
              <RemoveConnection connection={data} />
            </Tabs.Panel>
          </>
        )}
      </Tabs>
    </Page>
  );
}

const verdictTags = {
  authorized: <Tag tone="good">You may write</Tag>,
  unauthorized: <Tag tone="danger">Not allowed</Tag>,
  unknown: <Tag tone="warning">Unknown</Tag>,
  checking: <Tag>Checking…</Tag>,
} as const;

function WriteAccess({ connection }: { connection: Connection }) {
  const path = `/connections/${connection.id}/write-destinations`;
  const queryClient = useQueryClient();
  const verdicts = useQuery({
    queryKey: ['write-destinations', connection.id],
    queryFn: ({ signal }) => api.get<List<DestinationVerdict>>(path, {}, signal),
    enabled: connection.writeAccess,
    refetchInterval: (query) => (query.state.data?.items.some((item) => item.verdict === 'checking') === true ? 1000 : false),
  });
  const check = useMutation({
    mutationFn: () => api.post<List<DestinationVerdict>>(`${path}/check`),
    onSuccess: (answer) => queryClient.setQueryData(['write-destinations', connection.id], answer),
  });
  if (!connection.writeAccess)
    return <Empty title="This connection is read-only">An administrator can allow writing in its settings.</Empty>;
  return (
    <>
      <ListIntroduction
        action={
          <Button
            variant="default"
            leftSection={<IconRefresh size={15} stroke={1.6} />}
            loading={check.isPending}
            onClick={() => check.mutate()}
          >
            Check again
          </Button>
        }
      >
        Found out with your own warehouse login, by making and dropping a table in each destination.
      </ListIntroduction>
      {(verdicts.isError || check.isError) && <ProblemNotice error={check.error ?? verdicts.error} />}
      {verdicts.isPending && <Waiting />}
      {verdicts.data !== undefined && (
        <ListTable columns={['Destination', 'For you', 'Why', 'Checked']}>
          {verdicts.data.items.map((item) => (
            <tr key={item.id}>
              <td>
                <span className={ui['primary']}>{item.schema}</span> <span className={ui['faint']}>{item.database}</span>
              </td>
              <td>{verdictTags[item.verdict]}</td>
              <td className={ui['muted']}>
                {item.reason}
                {item.grantSql !== null && <Copyable text={item.grantSql} label="Copy the GRANT" />}
              </td>
              <td className={ui['muted']}>
                <Moment at={item.checkedAt} />
              </td>
            </tr>
          ))}
        </ListTable>
      )}
    </>
  );
}

function GovernancePanel({ connection }: { connection: Connection }) {
  const governance = useQuery({
    queryKey: ['governance', connection.id],
    queryFn: ({ signal }) => api.get<Governance>(`/connections/${connection.id}/governance`, {}, signal),
  });
  return (
    <>
      <ListIntroduction
        action={
          <Button
            variant="default"
            leftSection={<IconRefresh size={15} stroke={1.6} />}
            loading={governance.isFetching}
            onClick={() => void governance.refetch()}
          >
            Check again
          </Button>
        }
      >
        Only the service account should be able to write the edit log. These are the logins that could.
      </ListIntroduction>
      {governance.isError && <ProblemNotice error={governance.error} />}
      {governance.isPending && <Waiting />}
      {governance.data !== undefined && (
        <>
          <div className={ui['before']}>
            <Notice
              tone={governance.data.healthy ? 'good' : 'danger'}
              title={governance.data.healthy ? 'The edit log is the service account’s alone' : 'Others could write the edit log'}
            >
              {!governance.data.healthy && (
                <p>An edit log row that Penstock did not sign is never followed; still, run the statements below to take the right away.</p>
              )}
            </Notice>
          </div>
          {governance.data.findings.length > 0 && (
            <ListTable columns={['Who', 'What was found']}>
              {governance.data.findings.map((finding) => (
                <tr key={`${finding.kind} ${finding.subject} ${finding.detail}`}>
                  <td>
                    <span className={ui['primary']}>{finding.subject}</span>{' '}
                    {finding.severity === 'note' ? <Tag>Note</Tag> : <Tag tone="danger">Fix</Tag>}
                  </td>
                  <td className={ui['muted']}>
                    {finding.detail}
                    {finding.remedySql !== null && <Copyable text={finding.remedySql} label="Copy the statement" />}
                  </td>
                </tr>
              ))}
            </ListTable>
          )}
        </>
      )}
    </>
  );
}

function RemoveConnection({ connection }: { connection: Connection }) {
  const [asking, setAsking] = useState(false);
  const [, navigate] = useLocation();
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: () => api.delete(`/connections/${connection.id}`),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: ['connections'] });
      navigate('/connections');
    },
  });
  return (
    <>
      <Button variant="subtle" color="red" onClick={() => setAsking(true)}>
        Remove connection
      </Button>
      {asking && (
        <Confirm
          title={`Remove “${connection.name}”?`}
          action="Remove connection"
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate()}
          onClose={() => setAsking(false)}
        >
          Penstock forgets its credentials. Nothing in the warehouse is dropped. A connection that still has input tables cannot be removed.
        </Confirm>
      )}
    </>
  );
}
