/** The spreadsheet: Glide's canvas over the table's store, with the keys, clipboard and menus that people know. */
import '@glideapps/glide-data-grid/index.css';
import { DataEditor, GridCellKind, GridColumnIcon } from '@glideapps/glide-data-grid';
import type {
  DataEditorRef,
  DrawCellCallback,
  EditListItem,
  GridCell,
  GridColumn,
  GridSelection,
  Item,
  ProvideEditorCallback,
  Rectangle,
} from '@glideapps/glide-data-grid';
import { useComputedColorScheme } from '@mantine/core';
import { cellKey } from '@penstock/domain/edit-log/cells-touched';
import { parseClipboard, tiled } from '@penstock/domain/input-tables/paste';
import type { Column } from '@penstock/domain/input-tables/column';
import type { Reading } from '@penstock/domain/values/format';
import { useCallback, useImperativeHandle, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { Ref } from 'react';
import { darkTokens, gridSizes, gridTheme, lightTokens } from '../theme/theme.ts';
import type { Place } from '../ui/menus.tsx';
import { editorOf, useChoiceRenderers } from './cell-editing.ts';
import { cellContent, columnIcons, loadingCell } from './cell-content.ts';
import { drawMark, lookOf, refusedTheme, unlistedTheme } from './cell-marks.ts';
import { useColumnWidths } from './column-widths.ts';
import { insertRows, moveColumn, moveRow, setCells } from './gestures.ts';
import { applyEdits, mostCells } from './grid-edits.ts';
import type { Misfits } from './grid-edits.ts';
import { isLocked, isUnlisted } from './rules.ts';
import { cellSelection, contains, firstRange, isRange, rangesOf } from './selection.ts';
import { systemColumnsOf, systemValue } from './system-columns.ts';
import type { TableStore } from './table-store.ts';
import { drawFigures, hasFigures } from './tabular-figures.ts';
import { usePaste } from './use-paste.ts';

export interface GridHandle {
  readonly focus: () => void;
  readonly select: (column: number, row: number) => void;
  /** Just below the cell, in the window; `undefined`: it is not on the screen. */
  readonly placeBelow: (column: number, row: number) => Place | undefined;
}

interface GridProps {
  readonly store: TableStore;
  readonly reading: Reading;
  /** Cells and rows. */
  readonly editable: boolean;
  /** Columns, and the options of selects. */
  readonly columnsEditable: boolean;
  /** Whether the columns that nobody writes are shown. */
  readonly system: boolean;
  readonly name: string;
  readonly misfits: Misfits;
  readonly onMisfits: (changed: (before: Misfits) => Misfits) => void;
  readonly onPasted: (block: readonly (readonly string[])[], at: Item) => void;
  readonly onTooMuch: () => void;
  readonly onColumnMenu: (column: Column, place: Place) => void;
  readonly onCellMenu: (place: Place) => void;
  /** The pointer rests on a cell, or on none. */
  readonly onHover: (cell: Item | null) => void;
  /** Cells have moved below the pointer. */
  readonly onScroll: () => void;
  /** A cell's editor opens. */
  readonly onEditing: () => void;
  readonly selection: GridSelection;
  readonly onSelection: (selection: GridSelection) => void;
  readonly handle: Ref<GridHandle>;
  /** The canvas is there and can take the keyboard. */
  readonly onReady: () => void;
}

const keybindings = {
  search: true,
  paste: false,
  downFill: true,
  rightFill: true,
  clear: true,
  delete: true,
  selectAll: true,
  selectRow: true,
  selectColumn: true,
  copy: true,
  cut: true,
} as const;

export function Grid({
  store,
  reading,
  editable,
  columnsEditable,
  system,
  name,
  misfits,
  onMisfits,
  onPasted,
  onTooMuch,
  onColumnMenu,
  onCellMenu,
  onHover,
  onScroll,
  onEditing,
  selection,
  onSelection,
  handle,
  onReady,
}: GridProps) {
  const version = useSyncExternalStore(store.subscribe, store.version);
  const scheme = useComputedColorScheme('light');
  const tokens = scheme === 'dark' ? darkTokens : lightTokens;
  const theme = useMemo(() => gridTheme(tokens), [tokens]);
  const editor = useRef<DataEditorRef>(null);
  const frame = useRef<HTMLDivElement>(null);
  const [widths, setWidth] = useColumnWidths(store.table.id);
  const [searching, setSearching] = useState(false);
  const ready = useRef(false);
  /** The current cell of the range that was selected when the pointer went down: a click on it only collapses the range. */
  const currentOfRange = useRef<Item | null>(null);
  /** Those of people first, so that a place in the grid is a place in the store. */
  const columns = useMemo(() => (system ? [...store.columns, ...systemColumnsOf(store.columns)] : store.columns), [store.columns, system]);
  const { table } = store;

  useImperativeHandle(handle, () => ({
    focus: () => editor.current?.focus(),
    select: (column, row) => {
      onSelection(cellSelection(column, row));
      editor.current?.scrollTo(column, row);
      editor.current?.focus();
    },
    placeBelow: (column, row) => {
      const bounds = editor.current?.getBounds(column, row);
      return bounds === undefined ? undefined : { x: bounds.x, y: bounds.y + bounds.height };
    },
  }));

  const gridColumns = useMemo<GridColumn[]>(
    () =>
      columns.map((column) => ({
        id: column.id,
        title: column.name,
        icon: isLocked(table, column.id) ? GridColumnIcon.ProtectedColumnOverlay : columnIcons[column.type],
        hasMenu: columnsEditable && columnIndexOf(store, column) >= 0,
        width: widths.get(column.id) ?? gridSizes.column,
      })),
    [columns, widths, columnsEditable, store, table],
  );

  const getCellContent = useCallback(
    ([columnIndex, position]: Item): GridCell => {
      const column = columns[columnIndex];
      const row = store.rowAt(position);
      if (column === undefined) return loadingCell;
      if (row === undefined) {
        if (!editable || position !== store.total) return loadingCell;
        const closed = columnIndex >= store.columns.length || isLocked(table, column.id);
        return cellContent(null, column, reading, closed ? systemLook : blankLook);
      }
      if (columnIndex >= store.columns.length) return cellContent(systemValue(row, column.id), column, reading, systemLook);
      const misfit = misfits.get(cellKey(row.id, column.id));
      const value = store.value(row, column.id);
      const look = lookOf(store.state(row, column.id), tokens) ?? (isUnlisted(table, column, value) ? unlistedTheme(tokens) : undefined);
      return cellContent(value, column, reading, {
        editable: editable && !isLocked(table, column.id),
        theme: misfit !== undefined ? refusedTheme(tokens) : look,
        changedAt: store.changedAt(row.id, column.id),
        misfit,
      });
    },
    // The store is read anew whenever its version changes.
    [columns, store, table, reading, editable, tokens, misfits, version],
  );

  const drawCell = useCallback(
    ({ ctx, rect, col, row, cell, theme: cellTheme }: Parameters<DrawCellCallback>[0], drawContent: () => void) => {
      const column = columns[col];
      const cached = store.rowAt(row);
      if (column === undefined || cached === undefined || col >= store.columns.length) {
        drawContent();
        return;
      }
      if (cell.kind === GridCellKind.Text && hasFigures(column)) drawFigures(ctx, rect, cell, cellTheme);
      else drawContent();
      ctx.save();
      drawMark(ctx, rect, misfits.has(cellKey(cached.id, column.id)) ? 'refused' : store.state(cached, column.id), tokens);
      ctx.restore();
    },
    [columns, store, tokens, misfits],
  );

  const renderers = useChoiceRenderers(store, scheme, columnsEditable);

  const provideEditor = useCallback<ProvideEditorCallback<GridCell>>(
    (cell) => {
      const column = cell.location === undefined ? undefined : columns[cell.location[0] - markerColumns];
      return cell.kind !== GridCellKind.Text || column === undefined ? undefined : (editorOf(table, column, reading) as never);
    },
    [columns, table, reading],
  );

  const onCellsEdited = (edits: readonly EditListItem[]): boolean => {
    if (edits.length > mostCells) onTooMuch();
    else applyEdits(store, edits, reading, onMisfits);
    return true;
  };

  const clear = (chosen: GridSelection): void => {
    const ranges = rangesOf(chosen, columns.length, store.total);
    if (ranges.reduce((sum, range) => sum + range.width * range.height, 0) > mostCells) {
      onTooMuch();
      return;
    }
    for (const range of ranges) {
      const ids = store.columns
        .slice(range.x, range.x + range.width)
        .map((column) => column.id)
        .filter((id) => !isLocked(table, id));
      if (ids.length === 0) continue;
      void store.rows(range.y, range.y + range.height).then((rows) => {
        const present = rows.filter((row) => row !== undefined);
        onMisfits(
          (before) => new Map([...before].filter(([key]) => !present.some((row) => ids.some((id) => key === cellKey(row.id, id))))),
        );
        setCells(
          store,
          ids,
          present.map((row) => ({ id: row.id, cells: ids.map(() => null) })),
          'Clear',
        );
      });
    }
  };

  const getCellsForSelection = useCallback(
    (range: Rectangle) => async () => {
      await store.rows(range.y, range.y + range.height);
      return Array.from({ length: range.height }, (_, row) =>
        Array.from({ length: range.width }, (__, column) => getCellContent([range.x + column, range.y + row])),
      );
    },
    [store, getCellContent],
  );

  usePaste(frame, (text) => {
    if (!editable) return;
    const at = selection.current?.range ??
      firstRange(selection, columns.length, store.total) ?? { x: 0, y: store.total, width: 1, height: 1 };
    onPasted(tiled(parseClipboard(text), at.height, at.width), [at.x, at.y]);
  });

  const onKeyDown = (event: React.KeyboardEvent): void => {
    // An open cell editor is a child of the grid for React, and keeps its own keys.
    if (event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement) return;
    const modified = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    if (modified && key === 'f' && !event.shiftKey) {
      event.preventDefault();
      setSearching(true);
    } else if (modified && editable && key === 'z') {
      event.preventDefault();
      event.stopPropagation();
      if (event.shiftKey) store.redo();
      else store.undo();
    } else if (modified && editable && key === 'y') {
      event.preventDefault();
      event.stopPropagation();
      store.redo();
    } else if ((event.key === 'F10' && event.shiftKey) || event.key === 'ContextMenu') {
      const cell = selection.current?.cell;
      const bounds = cell === undefined ? undefined : editor.current?.getBounds(cell[0], cell[1]);
      if (bounds === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      onCellMenu({ x: bounds.x, y: bounds.y + bounds.height });
    } else if (editable && event.altKey && event.key === 'Enter' && modified) {
      event.preventDefault();
      event.stopPropagation();
      const row = selection.current?.cell[1] ?? store.total;
      insertRows(store, Math.min(row + 1, store.total), 1);
      onSelection(cellSelection(selection.current?.cell[0] ?? 0, row + 1));
    }
  };

  return (
    <div
      ref={frame}
      style={{ height: '100%', width: '100%' }}
      onKeyDownCapture={onKeyDown}
      onContextMenu={(event) => event.preventDefault()}
      onPointerDownCapture={() => {
        currentOfRange.current = isRange(selection) ? (selection.current?.cell ?? null) : null;
      }}
      role="region"
      aria-label={`${name}, a table of ${store.total} rows. Type to edit, Shift F10 for the menu.`}
    >
      <DataEditor
        ref={editor}
        width="100%"
        height="100%"
        columns={gridColumns}
        rows={store.total + (editable && store.loaded ? 1 : 0)}
        getCellContent={getCellContent}
        getCellsForSelection={getCellsForSelection}
        drawCell={drawCell}
        customRenderers={renderers}
        provideEditor={provideEditor}
        onCellsEdited={onCellsEdited}
        onDelete={(chosen) => {
          if (editable) clear(chosen);
          return false;
        }}
        gridSelection={selection}
        onGridSelectionChange={onSelection}
        rangeSelect="multi-rect"
        columnSelect="multi"
        rowSelect="multi"
        rowSelectionMode="multi"
        rowMarkers={{ kind: 'clickable-number', width: gridSizes.marker }}
        {...(editable
          ? {
              onRowMoved: (from: number, to: number) => moveRow(store, from, to),
            }
          : {})}
        {...(columnsEditable ? { onColumnMoved: (from: number, to: number) => moveColumn(store, from, to) } : {})}
        onColumnResize={(column, width) => setWidth(column.id ?? '', width)}
        onHeaderMenuClick={(index, bounds) => {
          const column = store.columns[index];
          if (column !== undefined) onColumnMenu(column, { x: bounds.x, y: bounds.y + bounds.height });
        }}
        onHeaderContextMenu={(index, event) => {
          event.preventDefault();
          const column = store.columns[index];
          if (column !== undefined) onColumnMenu(column, { x: event.bounds.x, y: event.bounds.y + event.bounds.height });
        }}
        onCellContextMenu={([column, row], event) => {
          event.preventDefault();
          const { current, rows } = selection;
          const inside = rows.hasIndex(row) || (current !== undefined && contains(current.range, column, row));
          if (!inside) onSelection(cellSelection(Math.max(0, column), row));
          onCellMenu({ x: event.bounds.x + event.localEventX, y: event.bounds.y + event.localEventY });
        }}
        onCellClicked={([column, row], event) => {
          const [currentColumn, currentRow] = currentOfRange.current ?? [];
          if (column !== currentColumn || row !== currentRow || event.shiftKey || event.ctrlKey || event.metaKey) return;
          event.preventDefault();
          onSelection(cellSelection(column, row));
        }}
        onCellActivated={onEditing}
        onItemHovered={(args) => onHover(args.kind === 'cell' && args.location[0] >= 0 ? args.location : null)}
        onVisibleRegionChanged={(range) => {
          onScroll();
          store.want(range.y, range.y + range.height);
          if (!ready.current) requestAnimationFrame(onReady);
          ready.current = true;
        }}
        fillHandle={editable}
        allowedFillDirections="any"
        keybindings={keybindings}
        showSearch={searching}
        onSearchClose={() => setSearching(false)}
        rowHeight={gridSizes.row}
        headerHeight={gridSizes.header}
        minColumnWidth={gridSizes.columnMinimum}
        maxColumnWidth={800}
        smoothScrollX
        smoothScrollY
        theme={theme}
        cellActivationBehavior="double-click"
        drawFocusRing
        trapFocus={false}
        rightElementProps={{ fill: false, sticky: false }}
      />
    </div>
  );
}

/** The grid counts the row numbers as a column where it asks for an editor, and nowhere else. */
const markerColumns = 1;

/** The line below the last row: writing in it makes a row. */
const blankLook = { editable: true, theme: undefined, changedAt: undefined, misfit: undefined } as const;
const systemLook = { ...blankLook, editable: false } as const;

function columnIndexOf(store: TableStore, column: Column): number {
  return store.columns.findIndex(({ id }) => id === column.id);
}
