/**
 * Who may read and write what on a connection with credentials of its own: the warehouse sees one login, so Penstock tells
 * people apart. Each change is made to what is stored at that moment, so that two administrators do not undo each other.
 */
import { ActionIcon, Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconLock, IconPlus, IconUsers, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { api } from '../api/client.ts';
import type { Connection, DataPermission, DataPermissions } from '../api/contract.ts';
import { Waiting } from '../app/waiting.tsx';
import { recipientKey, useRecipients } from '../teams/use-recipients.ts';
import { Avatar } from '../ui/avatar.tsx';
import { ActionsCell, ListIntroduction, ListTable } from '../ui/list-table.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { Empty } from '../ui/page.tsx';
import ui from '../ui/ui.module.css';
import styles from './connection-form.module.css';
import { GivePermission } from './give-permission.tsx';

export type ChangePermissions = (stored: readonly DataPermission[]) => readonly DataPermission[];

const keyOf = ({ to, permission, schema, table }: DataPermission): string => JSON.stringify([recipientKey(to), permission, schema, table]);

export function DataPermissionsPanel({ connection }: { connection: Connection }) {
  const path = `/connections/${connection.id}/data-permissions`;
  const key = ['data-permissions', connection.id];
  const queryClient = useQueryClient();
  const [giving, setGiving] = useState(false);
  const recipients = useRecipients();
  const stored = useQuery({ queryKey: key, queryFn: ({ signal }) => api.get<DataPermissions>(path, {}, signal) });
  const save = useMutation({
    mutationFn: async (change: ChangePermissions) => {
      const { permissions } = await api.get<DataPermissions>(path);
      return api.put<DataPermissions>(path, { permissions: change(permissions) });
    },
    onSuccess: (saved) => {
      queryClient.setQueryData(key, saved);
      // What this administrator may look at may have changed with it.
      void queryClient.invalidateQueries({ queryKey: ['catalog', connection.id] });
      setGiving(false);
    },
  });
  const permissions = stored.data?.permissions ?? [];
  const give = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setGiving(true)}>
      Give permission
    </Button>
  );
  return (
    <>
      {permissions.length > 0 && (
        <ListIntroduction action={give}>
          Everybody reads with the login of this connection, so Penstock decides who sees what. In a workbook its owner's permissions count.
        </ListIntroduction>
      )}
      {(stored.isError || recipients.error !== null) && <ProblemNotice error={stored.error ?? recipients.error} />}
      {save.isError && !giving && <ProblemNotice error={save.error} />}
      {(stored.isPending || recipients.isPending) && <Waiting />}
      {stored.isSuccess && permissions.length === 0 && (
        <Empty icon={<IconLock size={28} stroke={1.5} />} title="Nobody may read or write here yet" action={give}>
          Everybody would read with the login of this connection, so Penstock decides who sees what: the whole connection, a schema or a
          table. In a workbook its owner's permissions count.
        </Empty>
      )}
      {permissions.length > 0 && !recipients.isPending && (
        <ListTable columns={['Who', 'May', 'Where']} hasActions>
          {permissions.map((permission) => (
            <tr key={keyOf(permission)}>
              <td>
                <span className={styles['recipient']}>
                  {permission.to === 'everyone' || 'teamId' in permission.to ? (
                    <IconUsers size={18} stroke={1.6} />
                  ) : (
                    <Avatar name={recipients.nameOf(permission.to)} />
                  )}
                  <span className={ui['primary']}>{recipients.nameOf(permission.to)}</span>
                </span>
              </td>
              <td className={ui['muted']}>{mayWords(permission)}</td>
              <td className={ui['muted']}>{whereWords(permission)}</td>
              <ActionsCell>
                <ActionIcon
                  aria-label={`Take from ${recipients.nameOf(permission.to)}: ${mayWords(permission)}, ${whereWords(permission)}`}
                  disabled={save.isPending}
                  onClick={() => save.mutate((now) => now.filter((other) => keyOf(other) !== keyOf(permission)))}
                >
                  <IconX size={14} />
                </ActionIcon>
              </ActionsCell>
            </tr>
          ))}
        </ListTable>
      )}
      {giving && (
        <GivePermission
          connection={connection}
          choices={recipients.choices}
          busy={save.isPending}
          error={save.error}
          onGive={(permission) => save.mutate((now) => [...now.filter((other) => keyOf(other) !== keyOf(permission)), permission])}
          onClose={() => setGiving(false)}
        />
      )}
    </>
  );
}

/** What is kept there belongs to no table of the company's, so that only the whole connection lets write. */
function mayWords({ permission, schema }: DataPermission): string {
  if (permission === 'can-write-only') return 'Write only';
  return schema === null ? 'Read and write' : 'Read';
}

function whereWords({ schema, table }: DataPermission): string {
  if (schema === null) return 'The whole connection';
  return table === null ? `Schema ${schema}` : `Table ${schema}.${table}`;
}
