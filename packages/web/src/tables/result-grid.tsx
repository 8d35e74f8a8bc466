/** The rows of an element on Glide's canvas, with a menu on each column. They are read only where nobody brings cells to type into. */
import '@glideapps/glide-data-grid/index.css';
import { CompactSelection, DataEditor, GridCellKind, GridColumnIcon } from '@glideapps/glide-data-grid';
import type {
  DataEditorProps,
  DataEditorRef,
  DrawCellCallback,
  GridCell,
  GridColumn,
  GridSelection,
  Item,
  Rectangle,
  TextCell,
} from '@glideapps/glide-data-grid';
import { useComputedColorScheme } from '@mantine/core';
import type { DataType } from '@penstock/domain/formula/expression';
import type { Reading } from '@penstock/domain/values/format';
import type { Sort } from '@penstock/domain/workbooks/definition';
import { useCallback, useImperativeHandle, useMemo, useRef } from 'react';
import type { Ref } from 'react';
import { loadingCell } from '../input-tables/cell-content.ts';
import { useColumnWidths } from '../input-tables/column-widths.ts';
import { drawFigures } from '../input-tables/tabular-figures.ts';
import type { ResultPages } from '../queries/result-pages.ts';
import { darkTokens, gridSizes, gridTheme, lightTokens } from '../theme/theme.ts';
import type { Place } from '../ui/menus.tsx';
import { headName } from './format-value.ts';
import { continuesGroup } from './shown-columns.ts';
import type { ShownColumn } from './shown-columns.ts';

/** Cells of some columns that can be typed into. */
export interface GridTyping {
  readonly isTyped: (column: number) => boolean;
  /** `null`: the cell shows the result. */
  readonly cell: (column: number, row: number) => GridCell | null;
  /** Draws over a cell how its value stands. */
  readonly mark: (ctx: CanvasRenderingContext2D, rect: Rectangle, column: number, row: number) => void;
  /** Whether the key was taken. */
  readonly onKey: (event: React.KeyboardEvent) => boolean;
  readonly editor: Partial<DataEditorProps>;
  readonly frame: Ref<HTMLDivElement>;
  readonly handle: Ref<ResultGridHandle>;
}

export interface ResultGridHandle {
  readonly focus: () => void;
  /** Just below the cell, in the window; `undefined`: it is not on the screen. */
  readonly placeBelow: (column: number, row: number) => Place | undefined;
}

export interface ResultGridProps {
  readonly elementId: string;
  readonly name: string;
  readonly pages: ResultPages;
  /** Grows with what was loaded. */
  readonly version: number;
  readonly columns: readonly ShownColumn[];
  readonly sorts: readonly Sort[];
  readonly reading: Reading;
  readonly selection: GridSelection;
  readonly onSelection: (selection: GridSelection) => void;
  /** `row`: where the menu was asked for at a cell. */
  readonly onColumnMenu: (columnId: string, place: Place, row: number | null) => void;
  readonly onMoved: ((from: number, to: number) => void) | null;
  readonly typing?: GridTyping;
}

const icons: Readonly<Record<DataType, GridColumnIcon>> = {
  text: GridColumnIcon.HeaderString,
  number: GridColumnIcon.HeaderNumber,
  logical: GridColumnIcon.HeaderBoolean,
  date: GridColumnIcon.HeaderDate,
  datetime: GridColumnIcon.HeaderTime,
};

/** Columns from 1 to 9 numbers wide need less room than text. */
const widthOf = (column: ShownColumn): number =>
  Math.max(column.type === 'logical' ? 96 : gridSizes.column - 32, Math.min(280, 64 + column.name.length * 8));

