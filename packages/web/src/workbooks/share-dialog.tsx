/** Who may open a workbook, and what each may do with it. */
import { ActionIcon, Button, Group, Modal, Select } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconUsers, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { api } from '../api/client.ts';
import type { Grant, List, Member, Right, Workbook } from '../api/contract.ts';
import { Waiting } from '../app/waiting.tsx';
import { Avatar } from '../ui/avatar.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import ui from '../ui/ui.module.css';
import styles from './workbook.module.css';

const rights: readonly { value: Right; label: string }[] = [
  { value: 'view', label: 'Can view' },
  { value: 'explore', label: 'Can explore' },
  { value: 'edit', label: 'Can edit' },
];

const keyOf = (grant: Grant): string => (grant.to === 'everyone' ? 'everyone' : grant.to.memberId);

export function ShareDialog({ workbook, onClose }: { workbook: Workbook; onClose: () => void }) {
  const path = `/workbooks/${workbook.id}/grants`;
  const queryClient = useQueryClient();
  const stored = useQuery({
    queryKey: ['grants', workbook.id],
    queryFn: ({ signal }) => api.get<{ grants: readonly Grant[] }>(path, {}, signal),
  });
  const members = useQuery({ queryKey: ['members'], queryFn: ({ signal }) => api.get<List<Member>>('/members', {}, signal) });
  const [changed, setChanged] = useState<readonly Grant[] | null>(null);
  const save = useMutation({
    mutationFn: (grants: readonly Grant[]) =>
      api.put<{ grants: readonly Grant[] }>(path, {
        grants: grants.map(({ to, right }) => ({ to: to === 'everyone' ? to : { memberId: to.memberId }, right })),
      }),
    onSuccess: (answer) => {
      queryClient.setQueryData(['grants', workbook.id], answer);
      onClose();
    },
  });
  const grants = changed ?? stored.data?.grants ?? [];
  const given = new Set(grants.map(keyOf));
  const people = members.data?.items.filter((member) => member.status === 'active' && member.id !== workbook.owner.id) ?? [];
  const choices = [
    ...(given.has('everyone') ? [] : [{ value: 'everyone', label: 'Everyone in the organization' }]),
    ...people.filter((member) => !given.has(member.id)).map((member) => ({ value: member.id, label: `${member.name} · ${member.email}` })),
  ];
  const nameOf = (grant: Grant): string =>
    grant.to === 'everyone'
      ? 'Everyone in the organization'
      : (grant.to.name ?? people.find((member) => grant.to !== 'everyone' && member.id === grant.to.memberId)?.name ?? 'A former member');
  return (
    <Modal opened onClose={onClose} title={`Share “${workbook.name}”`} size="md">
      <Select
        aria-label="Add a person"
        placeholder="Add a person or everyone"
        searchable
        data={choices}
        value={null}
        onChange={(value) =>
          value !== null && setChanged([...grants, { to: value === 'everyone' ? 'everyone' : { memberId: value }, right: 'view' }])
        }
        nothingFoundMessage="Nobody of this name"
        data-autofocus
        openOnFocus={false}
      />
      <div style={{ margin: 'var(--ps-space-sm) 0' }}>
        {stored.isPending && <Waiting />}
        {(stored.isError || members.isError) && <ProblemNotice error={stored.error ?? members.error} />}
        <div className={styles['person']}>
          <Avatar name={workbook.owner.name} />
          <span>{workbook.owner.name}</span>
          <span className={ui['muted']}>Owner</span>
        </div>
        {grants.map((grant) => (
          <div key={keyOf(grant)} className={styles['person']}>
            {grant.to === 'everyone' ? <IconUsers size={18} stroke={1.6} /> : <Avatar name={nameOf(grant)} />}
            <span>{nameOf(grant)}</span>
            <Select
              aria-label={`Right of ${nameOf(grant)}`}
              data={rights}
              value={grant.right}
              onChange={(right) =>
                right !== null &&
                setChanged(grants.map((each) => (keyOf(each) === keyOf(grant) ? { ...each, right: right as Right } : each)))
              }
            />
            <ActionIcon
              aria-label={`Stop sharing with ${nameOf(grant)}`}
              onClick={() => setChanged(grants.filter((each) => keyOf(each) !== keyOf(grant)))}
            >
              <IconX size={14} />
            </ActionIcon>
          </div>
        ))}
      </div>
      <p className={ui['faint']}>
        Sharing opens the workbook. What each person may read and write in the warehouse is decided by the warehouse's own grants.
      </p>
      {save.isError && <ProblemNotice error={save.error} />}
      <Group justify="flex-end" gap="xs" mt="md">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button disabled={changed === null} loading={save.isPending} onClick={() => changed !== null && save.mutate(changed)}>
          Save
        </Button>
      </Group>
    </Modal>
  );
}
