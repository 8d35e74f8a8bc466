/** Where the rows come from, and the ways to more: another source, a join, a union. */
import { Button, Group, Menu, Modal, NativeSelect, Select, TextInput } from '@mantine/core';
import { IconArrowsJoin, IconDatabase, IconReplace, IconTablePlus } from '@tabler/icons-react';
import { printName } from '@penstock/domain/formula/print';
import type { DataElement, Source, SourceColumn } from '@penstock/domain/workbooks/definition';
import { useState } from 'react';
import { addColumn, freeColumnName, newColumn, readableName } from '../tables/element-edits.ts';
import { MoreMenu, menuIcon } from '../ui/menus.tsx';
import { Part } from './inspector-parts.tsx';
import type { PartProps } from './inspector.tsx';
import styles from './queries.module.css';
import { SourcePicker } from './source-picker.tsx';
import type { Picked } from './source-picker.tsx';
import { nameOfSource, sourceWords } from './source-words.ts';

type Way = 'replace' | 'join' | 'union';

const titles: Readonly<Record<Way, string>> = { replace: 'Another source', join: 'Join with', union: 'Add the rows of' };

export function SourcePart({ element, documentId, definition, described, onChange }: PartProps) {
  const [way, setWay] = useState<Way | null>(null);
  const columns = described.element?.kind === 'described' ? described.element.source : [];
  const { source } = element;
  return (
    <Part
      title="Source"
      action={
        <MoreMenu label="Change the source">
          <Menu.Item leftSection={<IconReplace {...menuIcon} />} onClick={() => setWay('replace')}>
            Another source…
          </Menu.Item>
          <Menu.Item leftSection={<IconArrowsJoin {...menuIcon} />} onClick={() => setWay('join')}>
            Join with…
          </Menu.Item>
          <Menu.Item leftSection={<IconTablePlus {...menuIcon} />} onClick={() => setWay('union')}>
            Add the rows of…
          </Menu.Item>
          {source.kind === 'join' && (
            <Menu.Item onClick={() => onChange({ ...element, source: source.left })}>Take the join away</Menu.Item>
          )}
          {source.kind === 'union' && source.sources[0] !== undefined && (
            <Menu.Item onClick={() => onChange({ ...element, source: source.sources[0] ?? source })}>Take the union away</Menu.Item>
          )}
        </MoreMenu>
      }
    >
      <div className={styles['source']}>
        <IconDatabase size={14} stroke={1.6} />
        <span>{sourceWords(definition, source)}</span>
      </div>
      {source.kind === 'custom-sql' && <pre className={styles['sql']}>{source.sql}</pre>}
      {source.kind === 'join' && (
        <div className={styles['faint']}>
          {source.type} join on {source.on.map(({ left, right }) => `${left} = ${right}`).join(' and ')}
        </div>
      )}
      {way !== null && (
        <SourceDialog
          key={way}
          {...{ way, element, documentId, definition, columns, described }}
          onClose={() => setWay(null)}
          onChange={(changed) => {
            onChange(changed);
            setWay(null);
          }}
        />
      )}
    </Part>
  );
}

interface SourceDialogProps extends Pick<PartProps, 'element' | 'documentId' | 'definition' | 'onChange'> {
  readonly way: Way;
  /** Of the source as it is. */
  readonly columns: readonly SourceColumn[];
  readonly described: PartProps['described'];
  readonly onClose: () => void;
}

interface Pair {
  readonly left: string;
  readonly right: string;
}