export function ResultGrid({
  elementId,
  name,
  pages,
  version,
  columns,
  sorts,
  reading,
  selection,
  onSelection,
  onColumnMenu,
  onMoved,
  typing,
}: ResultGridProps) {
  const scheme = useComputedColorScheme('light');
  const tokens = scheme === 'dark' ? darkTokens : lightTokens;
  const theme = useMemo(() => gridTheme(tokens), [tokens]);
  const editor = useRef<DataEditorRef>(null);
  const [widths, setWidth] = useColumnWidths(elementId);

  useImperativeHandle(typing?.handle, () => ({
    focus: () => editor.current?.focus(),
    placeBelow: (column, row) => {
      const bounds = editor.current?.getBounds(column, row);
      return bounds === undefined ? undefined : { x: bounds.x, y: bounds.y + bounds.height };
    },
  }));

  const gridColumns = useMemo<GridColumn[]>(
    () =>
      columns.map((column, place) => {
        const direction = sorts.find(({ columnId }) => columnId === column.id)?.direction;
        const mark = direction === undefined ? '' : direction === 'ascending' ? ' ↑' : ' ↓';
        return {
          id: column.id,
          title: `${column.problem === null ? '' : '⚠ '}${column.name}${mark}`,
          icon: column.type === null ? GridColumnIcon.HeaderString : icons[column.type],
          hasMenu: true,
          width: widths.get(column.id) ?? widthOf(column),
          themeOverride: {
            ...(column.isKey || typing?.isTyped(place) === true ? { textHeader: tokens.ink } : {}),
            // What is not typed into lies a little lower than what is.
            ...(typing?.isTyped(place) === false ? { bgCell: tokens.surface } : {}),
            ...(column.problem === null ? {} : { textHeader: tokens.danger }),
          },
        };
      }),
    [columns, sorts, widths, tokens, typing],
  );

  const getCellContent = useCallback(
    ([columnIndex, row]: Item): GridCell => {
      const typed = typing?.cell(columnIndex, row) ?? null;
      if (typed !== null) return typed;
      const column = columns[columnIndex];
      const value = column === undefined ? undefined : pages.value(column.index, row);
      if (column === undefined || value === undefined) return loadingCell;
      const text = value === null ? '' : headName(value, column.type, column.column, reading);
      const outer = columns.some((other) => other.depth > column.depth);
      return {
        kind: GridCellKind.Text,
        data: text,
        displayData: continuesGroup(pages, columns, column.depth, row) ? '' : text.includes('\n') ? text.replaceAll('\n', ' ⏎ ') : text,
        copyData: text,
        allowOverlay: true,
        readonly: true,
        contentAlign: column.type === 'number' ? 'right' : 'left',
        ...(outer ? { themeOverride: { bgCell: tokens.surface } } : {}),
      } satisfies TextCell;
    },
    // The pages are read anew whenever something was loaded.
    [columns, pages, reading, tokens, version, typing],
  );

  const drawCell = useCallback<DrawCellCallback>(
    ({ ctx, rect, col, row, cell, theme: cellTheme }, drawContent) => {
      const type = columns[col]?.type ?? null;
      if (cell.kind === GridCellKind.Text && (type === 'number' || type === 'date' || type === 'datetime'))
        drawFigures(ctx, rect, cell, cellTheme);
      else drawContent();
      if (typing === undefined) return;
      ctx.save();
      typing.mark(ctx, rect, col, row);
      ctx.restore();
    },
    [columns, typing],
  );

  const getCellsForSelection = useCallback(
    (range: Rectangle): readonly (readonly GridCell[])[] =>
      Array.from({ length: range.height }, (_, row) =>
        Array.from({ length: range.width }, (__, column) => getCellContent([range.x + column, range.y + row])),
      ),
    [getCellContent],
  );

  const openMenu = (index: number, { x, y, height }: Rectangle, row: number | null = null): void => {
    const column = columns[index];
    if (column !== undefined) onColumnMenu(column.id, { x, y: y + height }, row);
  };

  return (
    <div
      ref={typing?.frame}
      style={{ height: '100%', width: '100%' }}
      role="region"
      aria-label={`${name}, a table of ${columns.length} columns. ${typing === undefined ? '' : 'Type to edit, '}Shift F10 for the menu of a column.`}
      onContextMenu={(event) => event.preventDefault()}
      onKeyDownCapture={(event) => {
        if (typing?.onKey(event) === true) {
          event.preventDefault();
          event.stopPropagation();
          return;
        }
        if (!((event.key === 'F10' && event.shiftKey) || event.key === 'ContextMenu')) return;
        const cell = selection.current?.cell;
        const bounds = cell === undefined ? undefined : editor.current?.getBounds(cell[0], cell[1]);
        if (cell === undefined || bounds === undefined) return;
        event.preventDefault();
        event.stopPropagation();
        openMenu(cell[0], bounds, cell[1]);
      }}
    >
      <DataEditor
        ref={editor}
        width="100%"
        height="100%"
        columns={gridColumns}
        rows={pages.shownRows}
        getCellContent={getCellContent}
        getCellsForSelection={getCellsForSelection}
        drawCell={drawCell}
        gridSelection={selection}
        onGridSelectionChange={(changed) =>
          // The head of a column and its cells are one place.
          onSelection(changed.columns.length > 0 ? { ...changed, rows: CompactSelection.empty() } : changed)
        }
        rangeSelect="rect"
        columnSelect="single"
        rowSelect="none"
        rowMarkers={{ kind: 'number', width: gridSizes.marker }}
        {...(onMoved === null ? {} : { onColumnMoved: onMoved })}
        onColumnResize={(column, width) => setWidth(column.id ?? '', width)}
        onHeaderMenuClick={(index, bounds) => openMenu(index, bounds)}
        onHeaderContextMenu={(index, event) => {
          event.preventDefault();
          openMenu(index, event.bounds);
        }}
        onCellContextMenu={([index, row], event) => {
          event.preventDefault();
          const column = columns[index];
          const place = { x: event.bounds.x + event.localEventX, y: event.bounds.y + event.localEventY };
          if (column !== undefined) onColumnMenu(column.id, place, row);
        }}
        onVisibleRegionChanged={(range) => pages.want(range.y, range.y + range.height + 1)}
        keybindings={{ search: false, copy: true, selectAll: true, selectColumn: true }}
        rowHeight={gridSizes.row}
        headerHeight={gridSizes.header}
        minColumnWidth={gridSizes.columnMinimum}
        maxColumnWidth={800}
        smoothScrollX
        smoothScrollY
        theme={theme}
        drawFocusRing
        trapFocus={false}
        rightElementProps={{ fill: false, sticky: false }}
        {...typing?.editor}
      />
    </div>
  );
}
