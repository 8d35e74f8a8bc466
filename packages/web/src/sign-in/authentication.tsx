/** How people of the organization sign in. */
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../api/client.ts';
import type { Authentication as AuthenticationSettings } from '../api/contract.ts';
import { Problem } from '../api/problem.ts';
import { Waiting } from '../app/waiting.tsx';
import { Copyable, ProblemNotice } from '../ui/notice.tsx';
import { Page, Section } from '../ui/page.tsx';
import { ProviderFields, authenticationDraft, authenticationRequest } from './provider-fields.tsx';

export function Authentication() {
  const settings = useQuery({
    queryKey: ['authentication'],
    queryFn: ({ signal }) => api.get<AuthenticationSettings>('/authentication', {}, signal),
  });
  return (
    <Page title="Authentication">
      {settings.isError && <ProblemNotice error={settings.error} />}
      {settings.isPending && <Waiting />}
      {settings.data !== undefined && <SettingsForm settings={settings.data} />}
    </Page>
  );
}

function SettingsForm({ settings }: { settings: AuthenticationSettings }) {
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState(() => authenticationDraft(settings.method, settings.provider));
  const save = useMutation({
    mutationFn: () => api.put<AuthenticationSettings>('/authentication', authenticationRequest(draft)),
    onSuccess: (saved) => {
      queryClient.setQueryData(['authentication'], saved);
      setDraft(authenticationDraft(saved.method, saved.provider));
      notifications.show({ message: 'The sign-in settings are saved.' });
    },
  });
  return (
    <form
      style={{ maxWidth: 'var(--ps-reading)' }}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Section title="Provider" lead="Any OpenID Connect provider. Present sessions stay; the next sign-in uses the new settings.">
        <ProviderFields
          draft={draft}
          onChange={setDraft}
          problem={save.error instanceof Problem ? save.error : null}
          secretKept={settings.provider?.hasClientSecret === true}
        />
      </Section>
      <Section title="Redirect address" lead="Register this address at the provider.">
        <Copyable text={settings.redirectUri} label="Copy the address" />
      </Section>
      {save.isError && <ProblemNotice error={save.error} />}
      <Button type="submit" loading={save.isPending}>
        Save changes
      </Button>
    </form>
  );
}
