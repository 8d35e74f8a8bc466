/** A linked input table on a page: a table over its source, with columns beside it that people type into. */
import { Button } from '@mantine/core';
import type { Item } from '@glideapps/glide-data-grid';
import { useQuery } from '@tanstack/react-query';
import { IconPencilPlus } from '@tabler/icons-react';
import type { Column } from '@penstock/domain/input-tables/column';
import { editableInOf } from '@penstock/domain/input-tables/where-typed';
import type { Reading } from '@penstock/domain/values/format';
import type { TableElement } from '@penstock/domain/workbooks/definition';
import type { DocumentVersion } from '@penstock/domain/workbooks/versions';
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { api } from '../api/client.ts';
import type { InputTable } from '../api/contract.ts';
import { Waiting } from '../app/waiting.tsx';
import { Banners } from '../input-tables/banners.tsx';
import { ColumnDialog, DeleteColumn } from '../input-tables/column-menu.tsx';
import type { Misfits } from '../input-tables/grid-edits.ts';
import { HistoryPanel } from '../input-tables/history-panel.tsx';
import type { HistoryOf } from '../input-tables/history-panel.tsx';
import { RulesDialog } from '../input-tables/rules-dialog.tsx';
import type { PanelName } from '../input-tables/table-bar.tsx';
import { TrayPanel } from '../input-tables/tray-panel.tsx';
import { troubleAt } from '../input-tables/trouble.ts';
import { useTableStore } from '../input-tables/use-table-store.ts';
import { WaitingPanel } from '../input-tables/waiting-panel.tsx';
import { useSavedDefinition } from '../queries/saved-definition.ts';
import type { ShownElement } from '../tables/data-element-view.tsx';
import { TableView } from '../tables/table-view.tsx';
import type { TableParts } from '../tables/table-view.tsx';
import { LinkedBar } from './linked-bar.tsx';
import type { LinkedCells } from './linked-cells.ts';
import { LinkedGrid } from './linked-grid.tsx';
import { LinkedItems } from './linked-items.tsx';
import type { LinkedTask } from './linked-items.tsx';
import { inputColumnIdOf, isLinked } from './linked-source.ts';
import type { LinkedElement } from './linked-source.ts';
import styles from './linked-tables.module.css';
import { useColumns } from './use-columns.ts';

export function LinkedTableView(props: ShownElement<TableElement>) {
  const { element, version } = props;
  // An older version is only looked at.
  if (!isLinked(element) || typeof version === 'number') return <TableView {...props} />;
  return <LoadedLinkedTable key={element.source.inputTableId} {...props} element={element} version={version} />;
}

interface LinkedProps extends Omit<ShownElement<LinkedElement>, 'version'> {
  readonly version: DocumentVersion;
}

function LoadedLinkedTable(props: LinkedProps) {
  const { version } = props;
  const { inputTableId } = props.element.source;
  const loaded = useQuery({
    queryKey: ['input-table', inputTableId, version],
    queryFn: ({ signal }) => api.get<InputTable>(`/input-tables/${inputTableId}`, { version }, signal),
    staleTime: Infinity,
    gcTime: 0,
  });
  if (loaded.isPending) return <Waiting />;
  // Who may not reach the input table reads what the element's query gives, or is told there why not.
  return loaded.data === undefined ? <TableView {...props} /> : <OpenLinkedTable key={version} {...props} table={loaded.data} />;
}

interface Current {
  readonly cells: LinkedCells;
  readonly cell: Item | null;
}

type Task = { readonly kind: LinkedTask; readonly column: Column | undefined; readonly behind: string | null };

