/** The rows of a source with the cells beside them that people type into: typing, filling, pasting, deleting, undo. */
import { GridCellKind } from '@glideapps/glide-data-grid';
import type { EditListItem, GridCell, GridSelection, Item, Rectangle, TextCell } from '@glideapps/glide-data-grid';
import { useComputedColorScheme } from '@mantine/core';
import { cellKey } from '@penstock/domain/edit-log/cells-touched';
import { parseClipboard, tiled } from '@penstock/domain/input-tables/paste';
import { useCallback, useEffect, useMemo, useReducer, useRef, useSyncExternalStore } from 'react';
import type { KeyboardEvent } from 'react';
import { editorOf, useChoiceRenderers } from '../input-tables/cell-editing.ts';
import { cellContent } from '../input-tables/cell-content.ts';
import { drawMark, lookOf, refusedTheme, unlistedTheme } from '../input-tables/cell-marks.ts';
import { setCells } from '../input-tables/gestures.ts';
import { applyEdits, mostCells } from '../input-tables/grid-edits.ts';
import type { Misfits } from '../input-tables/grid-edits.ts';
import { isLocked, isUnlisted } from '../input-tables/rules.ts';
import { cellSelection, isRange } from '../input-tables/selection.ts';
import type { TableStore } from '../input-tables/table-store.ts';
import { tellTooMuch } from '../input-tables/use-block-paste.tsx';
import { usePaste } from '../input-tables/use-paste.ts';
import { useRefusalCard } from '../input-tables/use-refusal-card.tsx';
import { headName } from '../tables/format-value.ts';
import { ResultGrid } from '../tables/result-grid.tsx';
import type { GridTyping, ResultGridHandle, ResultGridProps } from '../tables/result-grid.tsx';
import { darkTokens, lightTokens } from '../theme/theme.ts';
import type { Tokens } from '../theme/theme.ts';
import { LinkedCells, rowPageOf } from './linked-cells.ts';
import { useLinkedPaste } from './use-linked-paste.tsx';

interface LinkedGridProps {
  readonly shown: ResultGridProps;
  readonly store: TableStore;
  readonly editable: boolean;
  readonly columnsEditable: boolean;
  readonly misfits: Misfits;
  readonly onMisfits: (changed: (before: Misfits) => Misfits) => void;
  /** What is on the screen, and which of its cells is the current one. */
  readonly onShown: (cells: LinkedCells, current: Item | null) => void;
}

