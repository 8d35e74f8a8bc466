/** The spreadsheet: Glide's canvas over the table's store, with the keys, clipboard and menus that people know. */
import '@glideapps/glide-data-grid/index.css';
import { CompactSelection, DataEditor, GridCellKind } from '@glideapps/glide-data-grid';
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
  Theme,
} from '@glideapps/glide-data-grid';
import { useComputedColorScheme } from '@mantine/core';
import { newColumnId } from '@penstock/domain/input-tables/ids';
import { parseClipboard, tiled } from '@penstock/domain/input-tables/paste';
import type { Column, SelectOption } from '@penstock/domain/input-tables/column';
import type { CellValue } from '@penstock/domain/values/cell-value';
import type { Reading } from '@penstock/domain/values/format';
import { readTyped } from '@penstock/domain/values/typed';
import { useCallback, useEffect, useImperativeHandle, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { Ref } from 'react';
import { darkTokens, gridSizes, gridTheme, lightTokens } from '../theme/theme.ts';
import type { Tokens } from '../theme/theme.ts';
import { cellContent, columnIcons, editedContent, loadingCell } from './cell-content.ts';
import { choiceRenderer, nextHue } from './choice-cell.tsx';
import { dateEditor } from './date-editor.tsx';
import { drawFigures, hasFigures } from './tabular-figures.ts';
import { browserRandom } from './browser-ports.ts';
import type { TableStore } from './table-store.ts';
import { TextEditor } from './text-editor.tsx';

export interface GridPlace {
  readonly x: number;
  readonly y: number;
}

export interface GridHandle {
  readonly focus: () => void;
  readonly select: (column: number, row: number) => void;
}

interface GridProps {
  readonly store: TableStore;
  readonly reading: Reading;
  readonly editable: boolean;
  readonly name: string;
  readonly misfits: ReadonlyMap<string, string>;
  readonly onMisfits: (changed: (before: ReadonlyMap<string, string>) => ReadonlyMap<string, string>) => void;
  readonly onPasted: (block: readonly (readonly string[])[], at: Item) => void;
  readonly onTooMuch: () => void;
  readonly onColumnMenu: (column: Column, place: GridPlace) => void;
  readonly onCellMenu: (place: GridPlace) => void;
  readonly selection: GridSelection;
  readonly onSelection: (selection: GridSelection) => void;
  readonly handle: Ref<GridHandle>;
  /** The canvas is there and can take the keyboard. */
  readonly onReady: () => void;
}

export const cellKeyOf = (rowId: string, columnId: string): string => `${rowId} ${columnId}`;
export const mostCells = 50_000;

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
  name,
  misfits,
  onMisfits,
  onPasted,
  onTooMuch,
  onColumnMenu,
  onCellMenu,
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
  const { columns } = store;

  useImperativeHandle(handle, () => ({
    focus: () => editor.current?.focus(),
    select: (column, row) => {
      onSelection({
        columns: CompactSelection.empty(),
        rows: CompactSelection.empty(),
        current: { cell: [column, row], range: { x: column, y: row, width: 1, height: 1 }, rangeStack: [] },
      });
      editor.current?.scrollTo(column, row);
      editor.current?.focus();
    },
  }));

  const gridColumns = useMemo<GridColumn[]>(
    () =>
      columns.map((column) => ({
        id: column.id,
        title: column.name,
        icon: columnIcons[column.type],
        hasMenu: editable,
        width: widths.get(column.id) ?? gridSizes.column,
      })),
    [columns, widths, editable],
  );

  const getCellContent = useCallback(
    ([columnIndex, position]: Item): GridCell => {
      const column = columns[columnIndex];
      const row = store.rowAt(position);
      if (column === undefined) return loadingCell;
      if (row === undefined) return editable && position === store.total ? cellContent(null, column, reading, blankLook) : loadingCell;
      const misfit = misfits.get(cellKeyOf(row.id, column.id));
      return cellContent(store.value(row, column.id), column, reading, {
        editable,
        theme: misfit !== undefined ? refusedTheme(tokens) : lookOf(store.state(row, column.id), tokens),
        changedAt: store.changedAt(row.id, column.id),
        misfit,
      });
    },
    // The store is read anew whenever its version changes.
    [columns, store, reading, editable, tokens, misfits, version],
  );

  const drawCell = useCallback(
    ({ ctx, rect, col, row, cell, theme: cellTheme }: Parameters<DrawCellCallback>[0], drawContent: () => void) => {
      const column = columns[col];
      const cached = store.rowAt(row);
      if (column === undefined || cached === undefined) {
        drawContent();
        return;
      }
      if (cell.kind === GridCellKind.Text && hasFigures(column)) drawFigures(ctx, rect, cell, cellTheme);
      else drawContent();
      ctx.save();
      drawMark(ctx, rect, misfits.has(cellKeyOf(cached.id, column.id)) ? 'refused' : store.state(cached, column.id), tokens);
      ctx.restore();
    },
    [columns, store, tokens, misfits],
  );

  const renderers = useMemo(() => {
    const makeOption = (columnId: string, label: string): SelectOption | null => {
      const column = store.columns.find((candidate) => candidate.id === columnId);
      if (column === undefined) return null;
      const option = { id: newColumnId(browserRandom), label, color: nextHue(column.options) };
      store.edit({ op: 'changeColumn', columnId, options: [...column.options, option] }, 'Add option');
      return option;
    };
    return [choiceRenderer(scheme, editable ? makeOption : null)];
  }, [scheme, store, editable]);

  const provideEditor = useCallback<ProvideEditorCallback<GridCell>>(
    (cell) => {
      const column = cell.location === undefined ? undefined : columns[cell.location[0]];
      if (cell.kind !== GridCellKind.Text || column === undefined) return undefined;
      return { editor: (column.type === 'date' || column.type === 'datetime' ? dateEditor(column.type, reading) : TextEditor) as never };
    },
    [columns, reading],
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
      const ids = columns.slice(range.x, range.x + range.width).map((column) => column.id);
      void store.rows(range.y, range.y + range.height).then((rows) => {
        const present = rows.filter((row) => row !== undefined);
        onMisfits(
          (before) => new Map([...before].filter(([key]) => !present.some((row) => ids.some((id) => key === cellKeyOf(row.id, id))))),
        );
        store.setCells(
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

  useClipboard(frame, {
    onPaste: (text) => {
      if (!editable) return;
      const at = selection.current?.range ??
        firstRange(selection, columns.length, store.total) ?? { x: 0, y: store.total, width: 1, height: 1 };
      onPasted(tiled(parseClipboard(text), at.height, at.width), [at.x, at.y]);
    },
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
      store.insertRows(Math.min(row + 1, store.total), 1);
      onSelection({
        ...selection,
        current: {
          cell: [selection.current?.cell[0] ?? 0, row + 1],
          range: { x: selection.current?.cell[0] ?? 0, y: row + 1, width: 1, height: 1 },
          rangeStack: [],
        },
      });
    }
  };

  return (
    <div
      ref={frame}
      style={{ height: '100%', width: '100%' }}
      onKeyDownCapture={onKeyDown}
      onContextMenu={(event) => event.preventDefault()}
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
              onRowMoved: (from: number, to: number) => store.moveRow(from, to),
              onColumnMoved: (from: number, to: number) => store.moveColumn(from, to),
            }
          : {})}
        onColumnResize={(column, width) => setWidth(column.id ?? '', width)}
        onHeaderMenuClick={(index, bounds) => {
          const column = columns[index];
          if (column !== undefined) onColumnMenu(column, { x: bounds.x, y: bounds.y + bounds.height });
        }}
        onHeaderContextMenu={(index, event) => {
          event.preventDefault();
          const column = columns[index];
          if (column !== undefined) onColumnMenu(column, { x: event.bounds.x, y: event.bounds.y + event.bounds.height });
        }}
        onCellContextMenu={([column, row], event) => {
          event.preventDefault();
          const { current, rows } = selection;
          const inside = rows.hasIndex(row) || (current !== undefined && contains(current.range, column, row));
          if (!inside)
            onSelection({
              columns: CompactSelection.empty(),
              rows: CompactSelection.empty(),
              current: { cell: [Math.max(0, column), row], range: { x: Math.max(0, column), y: row, width: 1, height: 1 }, rangeStack: [] },
            });
          onCellMenu({ x: event.bounds.x + event.localEventX, y: event.bounds.y + event.localEventY });
        }}
        onVisibleRegionChanged={(range) => {
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
        cellActivationBehavior="second-click"
        drawFocusRing
        trapFocus={false}
        rightElementProps={{ fill: false, sticky: false }}
      />
    </div>
  );
}

const contains = (range: Rectangle, x: number, y: number): boolean =>
  x >= range.x && x < range.x + range.width && y >= range.y && y < range.y + range.height;

/** The selected rectangles: ranges, whole rows or whole columns. */
export function rangesOf(selection: GridSelection, width: number, height: number): readonly Rectangle[] {
  const { current, rows, columns } = selection;
  const spans = (selected: CompactSelection): readonly (readonly [number, number])[] => {
    const found: [number, number][] = [];
    for (const index of selected) {
      const last = found.at(-1);
      if (last !== undefined && last[1] === index) last[1] = index + 1;
      else found.push([index, index + 1]);
    }
    return found;
  };
  if (rows.length > 0) return spans(rows).map(([from, to]) => ({ x: 0, y: from, width, height: to - from }));
  if (columns.length > 0) return spans(columns).map(([from, to]) => ({ x: from, y: 0, width: to - from, height }));
  return current === undefined
    ? []
    : [current.range, ...current.rangeStack]
        .map((range) => ({ ...range, height: Math.min(range.height, height - range.y) }))
        .filter((range) => range.height > 0);
}

const firstRange = (selection: GridSelection, width: number, height: number): Rectangle | null =>
  rangesOf(selection, width, height)[0] ?? null;

/** The line below the last row: writing in it makes a row. */
const blankLook = { editable: true, theme: undefined, changedAt: undefined, misfit: undefined } as const;

const refusedTheme = (tokens: Tokens): Partial<Theme> => ({ bgCell: tokens.dangerWash, textDark: tokens.danger });

function lookOf(state: ReturnType<TableStore['state']>, tokens: Tokens): Partial<Theme> | undefined {
  return state === 'refused' ? refusedTheme(tokens) : undefined;
}

const markSize = 6;

/** Saving: a hollow corner; just saved: a filled one in green; refused: a red one. A saved cell carries no mark. */
function drawMark(ctx: CanvasRenderingContext2D, rect: Rectangle, state: ReturnType<TableStore['state']>, tokens: Tokens): void {
  if (state === 'saved' || state === 'in-log') return;
  const right = rect.x + rect.width - 1;
  const top = rect.y + 1;
  ctx.beginPath();
  ctx.moveTo(right - markSize, top);
  ctx.lineTo(right, top);
  ctx.lineTo(right, top + markSize);
  ctx.closePath();
  if (state === 'saving') {
    ctx.strokeStyle = tokens.accent;
    ctx.lineWidth = 1;
    ctx.stroke();
    return;
  }
  ctx.fillStyle = state === 'refused' ? tokens.danger : tokens.good;
  ctx.fill();
}

/** One gesture of the grid (typing, filling) as one edit for each set of columns that it touches. */
function applyEdits(store: TableStore, edits: readonly EditListItem[], reading: Reading, onMisfits: GridProps['onMisfits']): void {
  const rows = new Map<number, Map<string, CellValue>>();
  const misfits = new Map<string, string>();
  const fitting = new Set<string>();
  const added = new Map<number, Map<string, CellValue>>();
  for (const { location, value } of edits) {
    const column = store.columns[location[0]];
    const row = store.rowAt(location[1]);
    if (column === undefined) continue;
    if (row === undefined) {
      noteNew(added, location[1] - store.total, column, value, reading);
      continue;
    }
    const key = cellKeyOf(row.id, column.id);
    const read = readEdited(value, column, reading);
    if (read.kind === 'misfit') {
      misfits.set(key, read.text);
      continue;
    }
    fitting.add(key);
    if (same(read.value, store.value(row, column.id)) && store.refusal(row.id, column.id) === null) continue;
    let cells = rows.get(location[1]);
    if (cells === undefined) rows.set(location[1], (cells = new Map()));
    cells.set(column.id, read.value);
  }
  onMisfits((before) => new Map([...[...before].filter(([key]) => !fitting.has(key)), ...misfits]));
  const bySet = new Map<
    string,
    { readonly columns: readonly string[]; readonly rows: { readonly id: string; readonly cells: readonly CellValue[] }[] }
  >();
  for (const [position, cells] of rows) {
    const row = store.rowAt(position);
    if (row === undefined) continue;
    const columns = [...cells.keys()];
    const key = columns.join(' ');
    const group = bySet.get(key) ?? { columns, rows: [] };
    group.rows.push({ id: row.id, cells: [...cells.values()] });
    bySet.set(key, group);
  }
  if (added.size > 0) void addRows(store, added);
  for (const group of bySet.values()) store.setCells(group.columns, group.rows, edits.length === 1 ? 'Typing' : 'Fill');
}

/** A value written below the last row; there is no row yet to keep a misfit in, so it is not taken. */
function noteNew(
  added: Map<number, Map<string, CellValue>>,
  index: number,
  column: Column,
  value: EditListItem['value'],
  reading: Reading,
): void {
  const read = readEdited(value, column, reading);
  if (index < 0 || read.kind === 'misfit' || read.value === null) return;
  const cells = added.get(index) ?? new Map<string, CellValue>();
  cells.set(column.id, read.value);
  added.set(index, cells);
}

async function addRows(store: TableStore, added: ReadonlyMap<number, ReadonlyMap<string, CellValue>>): Promise<void> {
  await store.loadEnd();
  const columns = [...new Set([...added.values()].flatMap((cells) => [...cells.keys()]))];
  const rows = [...added.entries()].toSorted(([a], [b]) => a - b).map(([, cells]) => columns.map((column) => cells.get(column) ?? null));
  store.setCells(columns, [], rows.length === 1 ? 'New row' : 'New rows', store.newRows(store.total, rows.length, rows));
}

function readEdited(
  value: EditListItem['value'],
  column: Column,
  reading: Reading,
): { kind: 'value'; value: CellValue } | { kind: 'misfit'; text: string } {
  const edited = editedContent(value);
  if ('checked' in edited && column.type === 'checkbox') return { kind: 'value', value: edited.checked };
  if ('choice' in edited && edited.choice.columnId === column.id) {
    const [first] = edited.choice.chosen;
    return { kind: 'value', value: first === undefined ? null : edited.choice.many ? edited.choice.chosen : first };
  }
  const text =
    'text' in edited
      ? edited.text
      : 'checked' in edited
        ? String(edited.checked ?? '')
        : edited.choice.options
            .filter((option) => edited.choice.chosen.includes(option.id))
            .map((option) => option.label)
            .join(', ');
  const read = readTyped(text, column, reading);
  return read.kind === 'value' ? read : { kind: 'misfit', text };
}

const same = (a: CellValue, b: CellValue): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

interface Clipboard {
  readonly onPaste: (text: string) => void;
}

/** Pasting while the grid has the keyboard; an open cell editor keeps its own clipboard. */
function useClipboard(frame: React.RefObject<HTMLDivElement | null>, clipboard: Clipboard): void {
  const latest = useRef(clipboard);
  latest.current = clipboard;
  useEffect(() => {
    const here = (): boolean =>
      frame.current?.contains(document.activeElement) === true && !(document.activeElement instanceof HTMLInputElement);
    const onPaste = (event: ClipboardEvent): void => {
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (!here() || text === '') return;
      event.preventDefault();
      latest.current.onPaste(text);
    };
    window.addEventListener('paste', onPaste, true);
    return () => window.removeEventListener('paste', onPaste, true);
  }, [frame]);
}

function useColumnWidths(tableId: string): readonly [ReadonlyMap<string, number>, (columnId: string, width: number) => void] {
  const key = `penstock.widths.${tableId}`;
  const [widths, setWidths] = useState<ReadonlyMap<string, number>>(
    () => new Map(Object.entries(JSON.parse(localStorage.getItem(key) ?? '{}') as Record<string, number>)),
  );
  const setWidth = useCallback(
    (columnId: string, width: number) =>
      setWidths((before) => {
        const after = new Map(before).set(columnId, width);
        localStorage.setItem(key, JSON.stringify(Object.fromEntries(after)));
        return after;
      }),
    [key],
  );
  return [widths, setWidth];
}
