/** Every warehouse that Penstock knows. */
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconDatabase, IconPlus } from '@tabler/icons-react';
import { Link } from 'wouter';
import { api } from '../api/client.ts';
import type { Connection, List } from '../api/contract.ts';
import { usePermission } from '../app/session.tsx';
import { Waiting } from '../app/waiting.tsx';
import { ListTable } from '../ui/list-table.tsx';
import { ProblemNotice, Tag } from '../ui/notice.tsx';
import { Empty, Page } from '../ui/page.tsx';
import ui from '../ui/ui.module.css';

export function signInText(connection: Connection): string {
  if (connection.authentication === 'static') return 'One login for everybody';
  return connection.oauth?.level === 'independent' ? 'Own sign-in (OAuth)' : 'Each person (OAuth)';
}

export function Connections() {
  const manages = usePermission('connections.manage');
  const connections = useQuery({
    queryKey: ['connections'],
    queryFn: ({ signal }) => api.get<List<Connection>>('/connections', {}, signal),
  });
  const items = connections.data?.items ?? [];
  return (
    <Page
      title="Connections"
      actions={
        manages && (
          <Button component={Link} href="/connections/new" leftSection={<IconPlus size={16} />}>
            New connection
          </Button>
        )
      }
    >
      {connections.isError && <ProblemNotice error={connections.error} />}
      {connections.isPending && <Waiting />}
      {connections.isSuccess && items.length === 0 && (
        <Empty icon={<IconDatabase size={28} stroke={1.5} />} title="No connections yet">
          {manages
            ? 'Connect a warehouse: where it is, how people sign in to it, and where Penstock may write.'
            : 'An administrator can connect the warehouse.'}
        </Empty>
      )}
      {items.length > 0 && (
        <ListTable columns={['Name', 'Warehouse', 'Queries run as', 'Input tables', ...(manages ? ['Edit log guarded'] : [])]}>
          {items.map((connection) => (
            <tr key={connection.id}>
              <td>
                <Link href={`/connections/${connection.id}`} className={ui['primary'] ?? ''}>
                  {connection.name}
                </Link>
              </td>
              <td className={ui['muted']}>
                PostgreSQL · {connection.host}:{connection.port} / {connection.database}
              </td>
              <td className={ui['muted']}>{signInText(connection)}</td>
              <td>
                {connection.inputTables.enabled ? (
                  <Tag tone="good">Ready</Tag>
                ) : (
                  <span title={connection.inputTables.reason ?? ''}>
                    <Tag>Off</Tag>
                  </span>
                )}
              </td>
              {manages && (
                <td>
                  {connection.governance == null ? (
                    <span className={ui['faint']}>not checked</span>
                  ) : connection.governance.healthy ? (
                    <Tag tone="good">Yes</Tag>
                  ) : (
                    <Tag tone="danger">Needs attention</Tag>
                  )}
                </td>
              )}
            </tr>
          ))}
        </ListTable>
      )}
    </Page>
  );
}
