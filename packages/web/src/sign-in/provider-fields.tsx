/** The fields of an OpenID Connect provider, for set-up and for the authentication settings. */
import { Checkbox, PasswordInput, Select, TextInput } from '@mantine/core';
import type { Authentication, Provider } from '../api/contract.ts';
import type { Problem } from '../api/problem.ts';

export interface AuthenticationDraft {
  readonly method: Authentication['method'];
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scopes: string;
  readonly idTokenAlgorithm: string;
  readonly trustsEmail: boolean;
}

export const emptyAuthentication: AuthenticationDraft = {
  method: 'oauth-or-password',
  name: '',
  issuer: '',
  clientId: '',
  clientSecret: '',
  scopes: '',
  idTokenAlgorithm: 'RS256',
  trustsEmail: false,
};

export const authenticationDraft = (method: Authentication['method'], provider: Provider | null): AuthenticationDraft =>
  provider === null
    ? { ...emptyAuthentication, method }
    : {
        ...emptyAuthentication,
        method,
        name: provider.name,
        issuer: provider.issuer,
        clientId: provider.clientId,
        scopes: provider.scopes.join(' '),
        idTokenAlgorithm: provider.idTokenAlgorithm,
        trustsEmail: provider.trustsEmail,
      };

export function authenticationRequest(draft: AuthenticationDraft): object {
  if (draft.issuer.trim() === '' && draft.method === 'oauth-or-password') return { method: draft.method, provider: null };
  return {
    method: draft.method,
    provider: {
      name: draft.name,
      issuer: draft.issuer,
      clientId: draft.clientId,
      scopes: draft.scopes.split(/\s+/).filter((scope) => scope !== ''),
      idTokenAlgorithm: draft.idTokenAlgorithm,
      trustsEmail: draft.trustsEmail,
      ...(draft.clientSecret === '' ? {} : { clientSecret: draft.clientSecret }),
    },
  };
}

const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];

export function ProviderFields({
  draft,
  onChange,
  problem,
  secretKept,
}: {
  draft: AuthenticationDraft;
  onChange: (draft: AuthenticationDraft) => void;
  problem: Problem | null;
  secretKept: boolean;
}) {
  const change = (part: Partial<AuthenticationDraft>): void => onChange({ ...draft, ...part });
  const error = (name: string): string | undefined => problem?.fields.find((field) => field.pointer.endsWith(`/${name}`))?.message;
  return (
    <div style={{ display: 'grid', gap: 'var(--ps-space-sm)' }}>
      <Select
        label="People sign in"
        data={[
          { value: 'oauth', label: 'Through the provider only' },
          { value: 'oauth-or-password', label: 'Through the provider, or with a password' },
        ]}
        value={draft.method}
        onChange={(method) => method !== null && change({ method: method as AuthenticationDraft['method'] })}
      />
      <TextInput
        label="Name of the provider"
        description="Shown on the sign-in button"
        value={draft.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
        error={error('name')}
      />
      <TextInput
        label="Issuer"
        type="url"
        placeholder="https://login.example.com"
        value={draft.issuer}
        onChange={(event) => change({ issuer: event.currentTarget.value })}
        error={error('issuer')}
      />
      <div style={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 'var(--ps-space-sm)' }}>
        <TextInput
          label="Client id"
          value={draft.clientId}
          onChange={(event) => change({ clientId: event.currentTarget.value })}
          error={error('clientId')}
        />
        <PasswordInput
          label="Client secret"
          autoComplete="new-password"
          placeholder={secretKept ? 'Unchanged' : ''}
          value={draft.clientSecret}
          onChange={(event) => change({ clientSecret: event.currentTarget.value })}
          error={error('clientSecret')}
        />
        <TextInput
          label="More scopes"
          description="Separated by spaces"
          value={draft.scopes}
          onChange={(event) => change({ scopes: event.currentTarget.value })}
          error={error('scopes')}
        />
        <Select
          label="ID tokens are signed with"
          description="As the provider says"
          data={algorithms}
          value={draft.idTokenAlgorithm}
          onChange={(idTokenAlgorithm) => idTokenAlgorithm !== null && change({ idTokenAlgorithm })}
        />
      </div>
      <Checkbox
        size="xs"
        label="Every e-mail address that the provider states counts as verified"
        checked={draft.trustsEmail}
        onChange={(event) => change({ trustsEmail: event.currentTarget.checked })}
      />
    </div>
  );
}
