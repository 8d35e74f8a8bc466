/** An input table on a workbook's page: its bar, its banners, the grid, and the panels beside it. */
import { ActionIcon, Button, Menu, Modal, Group, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { CompactSelection } from '@glideapps/glide-data-grid';
import type { GridSelection, Item } from '@glideapps/glide-data-grid';
import { useQuery } from '@tanstack/react-query';
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconClock,
  IconColumnInsertRight,
  IconDots,
  IconHistory,
  IconInbox,
  IconRefresh,
  IconRowInsertBottom,
  IconRowInsertTop,
  IconTrash,
} from '@tabler/icons-react';
import { readBlock } from '@penstock/domain/input-tables/paste';
import type { Misfit } from '@penstock/domain/input-tables/paste';
import type { Column } from '@penstock/domain/input-tables/column';
import type { CellValue } from '@penstock/domain/values/cell-value';
import type { Reading } from '@penstock/domain/values/format';
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { api, onSignedOut } from '../api/client.ts';
import type { InputTable } from '../api/contract.ts';
import { useSession } from '../app/session.tsx';
import { Waiting } from '../app/waiting.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { Empty } from '../ui/page.tsx';
import { Banners, recheck } from './banners.tsx';
import { browserLater, browserRandom } from './browser-ports.ts';
import { ColumnDialog, ColumnItems, ColumnMenu } from './column-menu.tsx';
import type { ColumnTask } from './column-menu.tsx';
import { browserEditStore, memoryEditStore } from './edit-store.ts';
import { Grid, mostCells, rangesOf } from './grid.tsx';
import type { GridHandle, GridPlace } from './grid.tsx';
import { HistoryPanel } from './history-panel.tsx';
import type { HistoryOf } from './history-panel.tsx';
import styles from './input-table.module.css';
import { MisfitDialog } from './misfit-dialog.tsx';
import { Status } from './status.tsx';
import { TableStore } from './table-store.ts';
import { pastTransport, tableTransport } from './transport.ts';
import { TrayPanel } from './tray-panel.tsx';

const editStore = typeof indexedDB === 'undefined' ? memoryEditStore() : browserEditStore();
const noSelection: GridSelection = { columns: CompactSelection.empty(), rows: CompactSelection.empty() };

export function InputTableElement({
  inputTableId,
  name,
  connectionName,
  alone,
}: {
  inputTableId: string;
  name: string;
  connectionName?: string | undefined;
  alone: boolean;
}) {
  const loaded = useQuery({
    queryKey: ['input-table', inputTableId],
    queryFn: ({ signal }) => api.get<InputTable>(`/input-tables/${inputTableId}`, {}, signal),
    staleTime: Infinity,
    gcTime: 0,
  });
  if (loaded.isPending) return <Waiting />;
  if (loaded.data === undefined)
    return (
      <div className={styles['banner']}>
        <ProblemNotice
          error={loaded.error}
          action={
            <Button variant="default" mt="xs" onClick={() => void loaded.refetch()}>
              Try again
            </Button>
          }
        />
      </div>
    );
  return <OpenInputTable key={inputTableId} table={loaded.data} name={name} connectionName={connectionName} alone={alone} />;
}

function useTableStore(table: InputTable): TableStore {
  const { member } = useSession();
  const store = useMemo(
    () =>
      new TableStore({
        table: { ...table, columns: table.columns.toSorted((a, b) => (a.order < b.order ? -1 : 1)) },
        memberId: member.id,
        transport: tableTransport(table.id),
        editStore,
        random: browserRandom,
        nowMs: () => Date.now(),
        later: browserLater,
        onOverwritten: (event) =>
          notifications.show({
            title: `${event.by.name} wrote over your ${event.cells.length === 1 ? 'cell' : `${event.cells.length} cells`}`,
            message: 'The newer value stands. The history keeps yours.',
            color: 'yellow',
            autoClose: 8000,
          }),
        onRefused: ({ title, reason, nextStep }) =>
          notifications.show({
            title,
            message: `${reason} ${nextStep} Your edit is kept under “Refused edits”.`,
            color: 'red',
            autoClose: 12_000,
          }),
      }),
    // The store lives as long as the element; later table data comes through it.
    [table.id, member.id],
  );
  useEffect(() => store.open(), [store]);
  useEffect(() => {
    const online = (): void => store.resume();
    window.addEventListener('online', online);
    const forget = onSignedOut(() => undefined);
    return () => {
      window.removeEventListener('online', online);
      forget();
    };
  }, [store]);
  return store;
}