function SourceDialog({ way, element, documentId, definition, columns, onChange, onClose }: SourceDialogProps) {
  const [picked, setPicked] = useState<Picked | null>(null);
  const [step, setStep] = useState<'pick' | 'keys'>('pick');
  const take = (): void => {
    if (picked === null) return;
    if (way === 'join') setStep('keys');
    else if (way === 'replace') onChange(withColumns({ ...element, source: picked.source }, picked.columns));
    else {
      const before = element.source.kind === 'union' ? element.source.sources : [element.source];
      onChange(withColumns({ ...element, source: { kind: 'union', sources: [...before, picked.source] } }, picked.columns));
    }
  };
  return (
    <Modal opened onClose={onClose} title={titles[way]} size={step === 'pick' ? 'xl' : 'md'}>
      {step === 'pick' || picked === null ? (
        <>
          <SourcePicker documentId={documentId} definition={definition} elementId={element.id} onPick={setPicked} />
          <Group justify="flex-end" gap="xs" mt="md">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button disabled={picked === null} onClick={take}>
              {way === 'join' ? 'Next' : 'Take it'}
            </Button>
          </Group>
        </>
      ) : (
        <JoinKeys
          left={columns}
          picked={picked}
          name={readableName(nameOfSource(definition, picked.source))}
          onCancel={onClose}
          onJoin={(join) => {
            const source: Source = { kind: 'join', left: element.source, right: picked.source, ...join };
            const taken = new Set(columns.map(({ name }) => name.toLowerCase()));
            const given = picked.columns
              .filter(({ name }) => !join.on.some(({ right }) => right === name))
              .map((column) => (taken.has(column.name.toLowerCase()) ? { ...column, name: `${join.rightName} ${column.name}` } : column));
            onChange(withColumns({ ...element, source }, given));
          }}
        />
      )}
    </Modal>
  );
}

/** Charts and pivots measure; a new column of the source is theirs to choose too, and a table shows it. */
function withColumns(element: DataElement, columns: readonly SourceColumn[]): DataElement {
  return columns.reduce((changed, { name }) => {
    const formula = printName([name]);
    if (changed.columns.some((column) => column.formula.toLowerCase() === formula.toLowerCase())) return changed;
    return addColumn(changed, newColumn(freeColumnName(changed, readableName(name)), formula));
  }, element);
}

type Join = Pick<Extract<Source, { kind: 'join' }>, 'type' | 'rightName' | 'on'>;

function JoinKeys({
  left,
  picked,
  name,
  onJoin,
  onCancel,
}: {
  left: readonly SourceColumn[];
  picked: Picked;
  name: string;
  onJoin: (join: Join) => void;
  onCancel: () => void;
}) {
  const [type, setType] = useState<Join['type']>('left');
  const [rightName, setRightName] = useState(name);
  const [pairs, setPairs] = useState<readonly Pair[]>(() => [likelyPair(left, picked.columns)]);
  const whole = pairs.every((pair) => pair.left !== '' && pair.right !== '') && rightName.trim() !== '';
  const change = (index: number, pair: Partial<Pair>): void =>
    setPairs(pairs.map((other, place) => (place === index ? { ...other, ...pair } : other)));
  return (
    <>
      <NativeSelect
        label="Keep"
        data={[
          { value: 'left', label: 'all rows that are there, with matches' },
          { value: 'inner', label: 'only rows with a match' },
          { value: 'right', label: `all rows of ${name}` },
          { value: 'full', label: 'all rows of both' },
        ]}
        value={type}
        onChange={(event) => setType(event.currentTarget.value as Join['type'])}
      />
      <TextInput
        label="Name of the other side"
        description="Goes before its columns where both sides have one of the same name."
        value={rightName}
        maxLength={200}
        onChange={(event) => setRightName(event.currentTarget.value)}
        mt="sm"
      />
      {pairs.map((pair, index) => (
        <Group key={index} grow gap="xs" mt="sm">
          <Select
            label="Where"
            searchable
            data={left.map((column) => column.name)}
            value={pair.left === '' ? null : pair.left}
            onChange={(value) => change(index, { left: value ?? '' })}
          />
          <Select
            label={`equals, in ${name}`}
            searchable
            data={picked.columns.map((column) => column.name)}
            value={pair.right === '' ? null : pair.right}
            onChange={(value) => change(index, { right: value ?? '' })}
          />
        </Group>
      ))}
      <Button variant="subtle" size="compact-sm" mt="xs" onClick={() => setPairs([...pairs, { left: '', right: '' }])}>
        And another pair
      </Button>
      <Group justify="flex-end" gap="xs" mt="md">
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button disabled={!whole} onClick={() => onJoin({ type, rightName: rightName.trim(), on: pairs })}>
          Join
        </Button>
      </Group>
    </>
  );
}

/** Columns of the same name and type. */
function likelyPair(left: readonly SourceColumn[], right: readonly SourceColumn[]): Pair {
  for (const column of left) {
    const match = right.find((other) => other.type === column.type && other.name.toLowerCase() === column.name.toLowerCase());
    if (match !== undefined) return { left: column.name, right: match.name };
  }
  return { left: '', right: '' };
}
