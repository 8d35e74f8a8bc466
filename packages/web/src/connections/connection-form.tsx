/** Where a warehouse is, how people sign in to it, and where Penstock may write; tried stage by stage before it is saved. */
import { ActionIcon, Button, PasswordInput, Select, Switch, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconCheck, IconMinus, IconPlugConnected, IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { api } from '../api/client.ts';
import type { Connection, TestStage } from '../api/contract.ts';
import { Problem } from '../api/problem.ts';
import { Copyable, Notice, ProblemNotice } from '../ui/notice.tsx';
import { Page, Section } from '../ui/page.tsx';
import ui from '../ui/ui.module.css';
import styles from './connection-form.module.css';
import { changeRequest, createRequest, draftOf, emptyDraft, newDestination } from './draft.ts';
import type { Draft } from './draft.ts';
import { SignInSection } from './sign-in-section.tsx';
import type { PartProps } from './sign-in-section.tsx';

export function NewConnection() {
  return (
    <Page title="New connection">
      <ConnectionForm connection={null} />
    </Page>
  );
}

interface TestAnswer {
  readonly stages: readonly TestStage[];
  readonly passed: boolean;
}

export function ConnectionForm({ connection }: { connection: Connection | null }) {
  const [draft, setDraft] = useState<Draft>(() => (connection === null ? emptyDraft : draftOf(connection)));
  const [, navigate] = useLocation();
  const queryClient = useQueryClient();
  const change = (part: Partial<Draft>): void => setDraft((before) => ({ ...before, ...part }));
  const test = useMutation({
    mutationFn: () =>
      api.post<TestAnswer>(
        '/connections/test',
        connection === null ? { draft: createRequest(draft) } : { connectionId: connection.id, change: changeRequest(draft) },
      ),
  });
  const save = useMutation({
    mutationFn: () =>
      connection === null
        ? api.post<Connection>('/connections', createRequest(draft))
        : api.patch<Connection>(`/connections/${connection.id}`, changeRequest(draft)),
    onSuccess: (saved) => {
      void queryClient.invalidateQueries({ queryKey: ['connections'] });
      queryClient.setQueryData(['connection', saved.id], saved);
      notifications.show({ message: `“${saved.name}” is saved.` });
      if (connection === null) navigate(`/connections/${saved.id}`);
    },
  });
  const problem = save.error instanceof Problem ? save.error : test.error instanceof Problem ? test.error : null;
  const error = (name: string): string | null => {
    const found = problem?.fields.find((field) => field.pointer.endsWith(`/${name}`));
    return found?.message ?? null;
  };
  const warnings = save.data?.warnings ?? connection?.warnings ?? [];
  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Section title="Warehouse">
        <div className={styles['fields']}>
          <TextInput
            className={styles['full'] ?? ''}
            label="Name"
            description="What people see"
            required
            value={draft.name}
            onChange={(event) => change({ name: event.currentTarget.value })}
            error={error('name')}
          />
          <TextInput
            className={styles['most'] ?? ''}
            label="Host"
            required
            value={draft.host}
            onChange={(event) => change({ host: event.currentTarget.value })}
            error={error('host')}
          />
          <TextInput
            className={styles['third'] ?? ''}
            label="Port"
            required
            inputMode="numeric"
            value={draft.port}
            onChange={(event) => change({ port: event.currentTarget.value })}
            error={error('port')}
          />
          <TextInput
            className={styles['most'] ?? ''}
            label="Database"
            required
            value={draft.database}
            onChange={(event) => change({ database: event.currentTarget.value })}
            error={error('database')}
          />
          <Select
            className={styles['third'] ?? ''}
            label="Encryption"
            data={[
              { value: 'require', label: 'TLS required' },
              { value: 'off', label: 'Off' },
            ]}
            value={draft.tls}
            onChange={(tls) => tls !== null && change({ tls: tls as Draft['tls'] })}
          />
        </div>
      </Section>
      <SignInSection draft={draft} change={change} error={error} fixed={connection !== null} />
      <WriteSection draft={draft} change={change} problem={problem} hasAccount={connection?.hasServiceAccount === true} />
      {warnings.length > 0 && (
        <div style={{ display: 'grid', gap: 'var(--ps-space-xs)', marginBottom: 'var(--ps-space-md)' }}>
          {warnings.map((warning) => (
            <Notice key={warning.detail} tone="warning" title="Saved, with a warning">
              <p>{warning.detail}</p>
            </Notice>
          ))}
        </div>
      )}
      {(save.isError || test.isError) && <ProblemNotice error={save.error ?? test.error} />}
      {test.data !== undefined && <TestResult answer={test.data} />}
      <div className={styles['actions']}>
        <Button type="submit" loading={save.isPending}>
          {connection === null ? 'Save connection' : 'Save changes'}
        </Button>
        <Button
          variant="default"
          leftSection={<IconPlugConnected size={16} stroke={1.6} />}
          loading={test.isPending}
          onClick={() => test.mutate()}
        >
          Test
        </Button>
        {connection === null && (
          <Button variant="subtle" component={Link} href="/connections">
            Cancel
          </Button>
        )}
      </div>
    </form>
  );
}

