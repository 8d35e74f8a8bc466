/** One click through the provider; a password only where the organization allows it. */
import { Button, Divider, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconLogin2 } from '@tabler/icons-react';
import { useState } from 'react';
import { Redirect, useLocation, useSearch } from 'wouter';
import { api } from '../api/client.ts';
import type { SignInOptions } from '../api/contract.ts';
import { signInErrors } from '@penstock/domain/sign-in/errors';
import { Waiting } from '../app/waiting.tsx';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import { useDocumentTitle } from '../ui/page.tsx';
import ui from '../ui/ui.module.css';
import styles from './sign-in.module.css';

/** Only a path of this site is ever returned to. */
export const safeReturnTo = (wanted: string | null): string => (wanted !== null && /^\/(?![/\\])/.test(wanted) ? wanted : '/');

function PasswordForm({ returnTo, email, onEmail }: { returnTo: string; email: string; onEmail: (email: string) => void }) {
  const [password, setPassword] = useState('');
  const [, navigate] = useLocation();
  const queryClient = useQueryClient();
  const signIn = useMutation({
    mutationFn: () => api.auth('password', { email, password }),
    onSuccess: async () => {
      await queryClient.resetQueries({ queryKey: ['session'] });
      navigate(returnTo);
    },
  });
  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault();
        signIn.mutate();
      }}
    >
      <TextInput
        label="E-mail"
        type="email"
        autoComplete="username"
        required
        value={email}
        onChange={(event) => onEmail(event.currentTarget.value)}
      />
      <PasswordInput
        label="Password"
        autoComplete="current-password"
        required
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      {signIn.isError && <ProblemNotice error={signIn.error} />}
      <Button type="submit" variant="default" fullWidth loading={signIn.isPending}>
        Sign in with password
      </Button>
    </form>
  );
}

export function SignIn() {
  useDocumentTitle('Sign in');
  const search = new URLSearchParams(useSearch());
  const returnTo = safeReturnTo(search.get('returnTo'));
  const [email, setEmail] = useState('');
  const options = useQuery({
    queryKey: ['sign-in-options'],
    queryFn: ({ signal }) => api.get<SignInOptions>('/sign-in-options', {}, signal),
  });
  if (options.isPending) return <Waiting />;
  if (options.data?.setUpNeeded) return <Redirect to="/set-up" />;
  const failure = search.get('problem');
  const entry = failure !== null && failure in signInErrors ? signInErrors[failure as keyof typeof signInErrors] : null;
  return (
    <main className={ui['centred']}>
      <div className={styles['card']}>
        <img src="./penstock.svg" alt="" width={36} height={36} />
        <h1>Sign in{options.data && options.data.organizationName !== '' ? ` to ${options.data.organizationName}` : ''}</h1>
        {options.isError && <ProblemNotice error={options.error} />}
        {failure !== null && (
          <Notice tone="danger" title="You were not signed in">
            <p>{entry?.title ?? 'The identity provider refused, or the attempt took too long'}.</p>
            <p>
              {entry?.nextStep ?? 'Start again below.'} If it stays, tell your administrator the request {search.get('request') ?? failure}.
            </p>
          </Notice>
        )}
        {options.data?.methods.includes('oauth') && (
          <Button
            component="a"
            href={`./auth/sign-in?returnTo=${encodeURIComponent(returnTo)}`}
            fullWidth
            leftSection={<IconLogin2 size={16} />}
            autoFocus
          >
            Continue with {options.data.provider?.name ?? 'your identity provider'}
          </Button>
        )}
        {options.data?.methods.length === 2 && <Divider label="or" />}
        {options.data?.methods.includes('password') && <PasswordForm returnTo={returnTo} email={email} onEmail={setEmail} />}
        {options.data !== undefined && options.data.demoAccounts.length > 0 && (
          <section className={styles['demo']} aria-label="Demo accounts">
            <h2>Demo accounts</h2>
            <ul>
              {options.data.demoAccounts.map((account) => (
                <li key={account.email}>
                  {/password/.test(account.note) ? (
                    <button type="button" onClick={() => setEmail(account.email)}>
                      {account.name}
                    </button>
                  ) : (
                    <a href={`./auth/sign-in?returnTo=${encodeURIComponent(returnTo)}&loginHint=${encodeURIComponent(account.email)}`}>
                      {account.name}
                    </a>
                  )}
                  <span>{account.note}</span>
                </li>
              ))}
            </ul>
            <p className={ui['faint']}>A name signs you in with one click.</p>
          </section>
        )}
      </div>
    </main>
  );
}
