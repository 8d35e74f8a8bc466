/** Keys with which a program acts as this person. */
import { Button, Group, Modal, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { api } from '../api/client.ts';
import type { ApiKey, List } from '../api/contract.ts';
import { Waiting } from '../app/waiting.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { ActionsCell, ListTable } from '../ui/list-table.tsx';
import { Moment } from '../ui/moment.tsx';
import { Copyable, Notice, ProblemNotice } from '../ui/notice.tsx';
import { Empty, Page } from '../ui/page.tsx';
import ui from '../ui/ui.module.css';

const dayMs = 86_400_000;
const lifetimes = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'A year' },
  { value: 'never', label: 'Until revoked' },
];

export function ApiKeys() {
  const queryClient = useQueryClient();
  const [making, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  const keys = useQuery({ queryKey: ['api-keys'], queryFn: ({ signal }) => api.get<List<ApiKey>>('/api-keys', {}, signal) });
  const revoke = useMutation({
    mutationFn: (id: string) => api.delete(`/api-keys/${id}`),
    onSuccess: () => setRevoking(null),
    onSettled: () => void queryClient.invalidateQueries({ queryKey: ['api-keys'] }),
  });
  const items = keys.data?.items ?? [];
  const make = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setMaking(true)}>
      New key
    </Button>
  );
  return (
    <Page
      title="API keys"
      lead={
        <>
          A program that carries your key acts as you, with your rights and your warehouse login. The API is described at{' '}
          <a href="./openapi.json" style={{ color: 'var(--ps-accent-ink)', textDecoration: 'underline' }}>
            openapi.json
          </a>
          .
        </>
      }
      actions={items.length > 0 && make}
    >
      {keys.isError && <ProblemNotice error={keys.error} />}
      {keys.isPending && <Waiting />}
      {keys.isSuccess && items.length === 0 && (
        <Empty icon={<IconKey size={28} stroke={1.5} />} title="No keys" action={make}>
          Make one for each program, so that you can revoke one without stopping the others.
        </Empty>
      )}
      {items.length > 0 && (
        <ListTable columns={['Name', 'Made', 'Last used', 'Ends']} hasActions>
          {items.map((key) => (
            <tr key={key.id}>
              <td className={ui['primary']}>{key.name}</td>
              <td className={ui['muted']}>
                <Moment at={key.createdAt} />
              </td>
              <td className={ui['muted']}>{key.lastUsedOn ?? 'Never'}</td>
              <td className={ui['muted']}>{key.expiresAt === null ? 'When revoked' : <Moment at={key.expiresAt} />}</td>
              <ActionsCell>
                <Button size="compact-sm" variant="subtle" color="red" onClick={() => setRevoking(key)}>
                  Revoke
                </Button>
              </ActionsCell>
            </tr>
          ))}
        </ListTable>
      )}
      {revoking !== null && (
        <Confirm
          title={`Revoke “${revoking.name}”?`}
          action="Revoke key"
          busy={revoke.isPending}
          error={revoke.error}
          onConfirm={() => revoke.mutate(revoking.id)}
          onClose={() => setRevoking(null)}
        >
          The program that uses it is refused from now on. Revoking cannot be taken back; a new key is made in a moment.
        </Confirm>
      )}
      {making && <NewKey onClose={() => setMaking(false)} />}
    </Page>
  );
}

function NewKey({ onClose }: { onClose: () => void }) {
  const queryClient = useQueryClient();
  const [name, setName] = useState('');
  const [days, setDays] = useState('90');
  const make = useMutation({
    mutationFn: () =>
      api.post<{ secret: string }>('/api-keys', {
        name,
        expiresAt: days === 'never' ? null : new Date(Date.now() + Number(days) * dayMs).toISOString(),
      }),
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: ['api-keys'] }),
  });
  if (make.data !== undefined)
    return (
      <Modal opened onClose={onClose} title="Copy the key now">
        <Notice tone="warning">It is shown only this once. Penstock keeps no copy of it.</Notice>
        <div style={{ margin: 'var(--ps-space-sm) 0' }}>
          <Copyable text={make.data.secret} label="Copy the key" />
        </div>
        <Group justify="flex-end">
          <Button onClick={onClose}>I have copied it</Button>
        </Group>
      </Modal>
    );
  return (
    <FormDialog title="New key" action="Make key" busy={make.isPending} error={make.error} onSubmit={() => make.mutate()} onClose={onClose}>
      <TextInput
        label="Name"
        description="The program that will use it"
        required
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Select label="Ends after" mt="sm" data={lifetimes} value={days} onChange={(value) => value !== null && setDays(value)} />
    </FormDialog>
  );
}
