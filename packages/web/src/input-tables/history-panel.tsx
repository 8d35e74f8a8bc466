/** Who changed what: of the table, a row, a column or a cell; deleted rows can be restored, and the table shown as of a moment. */
import { Button, SegmentedControl, Slider, TextInput } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { IconRestore } from '@tabler/icons-react';
import { useState } from 'react';
import type { Column } from '@penstock/domain/input-tables/column';
import { formatCell } from '@penstock/domain/values/format';
import type { Reading } from '@penstock/domain/values/format';
import { api } from '../api/client.ts';
import type { HistoryItem, InputTable, List } from '../api/contract.ts';
import { Waiting } from '../app/waiting.tsx';
import { Avatar } from '../ui/avatar.tsx';
import { Moment } from '../ui/moment.tsx';
import { ProblemNotice, Tag } from '../ui/notice.tsx';
import { Empty } from '../ui/page.tsx';
import ui from '../ui/ui.module.css';
import styles from './input-table.module.css';
import { Panel } from './panel.tsx';

/** What the history is of. */
export interface HistoryOf {
  readonly scope: 'table' | 'row' | 'column' | 'cell';
  readonly row: string | null;
  readonly column: Column | null;
}

interface HistoryPanelProps {
  readonly table: InputTable;
  readonly of: HistoryOf;
  readonly reading: Reading;
  readonly asOf: string | null;
  readonly editable: boolean;
  readonly onScope: (scope: HistoryOf['scope']) => void;
  /** `null`: the rows cannot be shown as of an earlier moment. */
  readonly onAsOf: ((asOf: string | null) => void) | null;
  readonly onRestore: (rows: readonly string[]) => void;
  readonly onClose: () => void;
}

const stateTags = {
  logged: null,
  applied: null,
  pending: <Tag>being written</Tag>,
  waiting: <Tag tone="warning">waiting</Tag>,
  rejected: <Tag tone="danger">refused</Tag>,
} as const;

export function HistoryPanel({ table, of, reading, asOf, editable, onScope, onAsOf, onRestore, onClose }: HistoryPanelProps) {
  const row = of.scope === 'row' || of.scope === 'cell' ? (of.row ?? undefined) : undefined;
  const column = of.scope === 'column' || of.scope === 'cell' ? of.column?.id : undefined;
  const history = useInfiniteQuery({
    queryKey: ['history', table.id, row, column, table.headNum],
    queryFn: ({ pageParam, signal }) =>
      api.get<List<HistoryItem>>(`/input-tables/${table.id}/history`, { row, column, before: pageParam, limit: 50 }, signal),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => (page.nextCursor == null ? undefined : page.items.at(-1)?.num),
    placeholderData: (before) => before,
  });
  const items = history.data?.pages.flatMap((page) => page.items) ?? [];
  const scopes = [
    { value: 'table', label: 'Table' },
    ...(of.column === null ? [] : [{ value: 'column', label: 'Column' }]),
    ...(of.row === null ? [] : [{ value: 'row', label: 'Row' }]),
    ...(of.row === null || of.column === null ? [] : [{ value: 'cell', label: 'Cell' }]),
  ];
  return (
    <Panel
      title="History"
      onClose={onClose}
      controls={
        <>
          <SegmentedControl
            size="xs"
            fullWidth
            aria-label="History of"
            data={scopes}
            value={of.scope}
            onChange={(value) => onScope(value as HistoryOf['scope'])}
          />
          {onAsOf !== null && <AsOfControl head={table.headNum} asOf={asOf} onAsOf={onAsOf} />}
        </>
      }
    >
      {history.isError && <ProblemNotice error={history.error} />}
      {history.isPending && <Waiting />}
      {history.isSuccess && items.length === 0 && (
        <Empty title="No changes yet">Each edit appears here with its author and moment, as the edit log has it.</Empty>
      )}
      {items.map((item) => (
        <article key={item.num} className={styles['entry']} aria-label={`Edit ${item.num}`}>
          <Avatar name={item.author.name} />
          <b>{item.author.name}</b>
          <span className={ui['faint']}>
            <Moment at={item.at} />
          </span>
          <p className={ui['muted']}>
            {item.summary} {stateTags[item.state]}
          </p>
          {of.scope === 'cell' && of.column !== null && (
            <p className={styles['value']}>
              {item.value === null || item.value === undefined ? (
                <span className={ui['faint']}>empty</span>
              ) : (
                formatCell(item.value, of.column, reading)
              )}
            </p>
          )}
          <span>
            {item.deletedRows !== undefined && item.deletedRows.length > 0 && editable && (
              <Button
                size="compact-xs"
                variant="default"
                mr={6}
                leftSection={<IconRestore size={13} />}
                onClick={() => onRestore(item.deletedRows ?? [])}
              >
                Restore
              </Button>
            )}
            {onAsOf !== null && (
              <Button size="compact-xs" variant="default" onClick={() => onAsOf(String(item.num))}>
                Show as of here
              </Button>
            )}
          </span>
        </article>
      ))}
      {history.hasNextPage && (
        <Button variant="subtle" fullWidth loading={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
          Earlier changes
        </Button>
      )}
    </Panel>
  );
}

function AsOfControl({ head, asOf, onAsOf }: { head: number; asOf: string | null; onAsOf: (asOf: string | null) => void }) {
  const num = asOf !== null && /^\d+$/.test(asOf) ? Number(asOf) : head;
  const [shown, setShown] = useState<number | null>(null);
  return (
    <>
      <span className={styles['caption']}>Show the table as of an edit, or a moment</span>
      <Slider
        size="sm"
        min={1}
        max={Math.max(2, head)}
        value={shown ?? num}
        onChange={setShown}
        onChangeEnd={(value) => {
          setShown(null);
          onAsOf(value >= head ? null : String(value));
        }}
        label={(value) => (value >= head ? 'Now' : `After edit ${value}`)}
        thumbLabel="Show the table as of an edit"
        disabled={head < 2}
      />
      <TextInput
        type="datetime-local"
        size="xs"
        aria-label="Show the table as of a moment"
        onChange={(event) => onAsOf(event.currentTarget.value === '' ? null : new Date(event.currentTarget.value).toISOString())}
      />
    </>
  );
}
