/** With whom a document or a folder is shared, and what each may do with it. */
import { ActionIcon, Button, Group, Select } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconUsers, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { api } from '../api/client.ts';
import type { Grant, Right } from '../api/contract.ts';
import { Waiting } from '../app/waiting.tsx';
import { recipientKey, useRecipients } from '../teams/use-recipients.ts';
import { Avatar } from '../ui/avatar.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import ui from '../ui/ui.module.css';
import styles from './workbook.module.css';

const rights: readonly { value: Right; label: string }[] = [
  { value: 'view', label: 'Can view' },
  { value: 'explore', label: 'Can explore' },
  { value: 'edit', label: 'Can edit' },
];

const keyOf = ({ to }: Grant): string => recipientKey(to);

/** Without the names that go with an answer. */
function recipientOf(to: Grant['to']): Grant['to'] {
  if (to === 'everyone') return to;
  return 'memberId' in to ? { memberId: to.memberId } : { teamId: to.teamId };
}

export interface SharedWithProps {
  /** Of the grants. */
  readonly path: string;
  readonly owner: { readonly id: string; readonly name: string };
  /** That sharing opens. */
  readonly what: string;
  readonly onDone: () => void;
}

export function SharedWith({ path, owner, what, onDone }: SharedWithProps) {
  const queryClient = useQueryClient();
  const stored = useQuery({
    queryKey: ['grants', path],
    queryFn: ({ signal }) => api.get<{ grants: readonly Grant[] }>(path, {}, signal),
  });
  const recipients = useRecipients();
  const [changed, setChanged] = useState<readonly Grant[] | null>(null);
  const save = useMutation({
    mutationFn: (grants: readonly Grant[]) =>
      api.put<{ grants: readonly Grant[] }>(path, {
        grants: grants.map(({ to, right }) => ({ to: recipientOf(to), right })),
      }),
    onSuccess: (answer) => {
      queryClient.setQueryData(['grants', path], answer);
      onDone();
    },
  });
  const grants = changed ?? stored.data?.grants ?? [];
  const given = new Set(grants.map(keyOf));
  const choices = recipients.choices.filter(({ value }) => value !== owner.id && !given.has(value));
  const nameOf = ({ to }: Grant): string => (to !== 'everyone' && to.name !== undefined ? to.name : recipients.nameOf(to));
  return (
    <>
      <Select
        aria-label="Add a person"
        placeholder="Add a person, a team or everyone"
        searchable
        data={choices.map(({ value, label }) => ({ value, label }))}
        value={null}
        onChange={(value) => {
          const chosen = choices.find((choice) => choice.value === value);
          if (chosen !== undefined) setChanged([...grants, { to: chosen.to, right: 'view' }]);
        }}
        nothingFoundMessage="Nobody of this name"
        data-autofocus
        openOnFocus={false}
      />
      <div style={{ margin: 'var(--ps-space-sm) 0' }}>
        {stored.isPending && <Waiting />}
        {(stored.isError || recipients.error !== null) && <ProblemNotice error={stored.error ?? recipients.error} />}
        <div className={styles['person']}>
          <Avatar name={owner.name} />
          <span>{owner.name}</span>
          <span className={ui['muted']}>Owner</span>
        </div>
        {grants.map((grant) => (
          <div key={keyOf(grant)} className={styles['person']}>
            {grant.to === 'everyone' || 'teamId' in grant.to ? <IconUsers size={18} stroke={1.6} /> : <Avatar name={nameOf(grant)} />}
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
        Sharing opens the {what}. What each person may read and write in the warehouse is decided by the warehouse's own grants.
      </p>
      {save.isError && <ProblemNotice error={save.error} />}
      <Group justify="flex-end" gap="xs" mt="md">
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
        <Button disabled={changed === null} loading={save.isPending} onClick={() => changed !== null && save.mutate(changed)}>
          Save
        </Button>
      </Group>
    </>
  );
}