function usePastStore(table: InputTable, asOf: string | null): TableStore | null {
  const { member } = useSession();
  const store = useMemo(
    () =>
      asOf === null
        ? null
        : new TableStore({
            table,
            memberId: member.id,
            transport: pastTransport(table, asOf),
            editStore: memoryEditStore(),
            random: browserRandom,
            nowMs: () => Date.now(),
            later: browserLater,
            onOverwritten: () => undefined,
            onRefused: () => undefined,
          }),
    [table.id, asOf, member.id],
  );
  useEffect(() => store?.open(), [store]);
  return store;
}

interface PendingPaste {
  readonly block: readonly (readonly string[])[];
  readonly at: Item;
  readonly columns: readonly Column[];
  readonly values: readonly (readonly CellValue[])[];
  readonly misfits: readonly Misfit[];
}

function OpenInputTable({
  table: loadedTable,
  name,
  connectionName,
  alone,
}: {
  table: InputTable;
  name: string;
  connectionName: string | undefined;
  alone: boolean;
}) {
  const store = useTableStore(loadedTable);
  useSyncExternalStore(store.subscribe, store.version);
  const { table } = store;
  const [asOf, setAsOf] = useState<string | null>(null);
  const past = usePastStore(table, asOf);
  const shown = past ?? store;
  useSyncExternalStore(shown.subscribe, shown.version);
  const editable = past === null && store.ended === null && table.canEdit && table.editing.state === 'open';
  const reading = useMemo<Reading>(() => ({ locale: navigator.language, timeZone: table.documentTimeZone }), [table.documentTimeZone]);
  const [selection, setSelection] = useState<GridSelection>(noSelection);
  const [misfits, setMisfits] = useState<ReadonlyMap<string, string>>(new Map());
  const [panel, setPanel] = useState<'history' | 'tray' | null>(null);
  const [scope, setScope] = useState<HistoryOf['scope']>('table');
  const [columnMenu, setColumnMenu] = useState<{ readonly column: Column; readonly place: GridPlace } | null>(null);
  const [cellMenu, setCellMenu] = useState<GridPlace | null>(null);
  const [task, setTask] = useState<ColumnTask | null>(null);
  const [paste, setPaste] = useState<PendingPaste | null>(null);
  const grid = useRef<GridHandle>(null);

  // The only table of a page has the keyboard at once: one can paste or type without reaching for the mouse.
  const takeKeyboard = (): void => {
    if (alone && (document.activeElement === null || document.activeElement === document.body)) grid.current?.select(0, 0);
  };

  const current = selection.current?.cell;
  const column = current === undefined ? null : (store.columns[current[0]] ?? null);
  const row = current === undefined ? undefined : shown.rowAt(current[1]);

  const tooMuch = useCallback(
    () =>
      notifications.show({
        title: 'That is too much at once',
        message: `One edit can change ${mostCells.toLocaleString()} cells. Nothing was changed; choose a smaller part.`,
        color: 'yellow',
      }),
    [],
  );

  const applyPaste = useCallback(
    async ({ at: [columnIndex, position], columns, values }: PendingPaste): Promise<void> => {
      if (position + values.length > store.total) await store.loadEnd();
      const existing = await store.rows(position, Math.min(store.total, position + values.length));
      const ids = columns.map((each) => each.id);
      const rows = existing.flatMap((each, index) => (each === undefined ? [] : [{ id: each.id, cells: values[index] ?? [] }]));
      const added = store.newRows(store.total, values.length - existing.length, values.slice(existing.length));
      store.setCells(ids, rows, 'Paste', added);
      setSelection({
        columns: CompactSelection.empty(),
        rows: CompactSelection.empty(),
        current: {
          cell: [columnIndex, position],
          range: { x: columnIndex, y: position, width: columns.length, height: values.length },
          rangeStack: [],
        },
      });
    },
    [store],
  );

  const onPasted = useCallback(
    (block: readonly (readonly string[])[], at: Item): void => {
      const width = Math.max(0, ...block.map((cells) => cells.length));
      if (block.length * width > mostCells) {
        tooMuch();
        return;
      }
      const columns = store.columns.slice(at[0], at[0] + width);
      const read = readBlock(block, columns, reading);
      const pending = { block, at, columns, ...read };
      if (read.misfits.length > 0) setPaste(pending);
      else void applyPaste(pending);
    },
    [store, reading, applyPaste, tooMuch],
  );

  const showHistory = (of: HistoryOf['scope']): void => {
    setScope(of);
    setPanel('history');
  };

  const deleteSelected = (): void => {
    const ranges = rangesOf(selection, store.columns.length, store.total);
    const rows = ranges.flatMap((range) => Array.from({ length: range.height }, (_, index) => range.y + index));
    const ids = [...new Set(rows)].map((position) => store.rowAt(position)?.id).filter((id) => id !== undefined);
    store.deleteRows(ids);
    setSelection({ ...noSelection, ...(selection.current === undefined ? {} : { current: selection.current }) });
  };

  return (
    <section className={styles['element']} aria-label={name}>
      <div className={styles['bar']}>
        <h2 className={styles['name']}>{name}</h2>
        <span className={styles['where']}>
          {connectionName === undefined ? '' : `${connectionName} · `}
          {table.destination.schema}
        </span>
        <Status store={store} misfits={misfits.size} />
        <BarButton
          label={store.canUndo === null ? 'Nothing to undo' : `Undo: ${store.canUndo} (Ctrl Z)`}
          disabled={!editable || store.canUndo === null}
          onClick={() => store.undo()}
          icon={<IconArrowBackUp size={17} stroke={1.6} />}
        />
        <BarButton
          label={store.canRedo === null ? 'Nothing to redo' : `Redo: ${store.canRedo} (Ctrl Y)`}
          disabled={!editable || store.canRedo === null}
          onClick={() => store.redo()}
          icon={<IconArrowForwardUp size={17} stroke={1.6} />}
        />
        <BarButton
          label="Add column"
          disabled={!editable}
          onClick={() => setTask({ kind: 'add', position: store.columns.length })}
          icon={<IconColumnInsertRight size={17} stroke={1.6} />}
        />
        <BarButton
          label="History"
          pressed={panel === 'history'}
          onClick={() => (panel === 'history' ? setPanel(null) : showHistory('table'))}
          icon={<IconHistory size={17} stroke={1.6} />}
        />
        <BarButton
          label="Refused edits"
          pressed={panel === 'tray'}
          onClick={() => setPanel(panel === 'tray' ? null : 'tray')}
          icon={<IconInbox size={17} stroke={1.6} />}
        />
        <MoreMenu store={store} />
      </div>
      <Banners store={store} past={past} asOf={asOf} onNow={() => setAsOf(null)} />
      <div className={styles['body']}>
        <div className={styles['grid']}>
          {store.ended !== null ? (
            <Empty title="This table is closed to you" />
          ) : !shown.loaded && shown.problem === null ? (
            <Waiting />
          ) : shown.total === 0 && !editable ? (
            <Empty title="No rows">
              {past === null ? 'Nobody has written into this table yet.' : 'The table had no rows at this moment.'}
            </Empty>
          ) : (
            <Grid
              handle={grid}
              onReady={takeKeyboard}
              store={shown}
              reading={reading}
              editable={editable}
              name={name}
              misfits={misfits}
              onMisfits={setMisfits}
              onPasted={onPasted}
              onTooMuch={tooMuch}
              selection={selection}
              onSelection={setSelection}
              onColumnMenu={(menuColumn, place) => setColumnMenu({ column: menuColumn, place })}
              onCellMenu={setCellMenu}
            />
          )}
        </div>
        {panel === 'history' && (
          <HistoryPanel
            table={table}
            of={{ scope, row: row?.id ?? null, column }}
            reading={reading}
            asOf={asOf}
            editable={editable}
            onScope={setScope}
            onAsOf={setAsOf}
            onRestore={(rows) => store.restoreRows(rows)}
            onClose={() => setPanel(null)}
          />
        )}
        {panel === 'tray' && <TrayPanel store={store} onClose={() => setPanel(null)} />}
      </div>
      <Footer
        store={shown}
        selection={selection}
        refusal={row === undefined || column === null ? null : (store.refusal(row.id, column.id) ?? misfitText(misfits, row.id, column))}
      />
      {columnMenu !== null && (
        <ColumnMenu
          store={store}
          column={columnMenu.column}
          place={columnMenu.place}
          editable={editable}
          onTask={setTask}
          onHistory={() => showHistory('column')}
          onClose={() => {
            setColumnMenu(null);
            grid.current?.focus();
          }}
        />
      )}
      {cellMenu !== null && (
        <Menu
          opened
          onClose={() => {
            setCellMenu(null);
            grid.current?.focus();
          }}
          position="bottom-start"
          width={264}
        >
          <Menu.Target>
            <button
              type="button"
              tabIndex={-1}
              aria-label="Menu of the cell"
              className={styles['anchor']}
              style={{ left: cellMenu.x, top: cellMenu.y }}
            />
          </Menu.Target>
          <Menu.Dropdown>
            {editable && (
              <>
                <Menu.Item
                  leftSection={<IconRowInsertTop size={15} stroke={1.6} />}
                  onClick={() => store.insertRows(Math.min(store.total, current?.[1] ?? 0), 1)}
                >
                  Insert row above
                </Menu.Item>
                <Menu.Item
                  leftSection={<IconRowInsertBottom size={15} stroke={1.6} />}
                  rightSection={<span className={styles['keys']}>Ctrl Alt Enter</span>}
                  onClick={() => store.insertRows(Math.min(store.total, (current?.[1] ?? store.total - 1) + 1), 1)}
                >
                  Insert row below
                </Menu.Item>
                <Menu.Item c="var(--ps-danger)" leftSection={<IconTrash size={15} stroke={1.6} />} onClick={deleteSelected}>
                  Delete{' '}
                  {selectedRows(selection, store.columns.length, store.total) === 1
                    ? 'row'
                    : `${selectedRows(selection, store.columns.length, store.total)} rows`}
                </Menu.Item>
                <Menu.Divider />
              </>
            )}
            <Menu.Item leftSection={<IconClock size={15} stroke={1.6} />} onClick={() => showHistory('cell')}>
              Cell history
            </Menu.Item>
            <Menu.Item leftSection={<IconHistory size={15} stroke={1.6} />} onClick={() => showHistory('row')}>
              Row history
            </Menu.Item>
            {column !== null && (
              <>
                <Menu.Divider />
                <Menu.Label>Column {column.name}</Menu.Label>
                <ColumnItems
                  store={store}
                  column={column}
                  position={current?.[0] ?? 0}
                  editable={editable}
                  onTask={setTask}
                  onHistory={() => showHistory('column')}
                />
              </>
            )}
          </Menu.Dropdown>
        </Menu>
      )}
      {task !== null && task.kind !== 'delete' && (
        <ColumnDialog
          store={store}
          task={task}
          onClose={() => {
            setTask(null);
            grid.current?.focus();
          }}
        />
      )}
      {task?.kind === 'delete' && (
        <Modal opened onClose={() => setTask(null)} title={`Delete “${task.column.name}”?`} size="sm">
          The column goes for everybody. The edit log keeps its values, so the history and earlier moments still show them.
          <Group justify="flex-end" gap="xs" mt="md">
            <Button variant="default" onClick={() => setTask(null)}>
              Cancel
            </Button>
            <Button
              color="red"
              data-autofocus
              onClick={() => {
                store.edit({ op: 'deleteColumn', columnId: task.column.id }, 'Delete column');
                setTask(null);
              }}
            >
              Delete column
            </Button>
          </Group>
        </Modal>
      )}
      {paste !== null && (
        <MisfitDialog
          misfits={paste.misfits}
          columns={paste.columns}
          firstRow={paste.at[1]}
          onCancel={() => {
            setPaste(null);
            grid.current?.focus();
          }}
          onClear={() => {
            void applyPaste(paste);
            setPaste(null);
            grid.current?.focus();
          }}
        />
      )}
    </section>
  );
}

