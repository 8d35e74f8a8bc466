/**
 * "Run as service account" of the published version: only an Admin switches it, and it counts from the next query on. Where
 * it cannot be had there is no switch, but the reason.
 */
import { Button, Switch } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import type { RunAsServiceAccount, Workbook } from '../api/contract.ts';
import { Waiting } from '../app/waiting.tsx';
import { Moment } from '../ui/moment.tsx';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import ui from '../ui/ui.module.css';
import { SourceList } from './source-list.tsx';
import styles from './workbook.module.css';

export function ServiceAccount({ workbook }: { workbook: Workbook }) {
  const path = `/workbooks/${workbook.id}/run-as-service-account`;
  const key = ['run-as-service-account', workbook.id];
  const queryClient = useQueryClient();
  const stored = useQuery({ queryKey: key, queryFn: ({ signal }) => api.get<RunAsServiceAccount>(path, {}, signal), staleTime: 0 });
  const change = useMutation({
    mutationFn: (act: () => Promise<RunAsServiceAccount>) => act(),
    onSuccess: (answer) => {
      queryClient.setQueryData(key, answer);
      void queryClient.invalidateQueries({ queryKey: ['workbook', workbook.id] });
    },
  });
  if (stored.isPending) return <Waiting />;
  const state = stored.data;
  if (state === undefined) return <ProblemNotice error={stored.error} />;
  return (
    <section className={styles['service-account']} aria-label="Run as service account">
      {state.offered || state.enabled ? (
        <Switch
          label="Run as service account"
          description={
            state.maySet
              ? 'Everyone who may open the published version sees what the service account may read, whatever their own login may.'
              : 'Only an Admin may change this.'
          }
          size="sm"
          checked={state.enabled}
          disabled={!state.maySet || change.isPending}
          onChange={(event) => {
            const enabled = event.currentTarget.checked;
            change.mutate(() => api.put<RunAsServiceAccount>(path, { enabled }));
          }}
        />
      ) : (
        <>
          <h3>Run as service account is not possible here</h3>
          <p className={ui['muted']}>{state.reason}</p>
        </>
      )}
      {state.enabled && state.setBy !== null && (
        <p className={ui['faint']}>
          Switched on <Moment at={state.setAt} /> by {state.setBy.name}; version {state.approvedVersion} is approved.
        </p>
      )}
      {(state.offered || state.enabled) && (
        <ul className={styles['changes']}>
          {state.connections.map((connection) => (
            <li key={connection.id}>
              <b>{connection.name}</b>{' '}
              {connection.runsAsServiceAccount && connection.serviceAccount !== null
                ? `runs as ${connection.serviceAccount}.`
                : connection.reason}
            </li>
          ))}
        </ul>
      )}
      {state.waitingVersion !== null && (
        <WaitingVersion
          state={state}
          busy={change.isPending}
          onApprove={(number) => change.mutate(() => api.post<RunAsServiceAccount>(`${path}/approve`, { number }))}
        />
      )}
      {change.isError && <ProblemNotice error={change.error} />}
    </section>
  );
}

function WaitingVersion({ state, busy, onApprove }: { state: RunAsServiceAccount; busy: boolean; onApprove: (number: number) => void }) {
  const number = state.waitingVersion;
  if (number === null) return null;
  return (
    <Notice
      tone="warning"
      title={`Version ${number} waits for approval`}
      action={
        state.maySet ? (
          <Button size="compact-sm" mt="xs" loading={busy} onClick={() => onApprove(number)}>
            Approve version {number}
          </Button>
        ) : undefined
      }
    >
      <p>Readers keep seeing version {state.approvedVersion}, because the service account would newly read:</p>
      <SourceList sources={state.newInDraft} />
      {!state.maySet && <p>An Admin can approve it here.</p>}
    </Notice>
  );
}
