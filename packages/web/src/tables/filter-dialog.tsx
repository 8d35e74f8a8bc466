/** Which rows are kept, by one column: a condition that fits its type. */
import { Button, Checkbox, Group, Modal, NumberInput, Select, TextInput } from '@mantine/core';
import type { DataType } from '@penstock/domain/formula/expression';
import type { DataElement, Definition, ElementColumn, Filter, FilterRule } from '@penstock/domain/workbooks/definition';
import { canonicalNumber } from '@penstock/domain/values/number';
import { elementsOf } from '@penstock/domain/workbooks/references';
import { useState } from 'react';
import type { ShownVersion } from '../api/contract.ts';
import { DistinctValues } from './distinct-values.tsx';
import { newId } from './element-edits.ts';

type Condition =
  | 'list-include'
  | 'list-exclude'
  | 'text-contains'
  | 'text-does-not-contain'
  | 'text-starts-with'
  | 'text-ends-with'
  | 'text-equals'
  | 'text-does-not-equal'
  | 'range'
  | 'top-highest'
  | 'top-lowest'
  | 'null-is-null'
  | 'null-is-not-null'
  | 'control';

const labels: Readonly<Record<Condition, string>> = {
  'list-include': 'is one of',
  'list-exclude': 'is none of',
  'text-contains': 'contains',
  'text-does-not-contain': 'does not contain',
  'text-starts-with': 'starts with',
  'text-ends-with': 'ends with',
  'text-equals': 'is exactly',
  'text-does-not-equal': 'is not exactly',
  range: 'is between',
  'top-highest': 'is among the highest',
  'top-lowest': 'is among the lowest',
  'null-is-null': 'is empty',
  'null-is-not-null': 'is not empty',
  control: 'is what a control says',
};

const always: readonly Condition[] = ['null-is-null', 'null-is-not-null'];
const textConditions = Object.keys(labels).filter((key): key is Condition => key.startsWith('text-'));

function conditionsFor(type: DataType | null, canList: boolean, hasControls: boolean): readonly Condition[] {
  const lists: readonly Condition[] = canList ? ['list-include', 'list-exclude'] : [];
  const controls: readonly Condition[] = hasControls ? ['control'] : [];
  switch (type) {
    case 'text':
      return [...lists, ...textConditions, ...always, ...controls];
    case 'logical':
      return ['list-include', ...always, ...controls];
    case 'number':
      return ['range', 'top-highest', 'top-lowest', ...lists, ...always, ...controls];
    case 'date':
    case 'datetime':
      return ['range', ...always, ...controls];
    case null:
      return always;
  }
}

interface FilterDialogProps {
  readonly documentId: string;
  readonly version: ShownVersion;
  readonly definition: Definition;
  readonly stored: DataElement;
  readonly element: DataElement;
  readonly column: ElementColumn;
  readonly type: DataType | null;
  /** The values that are there can be looked up. */
  readonly canList: boolean;
  readonly filter: Filter | null;
  readonly onSave: (filter: Filter) => void;
  readonly onClose: () => void;
}

