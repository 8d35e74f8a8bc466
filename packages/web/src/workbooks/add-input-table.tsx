/** A new input table: its name, where its rows are written, and its first columns. */
import { ActionIcon, Button, Group, Modal, Radio, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconPlus, IconRefresh, IconX } from '@tabler/icons-react';
import { newColumnId, newEditId } from '@penstock/domain/input-tables/ids';
import { keysBetween } from '@penstock/domain/input-tables/order-key';
import type { ColumnType } from '@penstock/domain/input-tables/column';
import { useState } from 'react';
import { api } from '../api/client.ts';
import type { Connection, DestinationVerdict, InputTable, List } from '../api/contract.ts';
import { Copyable, Notice, ProblemNotice } from '../ui/notice.tsx';
import ui from '../ui/ui.module.css';
import styles from './workbook.module.css';

interface ColumnDraft {
  readonly id: string;
  readonly name: string;
  readonly type: ColumnType;
}

const types: readonly { value: ColumnType; label: string }[] = [
  { value: 'text', label: 'Text' },
  { value: 'number', label: 'Number' },
  { value: 'date', label: 'Date' },
  { value: 'datetime', label: 'Date and time' },
  { value: 'checkbox', label: 'Checkbox' },
  { value: 'single-select', label: 'Single select' },
  { value: 'multi-select', label: 'Multi select' },
];

const random = { bytes: (count: number) => crypto.getRandomValues(new Uint8Array(count)) };
const draft = (name: string, type: ColumnType): ColumnDraft => ({ id: newColumnId(random), name, type });

/** Why no input table can be made on a connection, or `null`. */
const unusable = (connection: Connection): string | null =>
  connection.inputTables.enabled ? null : (connection.inputTables.reason ?? 'Input tables are off here.');

