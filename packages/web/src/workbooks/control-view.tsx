/** A control as readers use it: what it holds goes into the elements that are bound to it. */
import { MultiSelect, NumberInput, Select, Switch, TextInput } from '@mantine/core';
import type { ComboboxParsedItem } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import type { ControlElement, ControlValue } from '@penstock/domain/workbooks/definition';
import { useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { ShownVersion } from '../api/contract.ts';
import { useControlValues, useSetControlValue } from './control-values.tsx';
import { useChoices } from './use-choices.ts';
import styles from './workbook.module.css';

interface ControlViewProps {
  readonly element: ControlElement;
  readonly documentId: string;
  readonly version: ShownVersion;
}

/** Typing is not a question at every letter. */
const typingPauseMs = 400;

export function ControlView({ element, documentId, version }: ControlViewProps) {
  const value = useControlValues()[element.id] ?? null;
  const set = useSetControlValue();
  return (
    <div className={styles['control']}>
      <ControlInput
        // Another kind of control holds another kind of value.
        key={element.control}
        element={element}
        documentId={documentId}
        version={version}
        value={value}
        onChange={(changed) => set(element.id, changed)}
      />
    </div>
  );
}

interface ControlInputProps extends ControlViewProps {
  readonly value: ControlValue;
  readonly onChange: (value: ControlValue) => void;
}

export function ControlInput({ element, documentId, version, value, onChange }: ControlInputProps) {
  switch (element.control) {
    case 'list':
      return <ListInput element={element} documentId={documentId} version={version} value={value} onChange={onChange} />;
    case 'text':
      return <TypedText label={element.label} value={typeof value === 'string' ? value : ''} onChange={onChange} />;
    case 'switch':
      return (
        <Switch
          label={element.label}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
          size="sm"
          my="auto"
        />
      );
    case 'number-range':
      return <NumberRange label={element.label} value={rangeOf(value)} onChange={onChange} />;
    case 'date-range':
      return <DateRange label={element.label} value={rangeOf(value)} onChange={onChange} />;
  }
}

function ListInput({ element, documentId, version, value, onChange }: ControlInputProps) {
  const [opened, setOpened] = useState(false);
  const [search, setSearch] = useState('');
  const chosen = Array.isArray(value) ? (value as readonly string[]) : typeof value === 'string' ? [value] : [];
  const labels = useRef(new Map<string, string>());
  const labelOf = (one: string): string => labels.current.get(one) ?? one;
  // A single one that is chosen stands in the field, and is no search.
  const typed = chosen.some((one) => labelOf(one) === search) ? '' : search;
  const choices = useChoices({ element, documentId, version, search: typed, wanted: opened });
  for (const one of choices.values) labels.current.set(one.value, one.label);
  // What is chosen stays to be seen while the choices are on their way.
  const missing = chosen.filter((one) => !choices.values.some((choice) => choice.value === one));
  const data = [...choices.values, ...missing.map((one) => ({ value: one, label: labelOf(one) }))];
  const common = {
    label: element.label,
    data,
    searchable: true,
    clearable: true,
    limit: 200,
    nothingFoundMessage: choices.message,
    onSearchChange: setSearch,
    onDropdownOpen: () => setOpened(true),
    onDropdownClose: () => setOpened(false),
    ...(choices.areFound && typed !== '' ? { filter: ({ options }: { options: ComboboxParsedItem[] }) => options } : {}),
  };
  return element.multiple ? (
    <MultiSelect {...common} placeholder={chosen.length === 0 ? 'All' : ''} value={[...chosen]} onChange={onChange} hidePickedOptions />
  ) : (
    <Select {...common} placeholder="All" value={chosen[0] ?? null} onChange={(one) => onChange(one === null ? [] : [one])} />
  );
}

function TypedText({ label, value, onChange }: { label: string; value: string; onChange: (value: ControlValue) => void }) {
  const [typed, setTyped] = useTyped(value, (text) => onChange(text === '' ? null : text));
  return <TextInput label={label} placeholder="All" value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />;
}

interface Range {
  readonly from: string | null;
  readonly to: string | null;
}

const rangeOf = (value: ControlValue): Range =>
  typeof value === 'object' && value !== null && 'from' in value ? value : { from: null, to: null };

const orNull = ({ from, to }: Range): ControlValue => (from === null && to === null ? null : { from, to });

function NumberRange({ label, value, onChange }: { label: string; value: Range; onChange: (value: ControlValue) => void }) {
  const [typed, setTyped] = useTyped(value, (range) => onChange(orNull(range)));
  const end = (which: keyof Range) => (text: string | number) => setTyped({ ...typed, [which]: text === '' ? null : String(text) });
  return (
    <Ends label={label}>
      <NumberInput aria-label={`${label} from`} placeholder="From" hideControls value={typed.from ?? ''} onChange={end('from')} />
      <NumberInput aria-label={`${label} to`} placeholder="To" hideControls value={typed.to ?? ''} onChange={end('to')} />
    </Ends>
  );
}

function DateRange({ label, value, onChange }: { label: string; value: Range; onChange: (value: ControlValue) => void }) {
  const [typed, setTyped] = useTyped(value, (range) => onChange(orNull(range)));
  const end = (which: keyof Range) => (text: string) => setTyped({ ...typed, [which]: text === '' ? null : text });
  return (
    <Ends label={label}>
      <TextInput
        type="date"
        aria-label={`${label} from`}
        value={typed.from ?? ''}
        onChange={(event) => end('from')(event.currentTarget.value)}
      />
      <TextInput type="date" aria-label={`${label} to`} value={typed.to ?? ''} onChange={(event) => end('to')(event.currentTarget.value)} />
    </Ends>
  );
}

function Ends({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div role="group" aria-label={label}>
      <div className={styles['control-label']}>{label}</div>
      <div className={styles['ends']}>{children}</div>
    </div>
  );
}

/** What is typed shows at once and counts a moment later; a value that is set from elsewhere replaces it. */
function useTyped<Value>(value: Value, settle: (value: Value) => void): readonly [Value, (value: Value) => void] {
  const [typed, setTyped] = useState(value);
  const [given, setGiven] = useState(JSON.stringify(value));
  const later = useDebouncedCallback(settle, typingPauseMs);
  if (given !== JSON.stringify(value)) {
    setGiven(JSON.stringify(value));
    setTyped(value);
  }
  return [
    typed,
    (changed) => {
      setTyped(changed);
      later(changed);
    },
  ];
}
