/** Who is signed in. Screens inside `SignedIn` may rely on `useSession()`. */
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect } from 'react';
import type { ReactNode } from 'react';
import { Redirect, useLocation } from 'wouter';
import { Button } from '@mantine/core';
import { api, isSignedOut, onSignedOut, rememberCsrfToken } from '../api/client.ts';
import type { Session } from '../api/contract.ts';
import type { Permission } from '@penstock/domain/members/permissions';
import { ProblemNotice } from '../ui/notice.tsx';
import styles from '../ui/ui.module.css';
import { Waiting } from './waiting.tsx';

const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('This screen is only for signed-in members.');
  return session;
}

export const usePermission = (permission: Permission): boolean => useSession().member.permissions.includes(permission);

async function loadSession(): Promise<Session> {
  const session = await api.get<Session>('/session');
  rememberCsrfToken(session.csrfToken);
  return session;
}

export const sessionQuery = queryOptions({ queryKey: ['session'], queryFn: loadSession, staleTime: 60_000 });

export function SignedIn({ children }: { children: ReactNode }) {
  const [location] = useLocation();
  const queryClient = useQueryClient();
  const session = useQuery(sessionQuery);
  useEffect(() => onSignedOut(() => void queryClient.invalidateQueries({ queryKey: ['session'] })), [queryClient]);
  if (isSignedOut(session.error)) return <Redirect to={`/sign-in?returnTo=${encodeURIComponent(location)}`} replace />;
  if (session.isPending) return <Waiting />;
  if (session.data === undefined)
    return (
      <div className={styles['centred']}>
        <ProblemNotice
          error={session.error}
          action={
            <Button variant="default" mt="xs" onClick={() => void session.refetch()}>
              Try again
            </Button>
          }
        />
      </div>
    );
  return <SessionContext value={session.data}>{children}</SessionContext>;
}
