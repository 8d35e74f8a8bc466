/** Where the rows come from, and the ways to more: another source, a join, a union. */
import { Button, Group, Menu, Modal } from '@mantine/core';
import { IconArrowsJoin, IconDatabase, IconReplace, IconTablePlus } from '@tabler/icons-react';
import { printName } from '@penstock/domain/formula/print';
import type { DataElement, Source, SourceColumn } from '@penstock/domain/workbooks/definition';
import { useState } from 'react';
import { addColumn, freeColumnName, newColumn, readableName } from '../tables/element-edits.ts';
import { MoreMenu, menuIcon } from '../ui/menus.tsx';
import { EditJoin, joinsOf } from './edit-join.tsx';
import type { PlacedJoin } from './edit-join.tsx';
import { Line, Part } from './inspector-parts.tsx';
import type { PartProps } from './inspector.tsx';
import { JoinKeys } from './join-keys.tsx';
import styles from './queries.module.css';
import { SourcePicker } from './source-picker.tsx';
import type { Picked } from './source-picker.tsx';
import { nameOfSource, sourceWords } from './source-words.ts';

type Way = 'replace' | 'join' | 'union';

const titles: Readonly<Record<Way, string>> = { replace: 'Another source', join: 'Join with', union: 'Add the rows of' };

export function SourcePart({ element, documentId, definition, described, onChange }: PartProps) {
  const [way, setWay] = useState<Way | null>(null);
  const [edited, setEdited] = useState<{ readonly placed: PlacedJoin; readonly name: string } | null>(null);
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
      {joinsOf(source).map((placed, index) => {
        const name = nameOfSource(definition, placed.join.right);
        const words = `${placed.join.type} join with ${name} on ${placed.join.on.map(({ left, right }) => `${left} = ${right}`).join(' and ')}`;
        return (
          <Line
            key={index}
            icon={<IconArrowsJoin size={14} stroke={1.6} />}
            label={
              <button type="button" className={styles['plain']} title={`Change this: ${words}`} onClick={() => setEdited({ placed, name })}>
                {words}
              </button>
            }
          />
        );
      })}
      {edited !== null && <EditJoin {...{ documentId, definition, element, onChange, ...edited }} onClose={() => setEdited(null)} />}
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
          right={picked.columns}
          join={null}
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
