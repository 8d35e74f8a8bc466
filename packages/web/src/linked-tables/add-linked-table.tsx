/** A new linked input table: whose rows it has, what tells them apart, what is shown beside, and what is typed. */
import { Button, Group, Modal, MultiSelect, Select, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { newColumnId, newEditId } from '@penstock/domain/input-tables/ids';
import { mostKeyColumns } from '@penstock/domain/input-tables/linked-rows';
import type { Definition, Source, SourceColumn } from '@penstock/domain/workbooks/definition';
import { elementsOf } from '@penstock/domain/workbooks/references';
import { useState } from 'react';
import { api } from '../api/client.ts';
import type { Connection, InputTable } from '../api/contract.ts';
import { Waiting } from '../app/waiting.tsx';
import { browserRandom } from '../input-tables/browser-ports.ts';
import { SourcePicker, probeOf } from '../queries/source-picker.tsx';
import type { Picked } from '../queries/source-picker.tsx';
import { nameOfSource, sourceWords } from '../queries/source-words.ts';
import { useDescribed } from '../queries/use-described.ts';
import { readableName } from '../tables/element-edits.ts';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import { unusable, useDestination } from '../workbooks/destination-choice.tsx';
import { NewColumns, columnDraft, columnsToMake, repeatedName } from '../workbooks/new-columns.tsx';
import type { ColumnDraft } from '../workbooks/new-columns.tsx';
import { KeyCheck } from './key-check.tsx';
import { likelyKeys, likelyShown, mayBeKey } from './likely-keys.ts';
import { useConnectionOf } from './use-connection-of.ts';

export interface AddLinkedTableProps {
  readonly workbookId: string;
  readonly pageId: string;
  readonly definition: Definition;
  /** `null`: it is asked for first. */
  readonly source: Source | null;
  readonly connections: readonly Connection[];
  /** Resolves when the server knows the page, and the source. */
  readonly beforeCreate: () => Promise<void>;
  readonly onCreated: (elementId: string) => void;
  readonly onClose: () => void;
}

export function AddLinkedTable(props: AddLinkedTableProps) {
  const { workbookId, definition, source, onClose } = props;
  const [chosen, setChosen] = useState<Picked | null>(null);
  const [picked, setPicked] = useState<Picked | null>(null);
  const isPicking = source === null && picked === null;
  return (
    <Modal
      opened
      onClose={onClose}
      title={isPicking ? 'New linked input table: whose rows does it have?' : 'New linked input table'}
      size={isPicking ? 'xl' : 'lg'}
    >
      {isPicking && (
        <>
          <SourcePicker documentId={workbookId} definition={definition} elementId={null} onPick={setChosen} />
          <Group justify="flex-end" gap="xs" mt="md">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button disabled={chosen === null} onClick={() => setPicked(chosen)}>
              Next
            </Button>
          </Group>
        </>
      )}
      {picked !== null && <LinkForm {...props} source={picked.source} columns={picked.columns} onBack={() => setPicked(null)} />}
      {source !== null && <DescribedForm {...props} source={source} />}
    </Modal>
  );
}

function DescribedForm(props: AddLinkedTableProps & { readonly source: Source }) {
  const { workbookId, definition, source } = props;
  const [probe] = useState(() => probeOf(source));
  const { element, error } = useDescribed(workbookId, definition, probe);
  if (error !== null) return <ProblemNotice error={error} />;
  if (element?.kind === 'wrong') return <Notice tone="warning">{element.problem.message}</Notice>;
  if (element === null) return <Waiting />;
  return <LinkForm {...props} columns={element.source} onBack={null} />;
}

interface LinkFormProps extends AddLinkedTableProps {
  readonly source: Source;
  readonly columns: readonly SourceColumn[];
  /** To another source. */
  readonly onBack: (() => void) | null;
}

function LinkForm({
  workbookId,
  pageId,
  definition,
  source,
  columns: given,
  connections,
  beforeCreate,
  onCreated,
  onBack,
  onClose,
}: LinkFormProps) {
  const sourceElement = elementsOf(definition).find(({ id }) => source.kind === 'element' && id === source.elementId);
  const [name, setName] = useState(`${readableName(nameOfSource(definition, source))} inputs`);
  const [keys, setKeys] = useState(() => likelyKeys(given, sourceElement));
  const [show, setShow] = useState(() => likelyShown(given, likelyKeys(given, sourceElement)));
  const [columns, setColumns] = useState<readonly ColumnDraft[]>(() => [columnDraft('Target', 'number'), columnDraft('Comment', 'text')]);
  const [chosenConnection, setChosenConnection] = useState<string | null>(null);
  const [editId] = useState(() => newEditId(browserRandom));
  // The same in a repeated request: it is the same table then.
  const [keyIds] = useState(() => new Map(given.map((column) => [column.name, newColumnId(browserRandom)])));
  const queryClient = useQueryClient();
  const found = useConnectionOf(definition, source);
  const usable = connections.filter((each) => unusable(each) === null);
  const connection = connections.find(({ id }) => id === (found ?? chosenConnection ?? usable[0]?.id)) ?? null;
  const destination = useDestination(connection);
  const create = useMutation({
    mutationFn: async () => {
      await beforeCreate();
      const link = { source, keys: keys.map((column) => ({ column, columnId: keyIds.get(column) })), show };
      return api.post<{ inputTable: InputTable }>(
        '/input-tables',
        {
          workbookId,
          pageId,
          name: name.trim(),
          connectionId: connection?.id,
          destinationId: destination.id,
          columns: columnsToMake(columns),
          link,
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
  const otherNames = [...keys, ...show];
  const ready =
    name.trim() !== '' &&
    keys.length > 0 &&
    destination.id !== undefined &&
    repeatedName([...otherNames, ...columns.map((column) => column.name)]) === null &&
    columns.every((column) => column.name.trim() !== '');
  const choosable = given.map((column) => column.name);
  const possibleKeys = given.filter(mayBeKey).map((column) => column.name);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) create.mutate();
      }}
    >
      <p style={{ margin: '0 0 var(--ps-space-sm)' }}>
        It has the rows of <b>{sourceWords(definition, source)}</b>, live, with columns beside them to type into.
      </p>
      <TextInput
        label="Name"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        maxLength={200}
        required
        data-autofocus
      />
      <MultiSelect
        mt="sm"
        label="Key: what tells rows apart"
        description="What is typed belongs to these values: it is kept when their row goes, and there again when it comes back."
        searchable
        maxValues={mostKeyColumns}
        data={possibleKeys}
        value={[...keys]}
        onChange={(chosen) => {
          setKeys(chosen);
          setShow(show.filter((column) => !chosen.includes(column)));
        }}
        nothingFoundMessage="No column that could be a key"
        required
      />
      <KeyCheck documentId={workbookId} definition={definition} element={sourceElement} keys={keys} />
      <MultiSelect
        mt="sm"
        label="Shown beside"
        searchable
        data={choosable.filter((column) => !keys.includes(column))}
        value={[...show]}
        onChange={setShow}
      />
      <NewColumns
        legend="Columns to type into"
        columns={columns}
        otherNames={otherNames}
        hidden={destination.isMissing}
        onChange={setColumns}
      />
      {found === null && usable.length > 1 && (
        <Select
          mt="sm"
          label="Connection of the source"
          data={connections.map(({ id, name: label }) => ({ value: id, label }))}
          value={connection?.id ?? null}
          onChange={setChosenConnection}
        />
      )}
      {destination.shown}
      {create.isError && <ProblemNotice error={create.error} />}
      <Group justify="flex-end" gap="xs" mt="md">
        {onBack !== null && (
          <Button variant="subtle" mr="auto" onClick={onBack}>
            Another source
          </Button>
        )}
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" disabled={!ready} loading={create.isPending}>
          Create linked input table
        </Button>
      </Group>
    </form>
  );
}
