/** Where the rows of a new input table are written. */
import { Button, Radio } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconRefresh } from '@tabler/icons-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { api } from '../api/client.ts';
import type { Connection, DestinationVerdict, List } from '../api/contract.ts';
import { Copyable, Notice, ProblemNotice } from '../ui/notice.tsx';
import ui from '../ui/ui.module.css';
import styles from './workbook.module.css';

/** Why no input table can be made on a connection, or `null`. */
export const unusable = (connection: Connection): string | null =>
  connection.inputTables.enabled ? null : (connection.inputTables.reason ?? 'Input tables are off here.');

export interface Destination {
  /** `undefined`: none is there, or the person has not chosen. */
  readonly id: string | undefined;
  /** The person may write nowhere on the connection. */
  readonly isMissing: boolean;
  /** What is to be seen of it. */
  readonly shown: ReactNode;
}

export function useDestination(connection: Connection | null): Destination {
  const [chosen, setChosen] = useState<string | null>(null);
  const connectionId = connection?.id ?? '';
  const refusal = connection === null ? null : unusable(connection);
  const destinations = useQuery({
    queryKey: ['write-destinations', connectionId],
    queryFn: ({ signal }) => api.get<List<DestinationVerdict>>(`/connections/${connectionId}/write-destinations`, {}, signal),
    enabled: connection !== null && refusal === null,
    refetchInterval: (query) => (query.state.data?.items.some((item) => item.verdict === 'checking') === true ? 1000 : false),
  });
  const authorized = destinations.data?.items.filter((item) => item.verdict === 'authorized') ?? [];
  const wanted = authorized.length === 1 ? authorized[0] : authorized.find(({ id }) => id === chosen);
  return {
    id: refusal === null ? wanted?.id : undefined,
    isMissing: refusal !== null || (destinations.isSuccess && authorized.length === 0),
    shown: (
      <div style={{ marginTop: 'var(--ps-space-sm)' }}>
        {refusal !== null && (
          <Notice tone="warning" title={`No input tables on ${connection?.name ?? ''}`}>
            <p>{refusal}</p>
          </Notice>
        )}
        {destinations.isError && <ProblemNotice error={destinations.error} />}
        {destinations.data !== undefined && (
          <DestinationPicker connectionId={connectionId} verdicts={destinations.data.items} chosen={chosen} onChoose={setChosen} />
        )}
      </div>
    ),
  };
}

/** One authorized destination is taken by itself; among several the person chooses; with none the missing right is shown. */
function DestinationPicker({
  connectionId,
  verdicts,
  chosen,
  onChoose,
}: {
  connectionId: string;
  verdicts: readonly DestinationVerdict[];
  chosen: string | null;
  onChoose: (id: string) => void;
}) {
  const queryClient = useQueryClient();
  const recheck = useMutation({
    mutationFn: () => api.post<List<DestinationVerdict>>(`/connections/${connectionId}/write-destinations/check`),
    onSuccess: (answer) => queryClient.setQueryData(['write-destinations', connectionId], answer),
  });
  const authorized = verdicts.filter((item) => item.verdict === 'authorized');
  const checking = verdicts.some((item) => item.verdict === 'checking');
  const again = (
    <Button
      size="compact-sm"
      variant="default"
      mt="xs"
      loading={recheck.isPending}
      leftSection={<IconRefresh size={14} />}
      onClick={() => recheck.mutate()}
    >
      Check again
    </Button>
  );
  if (authorized.length === 0 && checking) return <Notice>Finding out where your warehouse login may write…</Notice>;
  if (authorized.length === 0)
    return (
      <Notice tone="danger" title="Your warehouse login may not write to any destination" action={again}>
        <p>To make input tables here, a warehouse administrator can run one of these for you:</p>
        {verdicts.map((item) => (
          <div key={item.id} style={{ margin: 'var(--ps-space-xs) 0 0' }}>
            <span className={ui['muted']}>
              {item.schema}: {item.reason ?? 'not checked'}
            </span>
            {item.grantSql !== null && <Copyable text={item.grantSql} label="Copy the GRANT" />}
          </div>
        ))}
        {recheck.isError && <ProblemNotice error={recheck.error} />}
      </Notice>
    );
  if (authorized.length === 1)
    return (
      <p className={ui['muted']} style={{ margin: 0 }}>
        Its rows are written to <b>{authorized[0]?.schema}</b> in {authorized[0]?.database}, by your own warehouse login.
      </p>
    );
  return (
    <Radio.Group
      label="Written to"
      description="Your warehouse login may write to several schemas."
      value={chosen}
      onChange={onChoose}
      required
    >
      <div className={styles['destinations']} style={{ marginTop: 'var(--ps-space-xs)' }}>
        {authorized.map((item) => (
          <Radio key={item.id} value={item.id} label={item.schema} description={item.database} size="xs" />
        ))}
      </div>
    </Radio.Group>
  );
}
