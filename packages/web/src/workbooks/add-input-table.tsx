/** A new input table: its name, where its rows are written, and its first columns. */
import { Button, Group, Modal, Select, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { newEditId } from '@penstock/domain/input-tables/ids';
import { useState } from 'react';
import { api } from '../api/client.ts';
import type { Connection, InputTable } from '../api/contract.ts';
import { browserRandom } from '../input-tables/browser-ports.ts';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import { unusable, useDestination } from './destination-choice.tsx';
import { NewColumns, columnDraft, columnsToMake, repeatedName } from './new-columns.tsx';
import type { ColumnDraft } from './new-columns.tsx';

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
  const [columns, setColumns] = useState<readonly ColumnDraft[]>(() => [
    columnDraft('Name', 'text'),
    columnDraft('Amount', 'number'),
    columnDraft('Date', 'date'),
  ]);
  const [editId] = useState(() => newEditId(browserRandom));
  const queryClient = useQueryClient();
  const connection = connections.find((candidate) => candidate.id === connectionId) ?? null;
  const destination = useDestination(connection);
  const create = useMutation({
    mutationFn: async () => {
      await beforeCreate();
      return api.post<{ inputTable: InputTable }>(
        '/input-tables',
        {
          workbookId,
          pageId,
          name: name.trim(),
          connectionId,
          destinationId: destination.id,
          columns: columnsToMake(columns),
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
    destination.id !== undefined &&
    repeatedName(columns.map((column) => column.name)) === null &&
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
              onChange={setConnectionId}
            />
            {destination.shown}
            <NewColumns legend="Columns" columns={columns} hidden={destination.isMissing} onChange={setColumns} />
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