function misfitText(misfits: ReadonlyMap<string, string>, rowId: string, column: Column): string | null {
  const text = misfits.get(`${rowId} ${column.id}`);
  return text === undefined
    ? null
    : `“${text.slice(0, 40)}” does not fit a ${column.type} column and was not sent. Correct it, or press Delete.`;
}

function selectedRows(selection: GridSelection, width: number, height: number): number {
  return new Set(
    rangesOf(selection, width, height).flatMap((range) =>
      Array.from({ length: Math.min(range.height, 100_000) }, (_, index) => range.y + index),
    ),
  ).size;
}

function BarButton({
  label,
  icon,
  onClick,
  disabled = false,
  pressed,
}: {
  label: string;
  icon: React.ReactNode;
  onClick: () => void;
  disabled?: boolean;
  pressed?: boolean;
}) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        aria-label={label}
        aria-pressed={pressed}
        disabled={disabled}
        onClick={onClick}
        variant={pressed === true ? 'light' : 'subtle'}
        {...(disabled ? { style: { background: 'none' } } : {})}
      >
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}

function MoreMenu({ store }: { store: TableStore }) {
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon aria-label="More">
          <IconDots size={17} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconRefresh size={15} stroke={1.6} />} onClick={() => void recheck(store)}>
          Re-check
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>
          {store.table.destination.database} · {store.table.destination.schema}
        </Menu.Label>
        <Menu.Label style={{ overflowWrap: 'anywhere' }}>{store.table.table.table}</Menu.Label>
        <Menu.Label>Edit log at number {store.table.headNum}</Menu.Label>
      </Menu.Dropdown>
    </Menu>
  );
}

