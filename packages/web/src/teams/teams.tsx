/** Teams: several members by one name, to share documents with. Who builds sees them; who manages members changes them. */
import { Button, Menu, MultiSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconPencil, IconPlus, IconUsersGroup } from '@tabler/icons-react';
import { useState } from 'react';
import { api } from '../api/client.ts';
import type { List, Member, Team, TeamWithMembers } from '../api/contract.ts';
import { usePermission } from '../app/session.tsx';
import { Waiting } from '../app/waiting.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { ActionsCell, ListTable } from '../ui/list-table.tsx';
import { MoreMenu, RemovingItem, menuIcon } from '../ui/menus.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { Empty, Page } from '../ui/page.tsx';
import ui from '../ui/ui.module.css';

export function Teams() {
  const mayManage = usePermission('members.manage');
  const [changing, setChanging] = useState<Team | 'new' | null>(null);
  const [removing, setRemoving] = useState<Team | null>(null);
  const teams = useQuery({ queryKey: ['teams'], queryFn: ({ signal }) => api.get<{ items: readonly Team[] }>('/teams', {}, signal) });
  const all = teams.data?.items ?? [];
  const add = mayManage && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setChanging('new')}>
      New team
    </Button>
  );
  return (
    <Page
      title="Teams"
      lead="Share a workbook or a folder with a team, and whoever joins it later sees it as well."
      actions={all.length > 0 && add}
    >
      {teams.isPending && <Waiting />}
      {teams.isError && <ProblemNotice error={teams.error} />}
      {teams.isSuccess && all.length === 0 && (
        <Empty icon={<IconUsersGroup size={28} stroke={1.5} />} title="No teams yet" action={add}>
          {mayManage ? 'Make one for people who work on the same things.' : 'An administrator can make teams.'}
        </Empty>
      )}
      {all.length > 0 && (
        <ListTable columns={['Name', 'Members']} hasActions={mayManage}>
          {all.map((team) => (
            <tr key={team.id}>
              <td className={ui['primary']}>{team.name}</td>
              <td className={ui['muted']}>{team.memberCount === 1 ? '1 member' : `${team.memberCount} members`}</td>
              {mayManage && (
                <ActionsCell>
                  <MoreMenu label={`Menu of ${team.name}`}>
                    <Menu.Item leftSection={<IconPencil {...menuIcon} />} onClick={() => setChanging(team)}>
                      Name and members
                    </Menu.Item>
                    <RemovingItem onClick={() => setRemoving(team)}>Delete team</RemovingItem>
                  </MoreMenu>
                </ActionsCell>
              )}
            </tr>
          ))}
        </ListTable>
      )}
      {changing === 'new' && <TeamDialog team={null} onClose={() => setChanging(null)} />}
      {changing !== null && changing !== 'new' && <LoadedTeam id={changing.id} onClose={() => setChanging(null)} />}
      {removing !== null && <DeleteTeam team={removing} onClose={() => setRemoving(null)} />}
    </Page>
  );
}

function LoadedTeam({ id, onClose }: { id: string; onClose: () => void }) {
  const team = useQuery({
    queryKey: ['teams', id],
    queryFn: ({ signal }) => api.get<TeamWithMembers>(`/teams/${id}`, {}, signal),
    gcTime: 0,
  });
  if (team.isError) return <ProblemNotice error={team.error} />;
  return team.data === undefined ? null : <TeamDialog team={team.data} onClose={onClose} />;
}

function TeamDialog({ team, onClose }: { team: TeamWithMembers | null; onClose: () => void }) {
  const [memberIds, setMemberIds] = useState<string[]>(() => team?.members.map(({ id }) => id) ?? []);
  const queryClient = useQueryClient();
  const members = useQuery({ queryKey: ['members'], queryFn: ({ signal }) => api.get<List<Member>>('/members', {}, signal) });
  const save = useMutation({
    mutationFn: async (name: string) => {
      const { id } = team === null ? await api.post<TeamWithMembers>('/teams', { name }) : team;
      if (team !== null && team.name !== name) await api.patch(`/teams/${id}`, { name });
      await api.put(`/teams/${id}/members`, { memberIds });
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['teams'] });
      onClose();
    },
  });
  const people = members.data?.items.filter(({ id, status }) => status === 'active' || memberIds.includes(id)) ?? [];
  return (
    <FormDialog
      title={team === null ? 'New team' : team.name}
      action={team === null ? 'Create team' : 'Save'}
      busy={save.isPending}
      error={save.error ?? members.error}
      onSubmit={(form) => save.mutate(String(form.get('name') ?? '').trim())}
      onClose={onClose}
    >
      <TextInput name="name" label="Name" defaultValue={team?.name ?? ''} maxLength={200} required data-autofocus />
      <MultiSelect
        mt="sm"
        label="Members"
        searchable
        hidePickedOptions
        data={people.map(({ id, name }) => ({ value: id, label: name }))}
        value={memberIds}
        onChange={setMemberIds}
        nothingFoundMessage="Nobody of this name"
      />
    </FormDialog>
  );
}

function DeleteTeam({ team, onClose }: { team: Team; onClose: () => void }) {
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: () => api.delete(`/teams/${team.id}`),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['teams'] });
      onClose();
    },
  });
  return (
    <Confirm
      title={`Delete “${team.name}”?`}
      action="Delete team"
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      What is shared with the team is no longer shared with its members, unless they have it in another way.
    </Confirm>
  );
}