export function FilterDialog({
  documentId,
  version,
  definition,
  stored,
  element,
  column,
  type,
  canList,
  filter,
  onSave,
  onClose,
}: FilterDialogProps) {
  const controls = elementsOf(definition).flatMap((other) => (other.kind === 'control' ? [other] : []));
  const offered = conditionsFor(type, canList, controls.length > 0);
  const before = filter === null ? null : conditionOf(filter);
  const [condition, setCondition] = useState<Condition>(before ?? offered[0] ?? 'null-is-not-null');
  const [values, setValues] = useState<readonly (string | boolean | null)[]>(filter?.kind === 'list' ? filter.values : []);
  const [text, setText] = useState(filter?.kind === 'text' ? filter.text : '');
  const [from, setFrom] = useState(filter?.kind === 'range' ? (filter.from ?? '') : '');
  const [to, setTo] = useState(filter?.kind === 'range' ? (filter.to ?? '') : '');
  const [count, setCount] = useState(filter?.kind === 'top' ? filter.count : 10);
  const [controlId, setControlId] = useState(filter?.kind === 'control' ? filter.controlId : (controls[0]?.id ?? null));
  const rule = ruleOf({ condition, values, text, from, to, count, controlId, type });
  const data = [...new Set([...offered, ...(before === null ? [] : [before])])].map((value) => ({ value, label: labels[value] }));
  return (
    <Modal opened onClose={onClose} title={`Filter by ${column.name}`} size="sm">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (rule === null) return;
          onSave({ ...rule, id: filter?.id ?? newId(), columnId: column.id });
          onClose();
        }}
      >
        <Select
          label={`Keep rows where ${column.name}`}
          data={data}
          value={condition}
          onChange={(value) => value !== null && setCondition(value as Condition)}
        />
        {condition.startsWith('list-') && type === 'logical' && (
          <Checkbox.Group value={values.map(String)} onChange={(chosen) => setValues(chosen.map((value) => value === 'true'))} mt="sm">
            <Group>
              <Checkbox value="true" label="True" />
              <Checkbox value="false" label="False" />
            </Group>
          </Checkbox.Group>
        )}
        {condition.startsWith('list-') && type !== 'logical' && (
          <DistinctValues {...{ documentId, version, definition, stored, element, column, type }} chosen={values} onChoose={setValues} />
        )}
        {condition.startsWith('text-') && (
          <TextInput mt="sm" aria-label="Text" value={text} onChange={(event) => setText(event.currentTarget.value)} data-autofocus />
        )}
        {condition === 'range' && (
          <Group mt="sm" grow gap="xs">
            <EndInput label="From" type={type} value={from} onChange={setFrom} />
            <EndInput label="To" type={type} value={to} onChange={setTo} />
          </Group>
        )}
        {condition.startsWith('top-') && (
          <NumberInput
            mt="sm"
            label="How many"
            min={1}
            max={10_000}
            value={count}
            onChange={(value) => typeof value === 'number' && setCount(value)}
          />
        )}
        {condition === 'control' && (
          <Select
            mt="sm"
            label="Control"
            data={controls.map(({ id, label }) => ({ value: id, label }))}
            value={controlId}
            onChange={setControlId}
          />
        )}
        <Group justify="flex-end" gap="xs" mt="md">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={rule === null}>
            Filter
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

function EndInput({
  label,
  type,
  value,
  onChange,
}: {
  label: string;
  type: DataType | null;
  value: string;
  onChange: (value: string) => void;
}) {
  return (
    <TextInput
      label={label}
      placeholder="open"
      type={type === 'number' ? 'number' : 'date'}
      step="any"
      value={type === 'number' ? value : value.slice(0, 10)}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function conditionOf(filter: Filter): Condition {
  switch (filter.kind) {
    case 'list':
      return `list-${filter.mode}`;
    case 'text':
      return `text-${filter.operator}`;
    case 'null':
      return `null-${filter.mode}`;
    case 'top':
      return `top-${filter.direction}`;
    case 'range':
    case 'control':
      return filter.kind;
  }
}

interface Written {
  readonly condition: Condition;
  readonly values: readonly (string | boolean | null)[];
  readonly text: string;
  readonly from: string;
  readonly to: string;
  readonly count: number;
  readonly controlId: string | null;
  readonly type: DataType | null;
}

/** `null`: something is still missing. */
function ruleOf({ condition, values, text, from, to, count, controlId, type }: Written): FilterRule | null {
  switch (condition) {
    case 'list-include':
    case 'list-exclude':
      return values.length === 0 ? null : { kind: 'list', mode: condition === 'list-include' ? 'include' : 'exclude', values };
    case 'text-contains':
    case 'text-does-not-contain':
    case 'text-starts-with':
    case 'text-ends-with':
    case 'text-equals':
    case 'text-does-not-equal': {
      const operator = condition.slice('text-'.length) as Extract<FilterRule, { kind: 'text' }>['operator'];
      return text === '' ? null : { kind: 'text', operator, text, caseSensitive: false };
    }
    case 'range':
      if (from === '' && to === '') return null;
      return { kind: 'range', from: endOf(from, type), to: endOf(to, type) };
    case 'top-highest':
    case 'top-lowest':
      return { kind: 'top', count, direction: condition === 'top-highest' ? 'highest' : 'lowest' };
    case 'null-is-null':
    case 'null-is-not-null':
      return { kind: 'null', mode: condition === 'null-is-null' ? 'is-null' : 'is-not-null' };
    case 'control':
      return controlId === null ? null : { kind: 'control', controlId };
  }
}

/** A day stands for all of it; `null`: open. */
function endOf(value: string, type: DataType | null): string | null {
  if (value === '') return null;
  if (type !== 'number') return value;
  const read = canonicalNumber(value);
  return read === 'too-many-digits' ? null : read;
}
