/** Who belongs to the organization, and what each account type may do. */
import { Button, Checkbox, Group, Menu, Select, Tabs, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconPlus, IconTags } from '@tabler/icons-react';
import { useState } from 'react';
import { adminPermissions, permissions } from '@penstock/domain/members/permissions';
import type { Permission } from '@penstock/domain/members/permissions';
import { api } from '../api/client.ts';
import type { AccountType, List, Member } from '../api/contract.ts';
import { useSession } from '../app/session.tsx';
import { Waiting } from '../app/waiting.tsx';
import { Avatar } from '../ui/avatar.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { ActionsCell, ListIntroduction, ListTable } from '../ui/list-table.tsx';
import { MoreMenu, menuIcon } from '../ui/menus.tsx';
import { Moment } from '../ui/moment.tsx';
import { ProblemNotice, Tag } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import ui from '../ui/ui.module.css';
import { AttributesDialog } from './attributes-dialog.tsx';

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
  const [describing, setDescribing] = useState<Member | null>(null);
  const members = useQuery({ queryKey: ['members'], queryFn: ({ signal }) => api.get<List<Member>>('/members', { limit: 200 }, signal) });
  const change = useMutation({
    mutationFn: ({ id, ...part }: { id: string; accountTypeId?: string; status?: Member['status'] }) =>
      api.patch<Member>(`/members/${id}`, part),
    onSettled: () => void queryClient.invalidateQueries({ queryKey: ['members'] }),
  });
  return (
    <>
      <ListIntroduction
        action={
          <Button leftSection={<IconPlus size={16} />} onClick={() => setInviting(true)}>
            Add member
          </Button>
        }
      >
        People who sign in through the provider appear here by themselves, on the lowest account type.
      </ListIntroduction>
      {(members.isError || change.isError) && <ProblemNotice error={change.error ?? members.error} />}
      {members.isPending && <Waiting />}
      <ListTable columns={['Name', 'E-mail', 'Account type', 'Since']} hasActions>
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
            <ActionsCell>
              <MoreMenu label={`Actions for ${member.name}`}>
                <Menu.Item leftSection={<IconTags {...menuIcon} />} onClick={() => setDescribing(member)}>
                  Attributes
                </Menu.Item>
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
              </MoreMenu>
            </ActionsCell>
          </tr>
        ))}
      </ListTable>
      {describing !== null && <AttributesDialog member={describing} onClose={() => setDescribing(null)} />}
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
    <FormDialog
      title="Add member"
      action="Add member"
      busy={add.isPending}
      error={add.error}
      onSubmit={() => add.mutate()}
      onClose={onClose}
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
    </FormDialog>
  );
}

function Types({ types }: { types: readonly AccountType[] }) {
  const [editing, setEditing] = useState<AccountType | 'new' | null>(null);
  return (
    <>
      <ListIntroduction
        action={
          <Button variant="default" leftSection={<IconPlus size={16} />} onClick={() => setEditing('new')}>
            New account type
          </Button>
        }
      >
        An account type says what a member may do in Penstock. What they may read and write in a warehouse is decided there.
      </ListIntroduction>
      <ListTable
        label="Account types and their permissions"
        columns={[
          'May',
          ...types.map((type) =>
            type.builtIn === null ? (
              <Button key={type.id} size="compact-xs" variant="subtle" onClick={() => setEditing(type)}>
                {type.name}
              </Button>
            ) : (
              type.name
            ),
          ),
        ]}
      >
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
      </ListTable>
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
    <FormDialog
      title={type === null ? 'New account type' : type.name}
      action="Save"
      busy={save.isPending}
      error={save.error}
      onSubmit={() => save.mutate()}
      onClose={onClose}
    >
      <TextInput label="Name" required data-autofocus value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <Checkbox.Group label="May" mt="sm" value={[...chosen]} onChange={(values) => setChosen(values as Permission[])}>
        {permissions
          .filter((permission) => !adminPermissions.has(permission))
          .map((permission) => (
            <Checkbox key={permission} mt={6} size="xs" value={permission} label={permissionTexts[permission]} />
          ))}
      </Checkbox.Group>
    </FormDialog>
  );
}
