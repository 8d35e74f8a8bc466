/** How people sign in to a warehouse: each by OAuth, or all with one login that the connection holds. */
import { PasswordInput, Select, TextInput } from '@mantine/core';
import { Section } from '../ui/page.tsx';
import styles from './connection-form.module.css';
import type { Draft } from './draft.ts';

export interface PartProps {
  readonly draft: Draft;
  readonly change: (part: Partial<Draft>) => void;
}

export function SignInSection({ draft, change, error, fixed }: PartProps & { error: (name: string) => string | null; fixed: boolean }) {
  const ways = [
    { value: 'oauth', title: 'Each person, by OAuth', text: 'Queries run under the login of the person at the screen.' },
    { value: 'static', title: 'One login for everybody', text: 'The credentials are kept in the connection.' },
  ] as const;
  return (
    <Section title="Sign-in" lead={fixed ? 'The way to sign in is fixed once a connection exists.' : undefined}>
      <div className={styles['choices']} role="radiogroup" aria-label="How people sign in">
        {ways.map((way) => (
          <label key={way.value} className={styles['choice']}>
            <input
              type="radio"
              name="authentication"
              value={way.value}
              checked={draft.authentication === way.value}
              disabled={fixed}
              onChange={() => change({ authentication: way.value })}
            />
            <span>
              <b>{way.title}</b>
              <span>{way.text}</span>
            </span>
          </label>
        ))}
      </div>
      <div className={styles['fields']} style={{ marginTop: 'var(--ps-space-md)' }}>
        {draft.authentication === 'static' ? (
          <>
            <TextInput
              className={styles['half'] ?? ''}
              label="Login"
              required
              value={draft.login}
              onChange={(event) => change({ login: event.currentTarget.value })}
              error={error('credential/login')}
            />
            <PasswordInput
              className={styles['half'] ?? ''}
              label="Password"
              required={!fixed}
              placeholder={fixed ? 'Unchanged' : ''}
              autoComplete="new-password"
              value={draft.password}
              onChange={(event) => change({ password: event.currentTarget.value })}
              error={error('credential/password')}
            />
            <TextInput
              className={styles['full'] ?? ''}
              label="Role from attribute"
              description="A member attribute whose value is the role in which Penstock reads for that person; empty: the login's own rights"
              placeholder="warehouse role"
              maxLength={100}
              value={draft.roleAttribute}
              onChange={(event) => change({ roleAttribute: event.currentTarget.value })}
              error={error('roleAttribute')}
            />
          </>
        ) : (
          <>
            <Select
              className={styles['half'] ?? ''}
              label="Client"
              data={[
                { value: 'organization', label: 'The one people sign in to Penstock with' },
                { value: 'independent', label: 'A client of its own' },
              ]}
              value={draft.level}
              onChange={(level) => level !== null && change({ level: level as Draft['level'] })}
            />
            <TextInput
              className={styles['half'] ?? ''}
              label="Audience"
              required
              placeholder="urn:example:warehouse"
              value={draft.audience}
              onChange={(event) => change({ audience: event.currentTarget.value })}
              error={error('audience')}
            />
            {draft.level === 'independent' && (
              <>
                <TextInput
                  className={styles['full'] ?? ''}
                  label="Issuer"
                  type="url"
                  required
                  placeholder="https://login.example.com"
                  value={draft.issuer}
                  onChange={(event) => change({ issuer: event.currentTarget.value })}
                  error={error('issuer')}
                />
                <TextInput
                  className={styles['half'] ?? ''}
                  label="Client id"
                  required
                  value={draft.clientId}
                  onChange={(event) => change({ clientId: event.currentTarget.value })}
                  error={error('clientId')}
                />
                <PasswordInput
                  className={styles['half'] ?? ''}
                  label="Client secret"
                  placeholder={fixed ? 'Unchanged' : ''}
                  autoComplete="new-password"
                  value={draft.clientSecret}
                  onChange={(event) => change({ clientSecret: event.currentTarget.value })}
                  error={error('clientSecret')}
                />
              </>
            )}
            <TextInput
              className={styles['full'] ?? ''}
              label="Scopes"
              description="Separated by spaces; may be empty"
              value={draft.scopes}
              onChange={(event) => change({ scopes: event.currentTarget.value })}
              error={error('scopes')}
            />
          </>
        )}
      </div>
    </Section>
  );
}