function WriteSection({ draft, change, problem, hasAccount }: PartProps & { problem: Problem | null; hasAccount: boolean }) {
  const at = (pointer: string): string | null => problem?.fields.find((field) => field.pointer.endsWith(pointer))?.message ?? null;
  const setDestination = (key: string, part: Partial<Draft['destinations'][number]>): void =>
    change({ destinations: draft.destinations.map((each) => (each.key === key ? { ...each, ...part } : each)) });
  return (
    <Section
      title="Write access"
      lead={
        draft.authentication === 'oauth'
          ? "Input tables are written by each person's own login into a destination; the service account keeps the edit log."
          : 'Input tables and their edit log are written with the login above; data permissions say who may write.'
      }
    >
      <Switch
        label="People may write through this connection"
        checked={draft.writeAccess}
        onChange={(event) =>
          change({
            writeAccess: event.currentTarget.checked,
            ...(event.currentTarget.checked && draft.destinations.length === 0 ? { destinations: [newDestination(draft.database)] } : {}),
          })
        }
      />
      {draft.writeAccess && (
        <>
          <div style={{ margin: 'var(--ps-space-md) 0' }}>
            <Notice title="Use schemas of their own">
              <p>
                Give write-back separate schemas, or a separate database. What Penstock writes there is not meant for browsing and never
                appears in the explorer.
              </p>
            </Notice>
          </div>
          <fieldset style={{ border: 0, padding: 0, margin: 0 }}>
            <legend style={{ fontWeight: 500, marginBottom: 'var(--ps-space-xxs)' }}>Destinations, in the order people see them</legend>
            {draft.destinations.map((destination, index) => (
              <div key={destination.key} className={styles['destination']}>
                <span>{index + 1}</span>
                <TextInput
                  aria-label={`Database of destination ${index + 1}`}
                  placeholder="Database"
                  value={destination.database}
                  onChange={(event) => setDestination(destination.key, { database: event.currentTarget.value })}
                  error={at(`/destinations/${index}/database`) ?? at(`/destinations/${index}`)}
                />
                <TextInput
                  aria-label={`Schema of destination ${index + 1}`}
                  placeholder="Schema"
                  value={destination.schema}
                  onChange={(event) => setDestination(destination.key, { schema: event.currentTarget.value })}
                  error={at(`/destinations/${index}/schema`)}
                />
                <ActionIcon
                  aria-label={`Remove destination ${index + 1}`}
                  mt={2}
                  onClick={() => change({ destinations: draft.destinations.filter((each) => each.key !== destination.key) })}
                >
                  <IconX size={14} />
                </ActionIcon>
              </div>
            ))}
            {at('/destinations') !== null && <p style={{ color: 'var(--ps-danger)', margin: '0 0 4px' }}>{at('/destinations')}</p>}
            <Button
              variant="subtle"
              leftSection={<IconPlus size={14} />}
              onClick={() => change({ destinations: [...draft.destinations, newDestination(draft.database)] })}
            >
              Add destination
            </Button>
          </fieldset>
          <div className={styles['fields']} style={{ marginTop: 'var(--ps-space-md)' }}>
            <TextInput
              className={styles['half'] ?? ''}
              label="Edit log database"
              description="Empty: input tables are off"
              value={draft.logDatabase}
              onChange={(event) => change({ logDatabase: event.currentTarget.value })}
              error={at('/editLogDestination/database') ?? at('/editLogDestination')}
            />
            <TextInput
              className={styles['half'] ?? ''}
              label="Edit log schema"
              description="Only the service account should write here"
              value={draft.logSchema}
              onChange={(event) => change({ logSchema: event.currentTarget.value })}
              error={at('/editLogDestination/schema')}
            />
            {draft.authentication === 'oauth' && (
              <>
                <TextInput
                  className={styles['half'] ?? ''}
                  label="Service account login"
                  description="Needs CREATE on the log's schema"
                  value={draft.serviceLogin}
                  onChange={(event) => change({ serviceLogin: event.currentTarget.value })}
                  error={at('/serviceAccount/login') ?? at('/serviceAccount')}
                />
                <PasswordInput
                  className={styles['half'] ?? ''}
                  label="Service account password"
                  description="Sealed in Penstock's database, never shown again"
                  placeholder={hasAccount ? 'Unchanged' : ''}
                  autoComplete="new-password"
                  value={draft.servicePassword}
                  onChange={(event) => change({ servicePassword: event.currentTarget.value })}
                  error={at('/serviceAccount/password')}
                />
              </>
            )}
          </div>
        </>
      )}
    </Section>
  );
}

const stageNames = {
  network: 'Network',
  'sign-in': 'Sign-in',
  read: 'Read',
  destination: 'Write destination',
  'edit-log': 'Edit log',
} as const;

export function TestResult({ answer }: { answer: TestAnswer }) {
  return (
    <Section
      title={answer.passed ? 'The test passed' : 'The test found something'}
      lead={
        answer.passed
          ? undefined
          : 'Each stage says what is missing. Run the printed statement as a warehouse administrator, then test again.'
      }
    >
      {answer.stages.map((stage) => (
        <div key={`${stage.stage} ${stage.subject}`} className={styles['stage']}>
          {stage.result === 'passed' ? (
            <IconCheck size={16} color="var(--ps-good)" aria-label="passed" />
          ) : stage.result === 'failed' ? (
            <IconX size={16} color="var(--ps-danger)" aria-label="failed" />
          ) : (
            <IconMinus size={16} color="var(--ps-ink-faint)" aria-label="skipped" />
          )}
          <span>
            <b style={{ fontWeight: 500 }}>{stageNames[stage.stage]}</b> <span className={ui['muted']}>{stage.subject}</span>
          </span>
          <span className={ui['muted']}>
            {stage.detail}
            {stage.missingPrivilege !== null && ` Missing: ${stage.missingPrivilege}.`}
          </span>
          {stage.grantSql !== null && <Copyable text={stage.grantSql} label="Copy the GRANT" />}
        </div>
      ))}
    </Section>
  );
}
