/** How two sources are joined: which rows are kept, and which columns have to be equal. */
import { ActionIcon, Button, Group, NativeSelect, Select, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { Source, SourceColumn } from '@penstock/domain/workbooks/definition';
import { useState } from 'react';

export type JoinSource = Extract<Source, { kind: 'join' }>;
export type Join = Pick<JoinSource, 'type' | 'rightName' | 'on'>;
type Pair = Join['on'][number];

interface JoinKeysProps {
  readonly left: readonly SourceColumn[];
  readonly right: readonly SourceColumn[];
  /** What the other side is called to the reader. */
  readonly name: string;
  /** As it is; `null`: a new one. */
  readonly join: Join | null;
  readonly onJoin: (join: Join) => void;
  readonly onCancel: () => void;
}

export function JoinKeys({ left, right, name, join, onJoin, onCancel }: JoinKeysProps) {
  const [type, setType] = useState<Join['type']>(join?.type ?? 'left');
  const [rightName, setRightName] = useState(join?.rightName ?? name);
  const [pairs, setPairs] = useState<readonly Pair[]>(() => join?.on ?? [likelyPair(left, right)]);
  const problems = pairs.map((pair) => problemOf(pair, left, right));
  const whole =
    pairs.every((pair) => pair.left !== '' && pair.right !== '') && problems.every((one) => one === null) && rightName.trim() !== '';
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
        <Group key={index} gap="xs" mt="sm" wrap="nowrap" align="start">
          <ColumnSelect label="Where" columns={left} value={pair.left} onChange={(value) => change(index, { left: value })} />
          <ColumnSelect
            label={`equals, in ${name}`}
            columns={right}
            value={pair.right}
            error={problems[index] ?? null}
            onChange={(value) => change(index, { right: value })}
          />
          {pairs.length > 1 && (
            <ActionIcon
              mt={26}
              aria-label={`Do not compare ${pair.left === '' ? 'this pair' : pair.left}`}
              onClick={() => setPairs(pairs.filter((_, place) => place !== index))}
            >
              <IconX size={14} />
            </ActionIcon>
          )}
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
          {join === null ? 'Join' : 'Save the join'}
        </Button>
      </Group>
    </>
  );
}

function ColumnSelect({
  label,
  columns,
  value,
  error = null,
  onChange,
}: {
  label: string;
  columns: readonly SourceColumn[];
  value: string;
  error?: string | null;
  onChange: (value: string) => void;
}) {
  const names = columns.map((column) => column.name);
  return (
    <Select
      label={label}
      flex={1}
      searchable
      // One that the source does not give any more stays to be seen.
      data={value === '' || names.includes(value) ? names : [value, ...names]}
      value={value === '' ? null : value}
      error={error}
      onChange={(chosen) => onChange(chosen ?? '')}
    />
  );
}

/** Why the two columns cannot be compared. */
function problemOf(pair: Pair, left: readonly SourceColumn[], right: readonly SourceColumn[]): string | null {
  if (pair.left === '' || pair.right === '') return null;
  const [one, other] = [left.find(({ name }) => name === pair.left), right.find(({ name }) => name === pair.right)];
  if (one === undefined || other === undefined) return `${one === undefined ? pair.left : pair.right} is not there any more`;
  return one.type === other.type ? null : `${other.type ?? 'unknown type'} is never equal to ${one.type ?? 'unknown type'}`;
}

/** Columns of the same name and type. */
function likelyPair(left: readonly SourceColumn[], right: readonly SourceColumn[]): Pair {
  for (const column of left) {
    const match = right.find((other) => other.type === column.type && other.name.toLowerCase() === column.name.toLowerCase());
    if (match !== undefined) return { left: column.name, right: match.name };
  }
  return { left: '', right: '' };
}
