/** Once, on a new installation: the organization, its first administrator, and how people sign in. */
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { api } from '../api/client.ts';
import { Problem } from '../api/problem.ts';
import { ProblemNotice } from '../ui/notice.tsx';
import { Section, useDocumentTitle } from '../ui/page.tsx';
import ui from '../ui/ui.module.css';
import { ProviderFields, authenticationRequest, emptyAuthentication } from './provider-fields.tsx';
import styles from './sign-in.module.css';

export function SetUp() {
  useDocumentTitle('Set up');
  const [, navigate] = useLocation();
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState({ setUpToken: '', organizationName: '', name: '', email: '', password: '' });
  const [authentication, setAuthentication] = useState(emptyAuthentication);
  const setUp = useMutation({
    mutationFn: () =>
      api.post('/set-up', {
        setUpToken: draft.setUpToken,
        organizationName: draft.organizationName,
        admin: { name: draft.name, email: draft.email, ...(draft.password === '' ? {} : { password: draft.password }) },
        authentication: authenticationRequest(authentication),
      }),
    onSuccess: async () => {
      await queryClient.invalidateQueries();
      navigate('/sign-in');
    },
  });
  const problem = setUp.error instanceof Problem ? setUp.error : null;
  const field = (name: keyof typeof draft) => ({
    value: draft[name],
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => setDraft({ ...draft, [name]: event.currentTarget.value }),
  });
  const error = (pointer: string): string | undefined => problem?.fields.find((each) => each.pointer.endsWith(pointer))?.message;
  return (
    <main className={ui['centred']}>
      <form
        className={`${styles['card']} ${styles['wide']}`}
        onSubmit={(event) => {
          event.preventDefault();
          setUp.mutate();
        }}
      >
        <img src="./penstock.svg" alt="" width={36} height={36} />
        <h1>Set up Penstock</h1>
        <PasswordInput
          label="Set-up token"
          description="Printed by the server when it started"
          required
          autoFocus
          error={error('/setUpToken')}
          {...field('setUpToken')}
        />
        <TextInput label="Organization" required error={error('/organizationName')} {...field('organizationName')} />
        <Section title="First administrator">
          <div className={styles['form']}>
            <TextInput label="Name" required error={error('/admin/name')} {...field('name')} />
            <TextInput label="E-mail" type="email" required autoComplete="username" error={error('/admin/email')} {...field('email')} />
            <PasswordInput
              label="Password"
              description="Leave empty to sign in through the provider only"
              autoComplete="new-password"
              error={error('/admin/password')}
              {...field('password')}
            />
          </div>
        </Section>
        <Section
          title="Sign-in"
          lead="The OpenID Connect provider can also be set later in the authentication settings, if the administrator has a password."
        >
          <ProviderFields draft={authentication} onChange={setAuthentication} problem={problem} secretKept={false} />
        </Section>
        {setUp.isError && <ProblemNotice error={setUp.error} />}
        <Button type="submit" loading={setUp.isPending}>
          Set up and sign in
        </Button>
      </form>
    </main>
  );
}
