/** One data permission: to whom, where, and what it lets them do. */
import { Autocomplete, Radio, SegmentedControl, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../api/client.ts';
import type { CatalogItem, Connection, DataPermission } from '../api/contract.ts';
import type { RecipientChoice } from '../teams/use-recipients.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import ui from '../ui/ui.module.css';

interface GivePermissionProps {
  readonly connection: Connection;
  readonly choices: readonly RecipientChoice[];
  readonly busy: boolean;
  readonly error: unknown;
  readonly onGive: (permission: DataPermission) => void;
  readonly onClose: () => void;
}

type Level = 'connection' | 'schema' | 'table';

export function GivePermission({ connection, choices, busy, error, onGive, onClose }: GivePermissionProps) {
  const [recipient, setRecipient] = useState<string | null>(null);
  const [level, setLevel] = useState<Level>('connection');
  const [permission, setPermission] = useState<DataPermission['permission']>('can-use');
  const [schema, setSchema] = useState('');
  const [table, setTable] = useState('');
  const schemas = useNames(connection.id, 'schema', level === 'connection' ? null : {});
  const tables = useNames(connection.id, 'table', level === 'table' && schemas.includes(schema) ? { schema } : null);
  const chosen = choices.find(({ value }) => value === recipient);
  const whole = chosen !== undefined && (level === 'connection' || schema !== '') && (level !== 'table' || table !== '');
  return (
    <FormDialog
      title="Give permission"
      action="Give permission"
      busy={busy}
      error={error}
      onSubmit={() => {
        if (!whole) return;
        onGive({
          to: chosen.to,
          permission: level === 'connection' ? permission : 'can-use',
          schema: level === 'connection' ? null : schema,
          table: level === 'table' ? table : null,
        });
      }}
      onClose={onClose}
    >
      <Select
        label="To"
        placeholder="A person, a team or everyone"
        searchable
        required
        data={choices.map(({ value, label }) => ({ value, label }))}
        value={recipient}
        onChange={setRecipient}
        nothingFoundMessage="Nobody of this name"
        data-autofocus
        openOnFocus={false}
      />
      <SegmentedControl
        mt="md"
        fullWidth
        size="xs"
        aria-label="Where"
        value={level}
        onChange={(value) => setLevel(value as Level)}
        data={[
          { value: 'connection', label: 'The whole connection' },
          { value: 'schema', label: 'One schema' },
          { value: 'table', label: 'One table' },
        ]}
      />
      {level === 'connection' ? (
        <Radio.Group mt="md" aria-label="May" value={permission} onChange={(value) => setPermission(value as DataPermission['permission'])}>
          <Radio
            size="xs"
            value="can-use"
            label="Read and write"
            description="Everything that the login may read; input tables where writing is on"
          />
          <Radio
            mt="xs"
            size="xs"
            value="can-write-only"
            label="Write only"
            description="Input tables, and none of the company's own tables"
          />
        </Radio.Group>
      ) : (
        <>
          <Autocomplete
            mt="md"
            label="Schema"
            description="Spelled as in the warehouse"
            required
            maxLength={1_000}
            data={schemas}
            value={schema}
            onChange={setSchema}
          />
          {level === 'table' && (
            <Autocomplete mt="sm" label="Table or view" required maxLength={1_000} data={tables} value={table} onChange={setTable} />
          )}
          <p className={ui['muted']}>They may read it. Writing, and SQL of one's own, need the whole connection.</p>
        </>
      )}
    </FormDialog>
  );
}

/** As far as this administrator may look around there, to choose from; `null`: nothing is to be chosen. */
function useNames(connectionId: string, kind: 'schema' | 'table', question: Readonly<Record<string, string>> | null): string[] {
  const catalog = useQuery({
    queryKey: ['catalog', connectionId, 'names', question],
    queryFn: ({ signal }) => api.get<{ items: readonly CatalogItem[] }>(`/connections/${connectionId}/catalog`, question ?? {}, signal),
    enabled: question !== null,
    retry: false,
  });
  const items = catalog.data?.items.filter((item) =>
    kind === 'schema' ? item.kind === 'schema' : item.kind === 'table' || item.kind === 'view',
  );
  return [...new Set((items ?? []).map(({ path }) => path.at(-1) ?? ''))];
}
