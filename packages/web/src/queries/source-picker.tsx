/** Choosing where rows come from, with what the choice would give beside it. */
import { Button, Textarea } from '@mantine/core';
import type { Definition, Source, SourceColumn, TableElement } from '@penstock/domain/workbooks/definition';
import { useEffect, useState } from 'react';
import { Waiting } from '../app/waiting.tsx';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import ui from '../ui/ui.module.css';
import styles from './queries.module.css';
import { SourceTree } from './source-tree.tsx';
import { sourceWords } from './source-words.ts';
import { useDescribed } from './use-described.ts';

export interface Picked {
  readonly source: Source;
  readonly columns: readonly SourceColumn[];
}

interface SourcePickerProps {
  readonly documentId: string;
  readonly definition: Definition;
  readonly elementId: string | null;
  /** `null`: what is chosen cannot be taken, or is still looked at. */
  readonly onPick: (picked: Picked | null) => void;
}

export function SourcePicker({ documentId, definition, elementId, onPick }: SourcePickerProps) {
  const [source, setSource] = useState<Source | null>(null);
  const isSql = source?.kind === 'custom-sql';
  const choose = (chosen: Source): void => {
    if (chosen.kind === 'custom-sql' && source?.kind === 'custom-sql') return;
    onPick(null);
    setSource(chosen);
  };
  return (
    <div className={styles['picker']}>
      <div className={styles['pane']}>
        <SourceTree documentId={documentId} definition={definition} elementId={elementId} chosen={source} onChoose={choose} />
      </div>
      <div className={styles['pane']}>
        {source === null && <p className={ui['muted']}>Choose a table. Its columns are shown here.</p>}
        {source !== null && isSql && (
          <SqlSource
            key={source.connectionId}
            source={source}
            onChange={(changed) => {
              onPick(null);
              setSource(changed);
            }}
          />
        )}
        {source !== null && (!isSql || source.sql.trim() !== '') && (
          <Preview key={JSON.stringify(source)} documentId={documentId} definition={definition} source={source} onPick={onPick} />
        )}
      </div>
    </div>
  );
}

type CustomSql = Extract<Source, { kind: 'custom-sql' }>;

function SqlSource({ source, onChange }: { source: CustomSql; onChange: (source: CustomSql) => void }) {
  const [sql, setSql] = useState(source.sql);
  return (
    <>
      <Textarea
        label="SELECT statement"
        description="One statement that reads. It runs as a subquery, as the person who looks."
        classNames={{ input: styles['sqltext'] ?? '' }}
        autosize
        minRows={6}
        maxRows={14}
        value={sql}
        onChange={(event) => setSql(event.currentTarget.value)}
        spellCheck={false}
      />
      <Button
        variant="default"
        size="compact-sm"
        mt="xs"
        mb="sm"
        disabled={sql.trim() === '' || sql === source.sql}
        onClick={() => onChange({ ...source, sql })}
      >
        Look at its columns
      </Button>
    </>
  );
}

function Preview({
  documentId,
  definition,
  source,
  onPick,
}: {
  documentId: string;
  definition: Definition;
  source: Source;
  onPick: (picked: Picked | null) => void;
}) {
  const [probe] = useState(() => probeOf(source));
  const { element, error } = useDescribed(documentId, definition, probe);
  const columns = element?.kind === 'described' ? element.source : null;
  const key = columns === null ? null : JSON.stringify(columns);
  useEffect(() => {
    onPick(columns === null ? null : { source, columns });
    // What was found is the same as long as it says the same.
  }, [key]);
  if (error !== null) return <ProblemNotice error={error} />;
  if (element?.kind === 'wrong') return <Notice tone="warning">{element.problem.message}</Notice>;
  if (columns === null) return <Waiting />;
  return (
    <>
      <p>
        <b>{sourceWords(definition, source)}</b> <span className={ui['faint']}>{columns.length} columns</span>
      </p>
      <table className={ui['rows']}>
        <tbody>
          {columns.map(({ name, type }) => (
            <tr key={name}>
              <td>{name}</td>
              <td className={ui['faint']}>{type ?? 'only shown'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** An element without columns, to look at what its source gives. */
export function probeOf(source: Source): TableElement {
  const layout = { x: 0, y: 0, width: 1, height: 1 };
  return {
    kind: 'table',
    id: crypto.randomUUID(),
    name: 'Preview',
    layout,
    source,
    columns: [],
    filters: [],
    sorts: [],
    groupings: [],
    totals: [],
  };
}
