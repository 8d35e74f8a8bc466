/** Who belongs to the organization, and what each account type may do. */
import { ActionIcon, Button, Checkbox, Group, Menu, Modal, Select, Tabs, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconDots, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { adminPermissions, permissions } from '@penstock/domain/members/permissions';
import type { Permission } from '@penstock/domain/members/permissions';
import { api } from '../api/client.ts';
import type { AccountType, List, Member } from '../api/contract.ts';
import { useSession } from '../app/session.tsx';
import { Waiting } from '../app/waiting.tsx';
import { Avatar } from '../ui/avatar.tsx';
import { Moment } from '../ui/moment.tsx';
import { ProblemNotice, Tag } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import ui from '../ui/ui.module.css';

export const permissionTexts: Readonly<Record<Permission, string>> = {
  'organization.manage': 'Set up sign-in for the organization',
  'members.manage': 'Manage members and account types',
  'connections.manage': 'Set up connections',
  'workbooks.view': 'Open workbooks',
  'workbooks.explore': 'Explore warehouses',
  'workbooks.build': 'Make workbooks',
  'input-tables.write': 'Write in input tables',
  'api-keys.use': 'Use API keys',
};

export function Members() {
  const types = useQuery({
    queryKey: ['account-types'],
    queryFn: ({ signal }) => api.get<List<AccountType>>('/account-types', {}, signal),
  });
  return (
    <Page title="Members">
      <Tabs defaultValue="people">
        <Tabs.List>
          <Tabs.Tab value="people">People</Tabs.Tab>
          <Tabs.Tab value="types">Account types</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="people" pt="md">
          <People types={types.data?.items ?? []} />
        </Tabs.Panel>
        <Tabs.Panel value="types" pt="md">
          {types.isError && <ProblemNotice error={types.error} />}
          <Types types={types.data?.items ?? []} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

function People({ types }: { types: readonly AccountType[] }) {
  const { member: me } = useSession();
  const queryClient = useQueryClient();
  const [inviting, setInviting] = useState(false);
  const members = useQuery({ queryKey: ['members'], queryFn: ({ signal }) => api.get<List<Member>>('/members', { limit: 200 }, signal) });
  const change = useMutation({
    mutationFn: ({ id, ...part }: { id: string; accountTypeId?: string; status?: Member['status'] }) =>
      api.patch<Member>(`/members/${id}`, part),
    onSettled: () => void queryClient.invalidateQueries({ queryKey: ['members'] }),
  });
  return (
    <>
      <Group justify="space-between" mb="xs">
        <span className={ui['muted']}>People who sign in through the provider appear here by themselves, on the lowest account type.</span>
        <Button leftSection={<IconPlus size={16} />} onClick={() => setInviting(true)}>
          Add member
        </Button>
      </Group>
      {(members.isError || change.isError) && <ProblemNotice error={change.error ?? members.error} />}
      {members.isPending && <Waiting />}
      <table className={ui['rows']}>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">E-mail</th>
            <th scope="col">Account type</th>
            <th scope="col">Since</th>
            <th scope="col">
              <span className="ps-visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {members.data?.items.map((member) => (
            <tr key={member.id}>
              <td>
                <Group gap="xs" wrap="nowrap">
                  <Avatar name={member.name} />
                  <span className={ui['primary']}>{member.name}</span>
                  {member.id === me.id && <span className={ui['faint']}>you</span>}
                  {member.status === 'deactivated' && <Tag tone="warning">Deactivated</Tag>}
                </Group>
              </td>
              <td className={ui['muted']}>{member.email}</td>
              <td style={{ width: 160 }}>
                <Select
                  variant="unstyled"
                  aria-label={`Account type of ${member.name}`}
                  data={types.map(({ id, name }) => ({ value: id, label: name }))}
                  value={member.accountType.id}
                  onChange={(accountTypeId) => accountTypeId !== null && change.mutate({ id: member.id, accountTypeId })}
                />
              </td>
              <td className={ui['muted']}>
                <Moment at={member.createdAt} />
              </td>
              <td style={{ width: 32 }}>
                <Menu position="bottom-end">
                  <Menu.Target>
                    <ActionIcon aria-label={`Actions for ${member.name}`}>
                      <IconDots size={16} />
                    </ActionIcon>
                  </Menu.Target>
                  <Menu.Dropdown>
                    {member.status === 'active' ? (
                      <Menu.Item
                        c="var(--ps-danger)"
                        disabled={member.id === me.id}
                        onClick={() => change.mutate({ id: member.id, status: 'deactivated' })}
                      >
                        Deactivate
                      </Menu.Item>
                    ) : (
                      <Menu.Item onClick={() => change.mutate({ id: member.id, status: 'active' })}>Activate again</Menu.Item>
                    )}
                  </Menu.Dropdown>
                </Menu>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {inviting && <AddMember types={types} onClose={() => setInviting(false)} />}
    </>
  );
}

function AddMember({ types, onClose }: { types: readonly AccountType[]; onClose: () => void }) {
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState({ name: '', email: '', accountTypeId: types[0]?.id ?? '' });
  const add = useMutation({
    mutationFn: () => api.post<Member>('/members', draft),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: ['members'] });
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} title="Add member" size="sm">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate();
        }}
      >
        <TextInput
          label="Name"
          required
          data-autofocus
          value={draft.name}
          onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
        />
        <TextInput
          label="E-mail"
          type="email"
          required
          mt="sm"
          description="They sign in with this address at the provider"
          value={draft.email}
          onChange={(event) => setDraft({ ...draft, email: event.currentTarget.value })}
        />
        <Select
          label="Account type"
          mt="sm"
          data={types.map(({ id, name }) => ({ value: id, label: name }))}
          value={draft.accountTypeId}
          onChange={(accountTypeId) => accountTypeId !== null && setDraft({ ...draft, accountTypeId })}
        />
        {add.isError && <ProblemNotice error={add.error} />}
        <Group justify="flex-end" gap="xs" mt="md">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={add.isPending}>
            Add member
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

function Types({ types }: { types: readonly AccountType[] }) {
  const [editing, setEditing] = useState<AccountType | 'new' | null>(null);
  return (
    <>
      <Group justify="space-between" mb="xs">
        <span className={ui['muted']}>
          An account type says what a member may do in Penstock. What they may read and write in a warehouse is decided there.
        </span>
        <Button variant="default" leftSection={<IconPlus size={16} />} onClick={() => setEditing('new')}>
          New account type
        </Button>
      </Group>
      <div className={ui['scroll']} tabIndex={0} role="region" aria-label="Account types and their permissions">
        <table className={ui['rows']}>
          <thead>
            <tr>
              <th scope="col">May</th>
              {types.map((type) => (
                <th key={type.id} scope="col">
                  {type.builtIn === null ? (
                    <Button size="compact-xs" variant="subtle" onClick={() => setEditing(type)}>
                      {type.name}
                    </Button>
                  ) : (
                    type.name
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {permissions.map((permission) => (
              <tr key={permission}>
                <td>{permissionTexts[permission]}</td>
                {types.map((type) => (
                  <td key={type.id}>
                    {type.permissions.includes(permission) ? (
                      <span style={{ color: 'var(--ps-good)' }}>Yes</span>
                    ) : (
                      <span className={ui['faint']}>No</span>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {editing !== null && <TypeDialog type={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
    </>
  );
}

function TypeDialog({ type, onClose }: { type: AccountType | null; onClose: () => void }) {
  const queryClient = useQueryClient();
  const [name, setName] = useState(type?.name ?? '');
  const [chosen, setChosen] = useState<readonly Permission[]>(type?.permissions ?? ['workbooks.view']);
  const save = useMutation({
    mutationFn: () =>
      type === null
        ? api.post('/account-types', { name, permissions: chosen })
        : api.patch(`/account-types/${type.id}`, { name, permissions: chosen }),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: ['account-types'] });
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} title={type === null ? 'New account type' : type.name} size="sm">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <TextInput label="Name" required data-autofocus value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <Checkbox.Group label="May" mt="sm" value={[...chosen]} onChange={(values) => setChosen(values as Permission[])}>
          {permissions
            .filter((permission) => !adminPermissions.has(permission))
            .map((permission) => (
              <Checkbox key={permission} mt={6} size="xs" value={permission} label={permissionTexts[permission]} />
            ))}
        </Checkbox.Group>
        {save.isError && <ProblemNotice error={save.error} />}
        <Group justify="flex-end" gap="xs" mt="md">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending}>
            Save
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