function OpenLinkedTable({ table: loadedTable, ...shown }: LinkedProps & { readonly table: InputTable }) {
  const { element, version, definition, onChange } = shown;
  const store = useTableStore(loadedTable, version);
  useSyncExternalStore(store.subscribe, store.version);
  const { table } = store;
  useEditedPlace(element, () => void store.reloadTable());
  const open = store.ended === null && table.canEdit && table.editing.state === 'open';
  const editable = open && table.typing[version].allowed;
  const columnsEditable = open && table.canChangeColumns && version === 'draft' && shown.canShape;
  const reading = useMemo<Reading>(() => ({ locale: navigator.language, timeZone: definition.timeZone }), [definition.timeZone]);
  const [misfits, setMisfits] = useState<Misfits>(new Map());
  const [panel, setPanel] = useState<PanelName | null>(null);
  const [scope, setScope] = useState<HistoryOf['scope']>('table');
  const [current, setCurrent] = useState<Current | null>(null);
  const [task, setTask] = useState<Task | null>(null);
  const columnsBehind = useColumns(store, element, shown.documentId, onChange);

  const column = current?.cell == null ? undefined : current.cells.columns[current.cell[0]];
  const rowId = current?.cell == null ? undefined : current.cells.rowIdAt(current.cell[1]);
  const showHistory = (of: HistoryOf['scope']): void => {
    setScope(of);
    setPanel('history');
  };
  const addInputColumn = (): void => setTask({ kind: 'add', column: undefined, behind: null });
  const closePanel = (): void => setPanel(null);
  const onShown = useCallback((cells: LinkedCells, cell: Item | null) => setCurrent({ cells, cell }), []);
  const inputColumnOf = (columnId: string): Column | undefined => {
    const found = element.columns.find(({ id }) => id === columnId);
    const inputColumnId = found === undefined ? null : inputColumnIdOf(found);
    return table.columns.find(({ id }) => id === inputColumnId);
  };

  const parts: TableParts = {
    grid: (grid) => <LinkedGrid shown={grid} {...{ store, editable, columnsEditable, misfits, onShown }} onMisfits={setMisfits} />,
    actions: (
      <LinkedBar
        {...{ store, editable }}
        name={element.name}
        misfits={misfits.size}
        editedIn={
          columnsEditable
            ? {
                value: element.source.editableIn,
                onChange: (editableIn) => onChange({ ...element, source: { ...element.source, editableIn } }),
              }
            : null
        }
        onPanel={(which) => (which === 'history' ? showHistory('table') : setPanel(which))}
        onAddColumn={columnsEditable ? addInputColumn : null}
      />
    ),
    above: (
      <div className={styles['banners']}>
        <Banners
          store={store}
          past={null}
          asOf={null}
          onNow={() => undefined}
          typing={table.typing[version]}
          {...(panel === 'waiting' ? {} : { onWaiting: () => setPanel('waiting') })}
        />
      </div>
    ),
    beside: (
      <>
        {panel === 'history' && (
          <HistoryPanel
            table={table}
            of={{ scope, row: rowId ?? null, column: column ?? null }}
            reading={reading}
            asOf={null}
            editable={false}
            onScope={setScope}
            onAsOf={null}
            onRestore={() => undefined}
            onClose={closePanel}
          />
        )}
        {panel === 'waiting' && <WaitingPanel store={store} editable={editable} reading={reading} onClose={closePanel} />}
        {panel === 'refused' && <TrayPanel store={store} onClose={closePanel} />}
      </>
    ),
    below: (
      <span aria-live="polite" className={styles['trouble']}>
        {column !== undefined && rowId === null && 'A key of this row is empty, so nothing can be typed beside it.'}
        {column !== undefined && typeof rowId === 'string' && troubleAt(store, misfits, rowId, column, reading)}
      </span>
    ),
    tools: columnsEditable && (
      <Button
        size="compact-xs"
        variant="subtle"
        color="gray"
        leftSection={<IconPencilPlus size={14} stroke={1.6} />}
        onClick={addInputColumn}
      >
        Add input column
      </Button>
    ),
    isTyped: (columnId) => inputColumnOf(columnId) !== undefined,
    columnItems: (columnId, row) => (
      <LinkedItems
        {...{ store, columnsEditable }}
        column={inputColumnOf(columnId)}
        rowId={row === null ? null : (current?.cells.rowIdAt(row) ?? null)}
        onTask={(kind) => setTask({ kind, column: named(inputColumnOf(columnId), element, columnId), behind: columnId })}
        onHistory={showHistory}
      />
    ),
  };
  const close = (): void => setTask(null);
  const otherNames = element.columns
    .filter((other) => task?.column === undefined || inputColumnIdOf(other) !== task.column.id)
    .map(({ name }) => name);
  return (
    <>
      <TableView {...shown} parts={parts} />
      {task?.kind === 'add' && (
        <ColumnDialog
          store={columnsBehind(task.behind)}
          task={{ kind: 'add', position: store.columns.length }}
          otherNames={otherNames}
          onClose={close}
        />
      )}
      {task?.kind === 'edit' && task.column !== undefined && (
        <ColumnDialog store={columnsBehind(null)} task={{ kind: 'edit', column: task.column }} otherNames={otherNames} onClose={close} />
      )}
      {task?.kind === 'rules' && task.column !== undefined && (
        <RulesDialog store={store} column={task.column} reading={reading} definition={definition} onClose={close} />
      )}
      {task?.kind === 'delete' && task.column !== undefined && (
        <DeleteColumn store={columnsBehind(null)} column={task.column} onClose={close} />
      )}
    </>
  );
}

/** People know the column by the name that the element gives it. */
function named(column: Column | undefined, element: LinkedElement, columnId: string): Column | undefined {
  const name = element.columns.find(({ id }) => id === columnId)?.name;
  return column === undefined || name === undefined ? column : { ...column, name };
}

/** Where a table is edited counts from the moment in which the server has it. */
function useEditedPlace(element: LinkedElement, onSaved: () => void): void {
  const saved = useSavedDefinition();
  const place = saved === null ? element.source.editableIn : editableInOf(saved, element.source.inputTableId);
  const asked = useRef(place);
  useEffect(() => {
    if (asked.current === place) return;
    asked.current = place;
    onSaved();
  }, [place]);
}
