/** An input table on a workbook's page: its bar, its banners, the grid, and the panels beside it. */
import { Button } from '@mantine/core';
import type { GridSelection } from '@glideapps/glide-data-grid';
import { useQuery } from '@tanstack/react-query';
import type { Column } from '@penstock/domain/input-tables/column';
import { editableInOf } from '@penstock/domain/input-tables/where-typed';
import type { Reading } from '@penstock/domain/values/format';
import type { Definition, Element } from '@penstock/domain/workbooks/definition';
import type { DocumentVersion } from '@penstock/domain/workbooks/versions';
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { api } from '../api/client.ts';
import type { InputTable } from '../api/contract.ts';
import { Waiting } from '../app/waiting.tsx';
import type { Place } from '../ui/menus.tsx';
import { useSavedDefinition } from '../queries/saved-definition.ts';
import { ProblemNotice } from '../ui/notice.tsx';
import { Empty } from '../ui/page.tsx';
import { Banners } from './banners.tsx';
import { CellMenu } from './cell-menu.tsx';
import { ColumnDialog, ColumnMenu, DeleteColumn } from './column-menu.tsx';
import type { ColumnTask } from './column-menu.tsx';
import { Footer } from './footer.tsx';
import { restoreRows } from './gestures.ts';
import { Grid } from './grid.tsx';
import type { GridHandle } from './grid.tsx';
import type { Misfits } from './grid-edits.ts';
import { HistoryPanel } from './history-panel.tsx';
import type { HistoryOf } from './history-panel.tsx';
import styles from './input-table.module.css';
import { RulesDialog } from './rules-dialog.tsx';
import { noSelection } from './selection.ts';
import { useSystemColumns } from './system-columns.ts';
import { TableBar } from './table-bar.tsx';
import type { PanelName } from './table-bar.tsx';
import { TrayPanel } from './tray-panel.tsx';
import { troubleAt } from './trouble.ts';
import { tellTooMuch, useBlockPaste } from './use-block-paste.tsx';
import { useRefusalCard } from './use-refusal-card.tsx';
import { usePastStore, useTableStore } from './use-table-store.ts';
import { WaitingPanel } from './waiting-panel.tsx';

type TableOnPage = Extract<Element, { kind: 'input-table' }>;

interface InputTableElementProps {
  readonly inputTableId: string;
  readonly name: string;
  readonly connectionName?: string | undefined;
  /** The only element of its page. */
  readonly alone: boolean;
  /** Of the document that is shown. */
  readonly version: DocumentVersion;
  readonly definition: Definition;
  readonly element: TableOnPage;
  /** `null`: the document is not changed here. */
  readonly onChange: ((element: TableOnPage) => void) | null;
}