export function AddInputTable({
  workbookId,
  pageId,
  connections,
  beforeCreate,
  onCreated,
  onClose,
}: {
  workbookId: string;
  pageId: string;
  connections: readonly Connection[];
  /** Resolves when the server knows the page. */
  beforeCreate: () => Promise<void>;
  onCreated: (elementId: string) => void;
  onClose: () => void;
}) {
  const usable = connections.filter((connection) => unusable(connection) === null);
  const [name, setName] = useState('');
  const [connectionId, setConnectionId] = useState<string | null>(usable[0]?.id ?? connections[0]?.id ?? null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [columns, setColumns] = useState<readonly ColumnDraft[]>(() => [
    draft('Name', 'text'),
    draft('Amount', 'number'),
    draft('Date', 'date'),
  ]);
  const [editId] = useState(() => newEditId(random));
  const queryClient = useQueryClient();
  const connection = connections.find((candidate) => candidate.id === connectionId) ?? null;
  const refusal = connection === null ? null : unusable(connection);
  const destinations = useQuery({
    queryKey: ['write-destinations', connectionId],
    queryFn: ({ signal }) => api.get<List<DestinationVerdict>>(`/connections/${connectionId}/write-destinations`, {}, signal),
    enabled: connection !== null && refusal === null,
    refetchInterval: (query) => (query.state.data?.items.some((item) => item.verdict === 'checking') === true ? 1000 : false),
  });
  const authorized = destinations.data?.items.filter((item) => item.verdict === 'authorized') ?? [];
  const destination = authorized.length === 1 ? authorized[0]?.id : (chosen ?? undefined);
  const names = columns.map((column) => column.name.trim().toLowerCase());
  const repeated = names.some((each, index) => each !== '' && names.indexOf(each) !== index);
  const create = useMutation({
    mutationFn: async () => {
      await beforeCreate();
      const orders = keysBetween(null, null, columns.length);
      return api.post<{ inputTable: InputTable }>(
        '/input-tables',
        {
          workbookId,
          pageId,
          name: name.trim(),
          connectionId,
          ...(destination === undefined ? {} : { destinationId: destination }),
          columns: columns.map((column, index) => ({
            id: column.id,
            name: column.name.trim(),
            type: column.type,
            options: [],
            order: orders[index],
          })),
          editId,
        },
        { idempotencyKey: editId },
      );
    },
    onSuccess: async ({ inputTable }) => {
      await queryClient.invalidateQueries({ queryKey: ['workbook', workbookId] });
      // Its element has the same id.
      onCreated(inputTable.id);
      onClose();
    },
  });
  const ready =
    name.trim() !== '' &&
    connection !== null &&
    refusal === null &&
    destination !== undefined &&
    !repeated &&
    columns.every((column) => column.name.trim() !== '');
  return (
    <Modal opened onClose={onClose} title="New input table" size="lg" returnFocus={!create.isSuccess}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) create.mutate();
        }}
      >
        {connections.length === 0 ? (
          <Notice tone="warning" title="There is no connection yet">
            <p>An input table lives in a warehouse. An administrator can add a connection.</p>
          </Notice>
        ) : (
          <>
            <TextInput
              label="Name"
              placeholder="Budget 2027"
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              maxLength={255}
              required
              data-autofocus
            />
            <Select
              mt="sm"
              label="Connection"
              data={connections.map(({ id, name: label }) => ({ value: id, label }))}
              value={connectionId}
              onChange={(value) => {
                setConnectionId(value);
                setChosen(null);
              }}
            />
            <div style={{ marginTop: 'var(--ps-space-sm)' }}>
              {refusal !== null && (
                <Notice tone="warning" title={`No input tables on ${connection?.name ?? ''}`}>
                  <p>{refusal}</p>
                </Notice>
              )}
              {destinations.isError && <ProblemNotice error={destinations.error} />}
              {destinations.data !== undefined && (
                <DestinationPicker
                  connectionId={connectionId ?? ''}
                  verdicts={destinations.data.items}
                  chosen={chosen}
                  onChoose={setChosen}
                />
              )}
            </div>
            <fieldset
              hidden={refusal !== null || (destinations.isSuccess && authorized.length === 0)}
              style={{ border: 0, padding: 0, margin: 'var(--ps-space-md) 0 0' }}
            >
              <legend style={{ fontWeight: 500, marginBottom: 4 }}>Columns</legend>
              <div className={styles['columns']}>
                {columns.map((column, index) => (
                  <ColumnLine
                    key={column.id}
                    column={column}
                    index={index}
                    removable={columns.length > 1}
                    onChange={(changed) => setColumns(columns.map((each) => (each.id === column.id ? changed : each)))}
                    onRemove={() => setColumns(columns.filter((each) => each.id !== column.id))}
                  />
                ))}
              </div>
              {repeated && <p style={{ color: 'var(--ps-danger)', margin: '4px 0 0' }}>Two columns have the same name.</p>}
              <Button
                variant="subtle"
                mt={4}
                leftSection={<IconPlus size={14} />}
                onClick={() => setColumns([...columns, draft('', 'text')])}
              >
                Add column
              </Button>
            </fieldset>
          </>
        )}
        {create.isError && <ProblemNotice error={create.error} />}
        <Group justify="flex-end" gap="xs" mt="md">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={!ready} loading={create.isPending}>
            Create input table
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

function ColumnLine({
  column,
  index,
  removable,
  onChange,
  onRemove,
}: {
  column: ColumnDraft;
  index: number;
  removable: boolean;
  onChange: (column: ColumnDraft) => void;
  onRemove: () => void;
}) {
  return (
    <>
      <TextInput
        aria-label={`Name of column ${index + 1}`}
        value={column.name}
        onChange={(event) => onChange({ ...column, name: event.currentTarget.value })}
        maxLength={255}
        autoFocus={column.name === ''}
      />
      <Select
        aria-label={`Type of column ${index + 1}`}
        data={types}
        value={column.type}
        onChange={(type) => type !== null && onChange({ ...column, type: type as ColumnType })}
      />
      <ActionIcon aria-label={`Remove column ${index + 1}`} disabled={!removable} onClick={onRemove}>
        <IconX size={14} />
      </ActionIcon>
    </>
  );
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
