/** Who may write a column, and which values are wanted in it. */
import { Button, Group, Modal, MultiSelect, Select, Textarea } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { mayHaveList, mostAllowedValues } from '@penstock/domain/input-tables/column-rules';
import type { AllowedValues, ColumnRules } from '@penstock/domain/input-tables/column-rules';
import type { Column } from '@penstock/domain/input-tables/column';
import { formatCell } from '@penstock/domain/values/format';
import type { Reading } from '@penstock/domain/values/format';
import { readTyped } from '@penstock/domain/values/typed';
import type { DataElement, Definition } from '@penstock/domain/workbooks/definition';
import { useState } from 'react';
import { api } from '../api/client.ts';
import type { List, Member, Team } from '../api/contract.ts';
import { ProblemNotice } from '../ui/notice.tsx';
import ui from '../ui/ui.module.css';
import { rulesOf } from './rules.ts';
import type { TableStore } from './table-store.ts';

type ListFrom = 'any' | 'values' | 'element';

interface RulesDialogProps {
  readonly store: TableStore;
  readonly column: Column;
  readonly reading: Reading;
  /** Of the draft: whose columns a list may come from. */
  readonly definition: Definition | undefined;
  readonly onClose: () => void;
}

export function RulesDialog({ store, column, reading, definition, onClose }: RulesDialogProps) {
  const { table } = store;
  const before = rulesOf(table, column.id);
  const [people, setPeople] = useState<readonly string[] | null>(peopleOf(before));
  const [from, setFrom] = useState<ListFrom>(before?.allowed?.from.kind ?? 'any');
  const [values, setValues] = useState(valuesOf(before?.allowed ?? null, column, reading));
  const [place, setPlace] = useState(placeOf(before?.allowed ?? null));
  const [otherwise, setOtherwise] = useState<AllowedValues['otherwise']>(before?.allowed?.otherwise ?? 'refuse');
  const members = useQuery({ queryKey: ['members'], queryFn: ({ signal }) => api.get<List<Member>>('/members', {}, signal) });
  const teams = useQuery({ queryKey: ['teams'], queryFn: ({ signal }) => api.get<{ items: readonly Team[] }>('/teams', {}, signal) });
  const teamIds = new Set((teams.data?.items ?? []).map(({ id }) => id));
  const read = readValues(values, column, reading);
  const save = useMutation({
    mutationFn: (rules: ColumnRules) => api.put(`/input-tables/${table.id}/columns/${column.id}/rules`, rules),
    onSuccess: async () => {
      await store.reloadTable();
      onClose();
    },
  });
  const columns = columnsToListFrom(definition);
  const complete = from === 'any' || (from === 'values' ? read.wrong === null && read.values.length > 0 : place !== null);
  const submit = (): void =>
    save.mutate({
      protection:
        people === null ? null : { members: people.filter((id) => !teamIds.has(id)), teams: people.filter((id) => teamIds.has(id)) },
      allowed: allowedOf(from, read.values, place, otherwise),
    });
  return (
    <Modal opened onClose={onClose} title={`Rules of “${column.name}”`} size="md">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Select
          label="Who may change it"
          data={[
            { value: 'all', label: 'Everybody who may edit the table' },
            { value: 'named', label: 'The owner of the table, and people named here' },
          ]}
          value={people === null ? 'all' : 'named'}
          disabled={!table.canProtect}
          allowDeselect={false}
          onChange={(chosen) => setPeople(chosen === 'named' ? [] : null)}
          {...(table.canProtect ? {} : { description: 'The owner of the table or of the workbook decides this.' })}
          data-autofocus
        />
        {people !== null && (
          <MultiSelect
            label="People and teams"
            mt="sm"
            searchable
            disabled={!table.canProtect}
            placeholder={people.length === 0 ? 'Only the owner of the table' : ''}
            data={[
              ...(teams.data?.items ?? []).map(({ id, name }) => ({ value: id, label: `${name} · team` })),
              ...(members.data?.items ?? []).map(({ id, name, email }) => ({ value: id, label: `${name} · ${email}` })),
            ]}
            value={[...people]}
            onChange={setPeople}
          />
        )}
        {mayHaveList(column.type) && (
          <>
            <Select
              label="Values"
              mt="sm"
              data={[
                { value: 'any', label: 'Any' },
                { value: 'values', label: 'Those of a list' },
                { value: 'element', label: 'Those in a column of another element' },
              ]}
              value={from}
              allowDeselect={false}
              onChange={(chosen) => setFrom((chosen ?? 'any') as ListFrom)}
            />
            {from === 'values' && (
              <Textarea
                label="List, one value a line"
                mt="sm"
                autosize
                minRows={4}
                maxRows={12}
                value={values}
                error={read.wrong}
                onChange={(event) => setValues(event.currentTarget.value)}
              />
            )}
            {from === 'element' && (
              <Select
                label="Column"
                mt="sm"
                searchable
                data={columns}
                value={place}
                onChange={setPlace}
                nothingFoundMessage="No element of this workbook has such a column"
                description="Each person is offered what they may see there. Other values are marked, never refused."
              />
            )}
            {from === 'values' && (
              <Select
                label="Any other value"
                mt="sm"
                data={[
                  { value: 'refuse', label: 'Is refused' },
                  { value: 'warn', label: 'Is taken and marked' },
                ]}
                value={otherwise}
                allowDeselect={false}
                onChange={(chosen) => setOtherwise(chosen === 'warn' ? 'warn' : 'refuse')}
              />
            )}
          </>
        )}
        <p className={ui['faint']}>Rules hold for edits from now on. Values that are there already stay.</p>
        {save.isError && <ProblemNotice error={save.error} />}
        <Group justify="flex-end" gap="xs" mt="md">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending} disabled={!complete}>
            Save
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

function peopleOf(rules: ColumnRules | null): readonly string[] | null {
  const protection = rules?.protection ?? null;
  return protection === null ? null : [...protection.teams, ...protection.members];
}

function valuesOf(allowed: AllowedValues | null, column: Column, reading: Reading): string {
  return allowed?.from.kind === 'values' ? allowed.from.values.map((value) => formatCell(value, column, reading)).join('\n') : '';
}

function placeOf(allowed: AllowedValues | null): string | null {
  return allowed?.from.kind === 'element' ? `${allowed.from.elementId} ${allowed.from.columnId}` : null;
}

function allowedOf(
  from: ListFrom,
  values: readonly string[],
  place: string | null,
  otherwise: AllowedValues['otherwise'],
): AllowedValues | null {
  const [elementId = '', columnId = ''] = place?.split(' ') ?? [];
  switch (from) {
    case 'any':
      return null;
    case 'values':
      return { from: { kind: 'values', values }, otherwise };
    case 'element':
      return { from: { kind: 'element', elementId, columnId }, otherwise: 'warn' };
  }
}

/** Each once, in canonical encoding; `wrong` says which line does not fit the column. */
function readValues(text: string, column: Column, reading: Reading): { readonly values: readonly string[]; readonly wrong: string | null } {
  const values = new Set<string>();
  for (const line of text.split('\n').map((each) => each.trim())) {
    if (line === '') continue;
    const read = readTyped(line, column, reading);
    if (read.kind !== 'value' || typeof read.value !== 'string')
      return { values: [], wrong: `“${line.slice(0, 40)}” does not fit the column.` };
    values.add(read.value);
  }
  const wrong = values.size > mostAllowedValues ? `A list has up to ${mostAllowedValues.toLocaleString()} values.` : null;
  return { values: [...values], wrong };
}

function columnsToListFrom(definition: Definition | undefined): { value: string; label: string }[] {
  const elements = definition?.pages.flatMap((page) => page.elements) ?? [];
  return elements
    .filter((element): element is DataElement => 'source' in element)
    .flatMap((element) =>
      element.columns
        .filter(({ level }) => level === null)
        .map((column) => ({ value: `${element.id} ${column.id}`, label: `${element.name} · ${column.name}` })),
    );
}