export function InputTableElement({ inputTableId, ...shown }: InputTableElementProps) {
  const loaded = useQuery({
    queryKey: ['input-table', inputTableId, shown.version],
    queryFn: ({ signal }) => api.get<InputTable>(`/input-tables/${inputTableId}`, { version: shown.version }, signal),
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
  return <OpenInputTable key={`${inputTableId} ${shown.version}`} table={loaded.data} {...shown} />;
}

interface OpenInputTableProps extends Omit<InputTableElementProps, 'inputTableId'> {
  readonly table: InputTable;
}

function OpenInputTable({ table: loadedTable, name, connectionName, alone, version, definition, element, onChange }: OpenInputTableProps) {
  const store = useTableStore(loadedTable, version);
  useSyncExternalStore(store.subscribe, store.version);
  const { table } = store;
  const [asOf, setAsOf] = useState<string | null>(null);
  const past = usePastStore(table, asOf);
  const shown = past ?? store;
  useSyncExternalStore(shown.subscribe, shown.version);
  const open = past === null && store.ended === null && table.canEdit && table.editing.state === 'open';
  const editable = open && table.typing[version].allowed;
  const columnsEditable = open && table.canChangeColumns && version === 'draft';
  // Where the table is edited counts from the moment in which the server has it.
  const saved = useSavedDefinition();
  const savedPlace = saved === null ? element.editableIn : editableInOf(saved, table.id);
  const askedFor = useRef(savedPlace);
  useEffect(() => {
    if (askedFor.current === savedPlace) return;
    askedFor.current = savedPlace;
    void store.reloadTable();
  }, [store, savedPlace]);
  const [systemShown, setSystemShown] = useSystemColumns(table.id);
  useEffect(() => shown.showSystem(systemShown), [shown, systemShown]);
  const system = { shown: systemShown, show: setSystemShown };
  const reading = useMemo<Reading>(() => ({ locale: navigator.language, timeZone: table.documentTimeZone }), [table.documentTimeZone]);
  const [selection, setSelection] = useState<GridSelection>(noSelection);
  const [misfits, setMisfits] = useState<Misfits>(new Map());
  const [panel, setPanel] = useState<PanelName | null>(null);
  const [scope, setScope] = useState<HistoryOf['scope']>('table');
  const [columnMenu, setColumnMenu] = useState<{ readonly column: Column; readonly place: Place } | null>(null);
  const [cellMenu, setCellMenu] = useState<Place | null>(null);
  const [task, setTask] = useState<ColumnTask | null>(null);
  const grid = useRef<GridHandle>(null);
  const focusGrid = (): void => grid.current?.focus();
  const paste = useBlockPaste({ store, reading, onSelection: setSelection, onDone: focusGrid });
  const refusal = useRefusalCard({ store: shown, grid, selection, reading });

  // The only table of a page has the keyboard at once: one can paste or type without reaching for the mouse.
  const takeKeyboard = (): void => {
    if (alone && (document.activeElement === null || document.activeElement === document.body)) grid.current?.select(0, 0);
  };

  const current = selection.current?.cell;
  const column = current === undefined ? null : (store.columns[current[0]] ?? null);
  const row = current === undefined ? undefined : shown.rowAt(current[1]);

  const showPanel = (which: PanelName | null): void => {
    if (which === 'history') setScope('table');
    setPanel(which);
  };
  const showHistory = (of: HistoryOf['scope']): void => {
    setScope(of);
    setPanel('history');
  };

  return (
    <section className={styles['element']} aria-label={name}>
      <TableBar
        store={store}
        name={name}
        connectionName={connectionName}
        editable={editable}
        columnsEditable={columnsEditable}
        editedIn={onChange === null ? null : { value: element.editableIn, onChange: (editableIn) => onChange({ ...element, editableIn }) }}
        misfits={misfits.size}
        panel={panel}
        onPanel={showPanel}
        onAddColumn={() => setTask({ kind: 'add', position: store.columns.length })}
      />
      <Banners
        store={store}
        past={past}
        asOf={asOf}
        onNow={() => setAsOf(null)}
        typing={table.typing[version]}
        {...(panel === 'waiting' ? {} : { onWaiting: () => setPanel('waiting') })}
      />
      <div className={styles['body']}>
        <div className={styles['grid']}>
          {store.ended !== null ? (
            <Empty title="This table is closed to you" />
          ) : !shown.loaded && shown.problem === null ? (
            <Waiting />
          ) : shown.problem !== null && !shown.loaded ? null : shown.total === 0 && !editable ? (
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
              columnsEditable={columnsEditable}
              system={systemShown}
              name={name}
              misfits={misfits}
              onMisfits={setMisfits}
              onPasted={paste.onPasted}
              onTooMuch={tellTooMuch}
              selection={selection}
              onSelection={setSelection}
              onColumnMenu={(menuColumn, place) => setColumnMenu({ column: menuColumn, place })}
              onCellMenu={(place) => {
                refusal.close();
                setCellMenu(place);
              }}
              onHover={refusal.onHover}
              onScroll={refusal.onScroll}
              onEditing={refusal.close}
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
            onRestore={(rows) => restoreRows(store, rows)}
            onClose={() => setPanel(null)}
          />
        )}
        {panel === 'waiting' && <WaitingPanel store={store} editable={editable} reading={reading} onClose={() => setPanel(null)} />}
        {panel === 'refused' && <TrayPanel store={store} onClose={() => setPanel(null)} />}
      </div>
      <Footer
        store={shown}
        selection={selection}
        trouble={row === undefined || column === null ? null : troubleAt(shown, misfits, row.id, column, reading)}
      />
      {refusal.card}
      {columnMenu !== null && (
        <ColumnMenu
          store={store}
          column={columnMenu.column}
          place={columnMenu.place}
          editable={columnsEditable}
          system={system}
          onTask={setTask}
          onHistory={() => showHistory('column')}
          onClose={() => {
            setColumnMenu(null);
            focusGrid();
          }}
        />
      )}
      {cellMenu !== null && (
        <CellMenu
          store={store}
          selection={selection}
          place={cellMenu}
          editable={editable}
          columnsEditable={columnsEditable}
          system={system}
          onDeleted={() => setSelection({ ...noSelection, ...(selection.current === undefined ? {} : { current: selection.current }) })}
          onTask={setTask}
          onHistory={showHistory}
          onClose={() => {
            setCellMenu(null);
            focusGrid();
          }}
        />
      )}
      {task !== null && (task.kind === 'add' || task.kind === 'edit') && (
        <ColumnDialog
          store={store}
          task={task}
          onClose={() => {
            setTask(null);
            focusGrid();
          }}
        />
      )}
      {task?.kind === 'rules' && (
        <RulesDialog
          store={store}
          column={task.column}
          reading={reading}
          definition={definition}
          onClose={() => {
            setTask(null);
            focusGrid();
          }}
        />
      )}
      {task?.kind === 'delete' && <DeleteColumn store={store} column={task.column} onClose={() => setTask(null)} />}
      {paste.dialog}
    </section>
  );
}
