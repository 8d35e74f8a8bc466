/** The frame of every signed-in screen: navigation on the left, the screen on the right. */
import { Menu, Tooltip, useMantineColorScheme } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import {
  IconBell,
  IconDatabase,
  IconDeviceDesktop,
  IconHistory,
  IconHome,
  IconKey,
  IconLogout,
  IconMoon,
  IconSettings,
  IconShieldLock,
  IconStack2,
  IconSun,
  IconUserCircle,
  IconUsers,
  IconUsersGroup,
} from '@tabler/icons-react';
import type { ComponentType, ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { api } from '../api/client.ts';
import type { List, Notice as NoticeItem } from '../api/contract.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Search } from '../home/search.tsx';
import { SignInWarnings } from '../profile/sign-in-again.tsx';
import { usePermission, useSession } from './session.tsx';
import styles from './shell.module.css';

function NavigationItem({
  href,
  icon: Icon,
  label,
  count = 0,
}: {
  href: string;
  icon: ComponentType<{ size: number; stroke: number }>;
  label: string;
  count?: number;
}) {
  const [location] = useLocation();
  const here = href === '/' ? location === '/' || location.startsWith('/workbooks') : location.startsWith(href);
  return (
    <Tooltip label={label} position="right" disabled={!matchMedia('(max-width: 1000px)').matches}>
      <Link href={href} className={styles['item'] ?? ''} aria-current={here ? 'page' : undefined}>
        <Icon size={17} stroke={1.6} />
        <span>{label}</span>
        {count > 0 && (
          <span className={styles['count']}>
            {count}
            <span className="ps-visually-hidden"> open</span>
          </span>
        )}
      </Link>
    </Tooltip>
  );
}

function AppearanceItems() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const choices = [
    { value: 'light', label: 'Light', icon: IconSun },
    { value: 'dark', label: 'Dark', icon: IconMoon },
    { value: 'auto', label: 'As the system', icon: IconDeviceDesktop },
  ] as const;
  return (
    <>
      <Menu.Label>Appearance</Menu.Label>
      {choices.map(({ value, label, icon: Icon }) => (
        <Menu.RadioItem
          key={value}
          value={value}
          checked={colorScheme === value}
          onChange={() => setColorScheme(value)}
          rightSection={<Icon size={15} stroke={1.6} />}
          closeMenuOnClick={false}
        >
          {label}
        </Menu.RadioItem>
      ))}
    </>
  );
}

function Account() {
  const { member } = useSession();
  const queryClient = useQueryClient();
  const [, navigate] = useLocation();
  const signOut = async (): Promise<void> => {
    const answer = await api.auth<{ redirectTo: string | null } | null>('sign-out');
    queryClient.clear();
    if (answer?.redirectTo) location.assign(answer.redirectTo);
    else navigate('/sign-in');
  };
  return (
    <Menu position="top-start" width={220}>
      <Menu.Target>
        <button type="button" className={styles['item']}>
          <Avatar name={member.name} />
          <span>{member.name}</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{member.email}</Menu.Label>
        <Menu.Item component={Link} href="/profile" leftSection={<IconUserCircle size={16} stroke={1.6} />}>
          Profile and sign-ins
        </Menu.Item>
        <Menu.Divider />
        <AppearanceItems />
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} stroke={1.6} />} onClick={() => void signOut()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

export function Shell({ children }: { children: ReactNode }) {
  const { organization } = useSession();
  const managesConnections = usePermission('connections.manage');
  const managesMembers = usePermission('members.manage');
  const managesOrganization = usePermission('organization.manage');
  const builds = usePermission('workbooks.build');
  const usesKeys = usePermission('api-keys.use');
  const notices = useQuery({
    queryKey: ['notices'],
    queryFn: ({ signal }) => api.get<List<NoticeItem>>('/notices', {}, signal),
    refetchInterval: 60_000,
  });
  const open = notices.data?.items.length ?? 0;
  return (
    <div className={styles['shell']}>
      <a
        href="#main"
        className={styles['skip']}
        onClick={(event) => {
          event.preventDefault();
          document.getElementById('main')?.focus();
        }}
      >
        Skip to content
      </a>
      <nav className={styles['sidebar']} aria-label="Main">
        <div className={styles['brand']}>
          <img src="./penstock.svg" alt="" />
          <span>{organization.name}</span>
        </div>
        <div className={styles['search']}>
          <Search />
        </div>
        <NavigationItem href="/" icon={IconHome} label="Home" />
        <NavigationItem href="/data-models" icon={IconStack2} label="Data models" />
        <NavigationItem href="/connections" icon={IconDatabase} label="Connections" />
        <NavigationItem href="/notices" icon={IconBell} label="Notices" count={open} />
        {(managesMembers || managesOrganization || managesConnections || usesKeys || builds) && (
          <div className={styles['group']}>Organization</div>
        )}
        {managesMembers && <NavigationItem href="/members" icon={IconUsers} label="Members" />}
        {builds && <NavigationItem href="/teams" icon={IconUsersGroup} label="Teams" />}
        {managesConnections && <NavigationItem href="/query-history" icon={IconHistory} label="Query history" />}
        {managesOrganization && <NavigationItem href="/authentication" icon={IconShieldLock} label="Authentication" />}
        {managesConnections && <NavigationItem href="/settings" icon={IconSettings} label="Settings" />}
        {usesKeys && <NavigationItem href="/api-keys" icon={IconKey} label="API keys" />}
        <div className={styles['foot']}>
          <Account />
        </div>
      </nav>
      <main id="main" className={styles['main']} tabIndex={-1}>
        <SignInWarnings className={styles['warning']} />
        {children}
      </main>
    </div>
  );
}
