/** Telling people to sign in to a warehouse in time, and leading them there and back. */
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { WarehouseSignIn } from '../api/contract.ts';
import { useSession } from '../app/session.tsx';
import { Moment } from '../ui/moment.tsx';
import { Notice } from '../ui/notice.tsx';
import { signInAddress, signInEnd, useWarehouseSignIns } from './sign-ins.ts';

/** Signs in to the connection's warehouse and comes back to the page that is open. */
export function SignInAgain({ connectionId }: { connectionId: string }) {
  const signIn = useWarehouseSignIns().data?.items.find((item) => item.connectionId === connectionId);
  return signIn === undefined ? null : <SignInButton signInUrl={signIn.signInUrl}>Sign in again</SignInButton>;
}

function SignInButton({ signInUrl, children }: { signInUrl: string; children: ReactNode }) {
  const { member } = useSession();
  return (
    <Button size="compact-xs" component="a" href={signInAddress(signInUrl, member.email)}>
      {children}
    </Button>
  );
}

const lookEveryMs = 30_000;

/** Above every screen: which sign-ins have ended, and which end within minutes and cannot be renewed by themselves. */
export function SignInWarnings({ className }: { className: string | undefined }) {
  const signIns = useWarehouseSignIns(lookEveryMs);
  const now = Date.now();
  const told = (signIns.data?.items ?? []).flatMap((item) => {
    const end = signInEnd(item, now);
    return end === null || end.kind === 'none' ? [] : [{ item, end }];
  });
  return told.map(({ item, end }) => (
    <div key={item.connectionId} className={className}>
      <Notice
        tone="warning"
        title={
          end.kind === 'ended' ? `Your sign-in to ${item.connectionName} has ended` : `Your sign-in to ${item.connectionName} ends soon`
        }
        action={
          <div style={{ marginTop: 4 }}>
            <SignInButton signInUrl={item.signInUrl}>Sign in again</SignInButton>
          </div>
        }
      >
        {end.kind === 'ended' ? (
          <p>Until you sign in again, nothing there can be read or written as you. What you saved waits.</p>
        ) : (
          <p>
            It ends <Moment at={end.at} /> and cannot be renewed by itself. Sign in again in time; you come back to this page.
          </p>
        )}
      </Notice>
    </div>
  ));
}

/** At a connection and on the profile: whoever signed in to Penstock before the connection was there has no sign-in for it yet. */
export function SignInMissing({ signIn }: { signIn: WarehouseSignIn }) {
  const { session } = useSession();
  return (
    <Notice
      tone="warning"
      title={`You are not signed in to ${signIn.connectionName}`}
      action={
        <div style={{ marginTop: 4 }}>
          <SignInButton signInUrl={signIn.signInUrl}>Sign in</SignInButton>
        </div>
      }
    >
      <p>
        {session.through === 'password'
          ? 'Your password is one of Penstock alone; this warehouse asks for a sign-in of its own. '
          : 'A sign-in covers only the connections that were there at the time, and this one came later. '}
        Sign in once more, and Penstock can read and write there as you. You come back to this page.
      </p>
    </Notice>
  );
}

export function ConnectionSignIn({ connectionId }: { connectionId: string }) {
  const signIn = useWarehouseSignIns().data?.items.find((item) => item.connectionId === connectionId);
  return signIn?.state === 'none' ? <SignInMissing signIn={signIn} /> : null;
}
