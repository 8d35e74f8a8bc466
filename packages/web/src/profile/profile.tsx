/** Who I am here, where I am signed in, and which warehouse sign-ins Penstock holds for me. */
import { Button, Group, PasswordInput, SegmentedControl, useMantineColorScheme } from '@mantine/core';
import type { MantineColorScheme } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../api/client.ts';
import type { List, ProfileSession } from '../api/contract.ts';
import { useSession } from '../app/session.tsx';
import { ActionsCell, ListTable } from '../ui/list-table.tsx';
import { Moment } from '../ui/moment.tsx';
import { ProblemNotice, Tag } from '../ui/notice.tsx';
import { Page, Section } from '../ui/page.tsx';
import ui from '../ui/ui.module.css';
import { RoleSelect } from './role-select.tsx';
import { SignInMissing } from './sign-in-again.tsx';
import { signInAddress, signInsKey, useWarehouseSignIns } from './sign-ins.ts';

export function Profile() {
  const { member, session } = useSession();
  return (
    <Page title={member.name} lead={`${member.email} · ${member.accountType}`}>
      <WarehouseSignIns />
      <Sessions />
      {session.through === 'password' && <ChangePassword />}
      <Appearance />
    </Page>
  );
}

const stateTags = {
  'signed-in': <Tag tone="good">Signed in</Tag>,
  expired: <Tag tone="warning">Expired</Tag>,
  none: <Tag>Not signed in</Tag>,
} as const;

function WarehouseSignIns() {
  const { member } = useSession();
  const queryClient = useQueryClient();
  const signIns = useWarehouseSignIns();
  const revoke = useMutation({
    mutationFn: (connectionId: string) => api.post<{ result: string }>(`/profile/warehouse-sign-ins/${connectionId}/revoke`),
    onSuccess: ({ result }) =>
      notifications.show({
        message:
          result === 'forgotten-here-only'
            ? 'Penstock has forgotten the sign-in, but the provider did not confirm that it ended.'
            : 'The sign-in is revoked. Edits of yours that still wait stay until you sign in again.',
      }),
    onSettled: () => void queryClient.invalidateQueries({ queryKey: signInsKey }),
  });
  return (
    <Section
      title="Warehouse sign-ins"
      lead="With these, and only while they last, Penstock reads and writes as you. They are renewed by themselves until they end or you revoke them."
    >
      {(signIns.isError || revoke.isError) && <ProblemNotice error={revoke.error ?? signIns.error} />}
      {signIns.data?.items.length === 0 && <p className={ui['muted']}>No connection asks for a sign-in of your own.</p>}
      {signIns.data?.items
        .filter(({ state }) => state === 'none')
        .map((item) => (
          <div key={item.connectionId} className={ui['before']}>
            <SignInMissing signIn={item} />
          </div>
        ))}
      {signIns.data !== undefined && signIns.data.items.length > 0 && (
        <ListTable columns={['Connection', 'Your login there', 'Reads in the role', 'State', 'Token renewed', 'Sign-in ends']} hasActions>
          {signIns.data.items.map((item) => (
            <tr key={item.connectionId}>
              <td className={ui['primary']}>{item.connectionName}</td>
              <td className={ui['muted']}>{item.login ?? '–'}</td>
              <td>{item.state === 'signed-in' ? <RoleSelect connection={item} /> : <span className={ui['muted']}>–</span>}</td>
              <td>{stateTags[item.state]}</td>
              <td className={ui['muted']}>
                <Moment at={item.expiresAt} />
              </td>
              <td className={ui['muted']}>
                {item.refreshExpiresAt === null ? (
                  item.state === 'signed-in' ? (
                    'When the provider ends it'
                  ) : (
                    '–'
                  )
                ) : (
                  <Moment at={item.refreshExpiresAt} />
                )}
              </td>
              <ActionsCell>
                {item.state === 'signed-in' ? (
                  <Button size="compact-sm" variant="subtle" color="red" onClick={() => revoke.mutate(item.connectionId)}>
                    Revoke
                  </Button>
                ) : (
                  <Button size="compact-sm" variant="default" component="a" href={signInAddress(item.signInUrl, member.email)}>
                    Sign in
                  </Button>
                )}
              </ActionsCell>
            </tr>
          ))}
        </ListTable>
      )}
    </Section>
  );
}