export function LinkedGrid({ shown: latest, store, editable, columnsEditable, misfits, onMisfits, onShown }: LinkedGridProps) {
  const changes = useSyncExternalStore(store.subscribe, store.version);
  const [, finish] = useReducer((count: number) => count + 1, 0);
  const shown = useHeld(latest);
  const { pages, columns, reading, selection, onSelection } = shown;
  const scheme = useComputedColorScheme('light');
  const tokens = scheme === 'dark' ? darkTokens : lightTokens;
  const grid = useRef<ResultGridHandle>(null);
  const frame = useRef<HTMLDivElement>(null);
  const renderers = useChoiceRenderers(store, scheme, columnsEditable);
  const { table } = store;
  const cells = useMemo(() => new LinkedCells(store, pages, columns), [store, pages, columns, table]);
  useTaken(store, latest);
  useFollowed(cells, selection, onSelection);

  const current = selection.current?.cell ?? null;
  useEffect(() => onShown(cells, current), [cells, current?.[0], current?.[1], changes, shown.version]);

  const refusal = useRefusalCard({ store, cells, grid, selection, reading });
  const { paste, dialog } = useLinkedPaste({ cells, pages, columns, reading }, onSelection, () => grid.current?.focus());
  usePaste(frame, (text) => {
    const at = selection.current?.range;
    if (editable && at !== undefined) void paste(tiled(parseClipboard(text), at.height, at.width), [at.x, at.y]);
  });

  const cell = useCallback(
    (columnIndex: number, position: number): GridCell | null => {
      const input = cells.columns[columnIndex];
      const row = cells.rowAt(position);
      const column = columns[columnIndex];
      if (input === undefined || column === undefined) return null;
      // Without a key it lies as low as the source does.
      if (cells.rowIdAt(position) === null) return keylessCell(tokens);
      if (row === undefined) return null;
      const misfit = misfits.get(cellKey(row.id, input.id));
      const value = cells.value(row, input.id);
      const look = lookOf(store.state(row, input.id), tokens) ?? (isUnlisted(table, input, value) ? unlistedTheme(tokens) : undefined);
      const content = cellContent(value, input, reading, {
        editable: editable && !isLocked(table, input.id),
        theme: misfit === undefined ? look : refusedTheme(tokens),
        changedAt: store.changedAt(row.id, input.id),
        misfit,
      });
      const isFormatted = content.kind === GridCellKind.Text && misfit === undefined && value !== null && column.column?.format != null;
      return isFormatted ? { ...content, displayData: headName(value, column.type, column.column, reading) } : content;
    },
    // The store is read anew whenever it changes.
    [cells, columns, misfits, store, tokens, table, reading, editable, changes],
  );
  const mark = useCallback(
    (ctx: CanvasRenderingContext2D, rect: Rectangle, columnIndex: number, position: number): void => {
      const input = cells.columns[columnIndex];
      const row = cells.rowAt(position);
      if (input === undefined || row === undefined) return;
      drawMark(ctx, rect, misfits.has(cellKey(row.id, input.id)) ? 'refused' : store.state(row, input.id), tokens);
    },
    [cells, misfits, store, tokens],
  );

  const onCellsEdited = (edits: readonly EditListItem[]): boolean => {
    if (edits.length > mostCells) tellTooMuch();
    else applyEdits(cells, edits, reading, onMisfits);
    return true;
  };
  const clear = async ({ current: chosen }: GridSelection): Promise<void> => {
    for (const range of chosen === undefined ? [] : [chosen.range, ...chosen.rangeStack]) {
      if (range.width * range.height > mostCells) return tellTooMuch();
      const ids = cells.columns
        .slice(range.x, range.x + range.width)
        .flatMap((column) => (column === undefined || isLocked(table, column.id) ? [] : [column.id]));
      await pages.all(range.y, range.y + range.height);
      const found = Array.from({ length: range.height }, (_, index) => cells.rowAt(range.y + index)?.id);
      const rows = [...new Set(found.filter((id) => id !== undefined))];
      if (ids.length === 0 || rows.length === 0) continue;
      onMisfits((before) => new Map([...before].filter(([key]) => !rows.some((row) => ids.some((id) => key === cellKey(row, id))))));
      setCells(
        cells,
        ids,
        rows.map((id) => ({ id, cells: ids.map(() => null) })),
        'Clear',
      );
    }
  };
  const onKey = (event: KeyboardEvent): boolean => {
    // An open cell editor is a child of the grid for React, and keeps its own keys.
    if (event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement) return false;
    const key = event.key.toLowerCase();
    if (!editable || !(event.ctrlKey || event.metaKey)) return false;
    if (key === 'z' && !event.shiftKey) return store.undo();
    return key === 'y' || key === 'z' ? store.redo() : false;
  };

  const typing: GridTyping = {
    isTyped: (columnIndex) => cells.columns[columnIndex] !== undefined,
    cell,
    mark,
    onKey,
    frame,
    handle: grid,
    editor: {
      customRenderers: renderers,
      provideEditor: (content) => {
        const column = content.location === undefined ? undefined : cells.columns[content.location[0] - markerColumns];
        return content.kind !== GridCellKind.Text || column === undefined ? undefined : (editorOf(table, column, reading) as never);
      },
      onCellsEdited,
      onDelete: (chosen) => {
        if (editable) void clear(chosen);
        return false;
      },
      onFinishedEditing: finish,
      onCellActivated: refusal.close,
      onItemHovered: (args) => refusal.onHover(args.kind === 'cell' && args.location[0] >= 0 ? args.location : null),
      onVisibleRegionChanged: (range) => {
        refusal.onScroll();
        pages.want(range.y, range.y + range.height + 1);
      },
      fillHandle: editable,
      allowedFillDirections: 'any',
      keybindings: {
        search: false,
        paste: false,
        downFill: true,
        rightFill: true,
        copy: true,
        cut: true,
        selectAll: true,
        selectColumn: true,
      },
      rangeSelect: 'multi-rect',
      cellActivationBehavior: 'double-click',
    },
  };
  return (
    <>
      <ResultGrid {...shown} typing={typing} />
      {refusal.card}
      {dialog}
    </>
  );
}

const keylessCell = (tokens: Tokens): TextCell => ({
  kind: GridCellKind.Text,
  data: '',
  displayData: '',
  allowOverlay: false,
  readonly: true,
  themeOverride: { bgCell: tokens.surface },
});

/** The grid counts the row numbers as a column where it asks for an editor, and nowhere else. */
const markerColumns = 1;

/** A cell's editor lies in a layer of its own that the page provides. */
const isEditing = (): boolean => document.querySelector('#portal :is(input, textarea)') !== null;

/** Rows do not move while somebody types into one of them: newer rows are shown when the editor has closed. */
function useHeld(latest: ResultGridProps): ResultGridProps {
  const held = useRef(latest);
  const isSame = held.current.pages === latest.pages;
  if (!isSame && !isEditing()) held.current = latest;
  return held.current.pages === latest.pages ? latest : { ...latest, pages: held.current.pages, columns: held.current.columns };
}

/** Gives the store what answers say of its cells, each answer once. */
function useTaken(store: TableStore, { pages, version }: ResultGridProps): void {
  const taken = useRef(new WeakSet<object>());
  useEffect(() => {
    for (const [, page] of pages.loaded()) {
      if (taken.current.has(page) || page.linked == null) continue;
      taken.current.add(page);
      store.show(rowPageOf(page, page.linked, store.table));
    }
  }, [store, pages, version]);
}

/** Where rows come in another order, the current cell goes with its row. */
function useFollowed(cells: LinkedCells, selection: GridSelection, onSelection: (selection: GridSelection) => void): void {
  const before = useRef<{ readonly cells: LinkedCells; readonly rowId: string | null | undefined } | null>(null);
  const current = selection.current?.cell;
  useEffect(() => {
    const wasOn = before.current;
    if (wasOn !== null && wasOn.cells !== cells && current !== undefined && typeof wasOn.rowId === 'string' && !isRange(selection)) {
      const position = cells.positionOf(wasOn.rowId, current[1]);
      if (position !== -1 && position !== current[1]) onSelection(cellSelection(current[0], position));
    }
    before.current = { cells, rowId: current === undefined ? undefined : cells.rowIdAt(current[1]) };
  });
}