function Footer({ store, selection, refusal }: { store: TableStore; selection: GridSelection; refusal: string | null }) {
  const ranges = rangesOf(selection, store.columns.length, store.total);
  const cells = ranges.reduce((sum, range) => sum + range.width * range.height, 0);
  const sum = useMemo(() => (cells > 1 && cells <= 10_000 ? sumOf(store, ranges) : null), [store, store.version(), selection]);
  return (
    <footer className={styles['foot']}>
      <span className="ps-numbers">
        {store.total.toLocaleString()} {store.total === 1 ? 'row' : 'rows'}
      </span>
      {cells > 1 && <span className="ps-numbers">{cells.toLocaleString()} cells selected</span>}
      {sum !== null && <span className="ps-numbers">Sum {sum}</span>}
      {refusal !== null && <span style={{ color: 'var(--ps-danger)' }}>{refusal}</span>}
    </footer>
  );
}

/** Shown for orientation only, so a binary float is good enough; values beyond its exactness give no sum. */
function sumOf(store: TableStore, ranges: ReturnType<typeof rangesOf>): string | null {
  let sum = 0;
  let count = 0;
  for (const range of ranges)
    for (const column of store.columns.slice(range.x, range.x + range.width)) {
      if (column.type !== 'number') continue;
      for (let position = range.y; position < range.y + range.height; position += 1) {
        const row = store.rowAt(position);
        const value = row === undefined ? null : store.value(row, column.id);
        if (typeof value !== 'string') continue;
        sum += Number(value);
        count += 1;
      }
    }
  return count === 0 || Math.abs(sum) > Number.MAX_SAFE_INTEGER ? null : sum.toLocaleString(undefined, { maximumFractionDigits: 6 });
}