/** A browser's user agent in a few words. */
export function deviceOf(userAgent: string | null): string {
  if (userAgent === null) return 'Unknown device';
  const browser = /Edg\//.test(userAgent)
    ? 'Edge'
    : /Firefox\//.test(userAgent)
      ? 'Firefox'
      : /Chrome\//.test(userAgent)
        ? 'Chrome'
        : /Safari\//.test(userAgent)
          ? 'Safari'
          : 'Another program';
  const system = /Windows/.test(userAgent)
    ? 'Windows'
    : /Android/.test(userAgent)
      ? 'Android'
      : /iPhone|iPad/.test(userAgent)
        ? 'iOS'
        : /Mac OS/.test(userAgent)
          ? 'macOS'
          : /Linux/.test(userAgent)
            ? 'Linux'
            : null;
  return system === null ? browser : `${browser} on ${system}`;
}

function Sessions() {
  const queryClient = useQueryClient();
  const sessions = useQuery({
    queryKey: ['profile-sessions'],
    queryFn: ({ signal }) => api.get<List<ProfileSession>>('/profile/sessions', {}, signal),
  });
  const end = useMutation({
    mutationFn: (id: string) => api.delete(`/profile/sessions/${id}`),
    onSettled: () => void queryClient.invalidateQueries({ queryKey: ['profile-sessions'] }),
  });
  return (
    <Section title="Where you are signed in">
      {(sessions.isError || end.isError) && <ProblemNotice error={end.error ?? sessions.error} />}
      <ListTable columns={['Device', 'Signed in', 'Last seen', 'Ends']} hasActions>
        {sessions.data?.items.map((item) => (
          <tr key={item.id}>
            <td>
              <span className={ui['primary']}>{deviceOf(item.userAgent)}</span> <span className={ui['faint']}>{item.address}</span>{' '}
              {item.isCurrent && <Tag tone="good">This one</Tag>}
            </td>
            <td className={ui['muted']}>
              <Moment at={item.createdAt} />
            </td>
            <td className={ui['muted']}>
              <Moment at={item.lastSeenAt} />
            </td>
            <td className={ui['muted']}>
              <Moment at={item.expiresAt} />
            </td>
            <ActionsCell>
              {!item.isCurrent && (
                <Button size="compact-sm" variant="subtle" color="red" onClick={() => end.mutate(item.id)}>
                  End
                </Button>
              )}
            </ActionsCell>
          </tr>
        ))}
      </ListTable>
    </Section>
  );
}

function ChangePassword() {
  const [draft, setDraft] = useState({ currentPassword: '', password: '' });
  const change = useMutation({
    mutationFn: () => api.put('/profile/password', draft),
    onSuccess: () => {
      setDraft({ currentPassword: '', password: '' });
      notifications.show({ message: 'Your password is changed.' });
    },
  });
  return (
    <Section title="Password">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate();
        }}
      >
        <Group align="end" gap="xs">
          <PasswordInput
            w={220}
            label="Present password"
            required
            autoComplete="current-password"
            value={draft.currentPassword}
            onChange={(event) => setDraft({ ...draft, currentPassword: event.currentTarget.value })}
          />
          <PasswordInput
            w={220}
            label="New password"
            required
            autoComplete="new-password"
            value={draft.password}
            onChange={(event) => setDraft({ ...draft, password: event.currentTarget.value })}
          />
          <Button type="submit" variant="default" loading={change.isPending}>
            Change
          </Button>
        </Group>
        {change.isError && <ProblemNotice error={change.error} />}
      </form>
    </Section>
  );
}

function Appearance() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Section title="Appearance">
      <SegmentedControl
        size="xs"
        aria-label="Appearance"
        value={colorScheme}
        onChange={(value) => setColorScheme(value as MantineColorScheme)}
        data={[
          { value: 'light', label: 'Light' },
          { value: 'dark', label: 'Dark' },
          { value: 'auto', label: 'As the system' },
        ]}
      />
    </Section>
  );
}
