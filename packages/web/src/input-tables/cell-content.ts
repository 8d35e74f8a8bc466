/** From a stored value to what the grid draws and edits, and from what the grid gives back to text. */
import { GridCellKind, GridColumnIcon } from '@glideapps/glide-data-grid';
import type { BooleanCell, CustomCell, EditableGridCell, GridCell, LoadingCell, TextCell, Theme } from '@glideapps/glide-data-grid';
import type { Column, ColumnType } from '@penstock/domain/input-tables/column';
import type { CellValue } from '@penstock/domain/values/cell-value';
import { formatCell, numberMarks } from '@penstock/domain/values/format';
import type { Reading } from '@penstock/domain/values/format';
import { readable } from '@penstock/domain/values/convert';

export interface ChoiceData {
  readonly kind: 'choice';
  readonly many: boolean;
  readonly chosen: readonly string[];
  readonly options: Column['options'];
  readonly columnId: string;
}
export type ChoiceCell = CustomCell<ChoiceData>;
export const isChoiceCell = (cell: CustomCell): cell is ChoiceCell => (cell.data as Partial<ChoiceData>).kind === 'choice';

export const loadingCell: LoadingCell = {
  kind: GridCellKind.Loading,
  allowOverlay: false,
  skeletonWidth: 60,
  skeletonWidthVariability: 40,
};

export const columnIcons: Readonly<Record<ColumnType, GridColumnIcon>> = {
  text: GridColumnIcon.HeaderString,
  number: GridColumnIcon.HeaderNumber,
  date: GridColumnIcon.HeaderDate,
  datetime: GridColumnIcon.HeaderTime,
  checkbox: GridColumnIcon.HeaderBoolean,
  'single-select': GridColumnIcon.HeaderSingleValue,
  'multi-select': GridColumnIcon.HeaderArray,
};

/** What an editor starts with: exact, in the person's spelling, without grouping. */
export function editText(value: CellValue, column: Column, reading: Reading): string {
  if (value === null) return '';
  if (column.type === 'number' && typeof value === 'string') return value.replace('.', numberMarks(reading.locale).decimal);
  if (column.type === 'text' && typeof value === 'string') return value;
  return formatCell(value, column, reading);
}

export interface CellLook {
  readonly editable: boolean;
  readonly theme: Partial<Theme> | undefined;
  readonly changedAt: number | undefined;
  /** What was typed and does not fit the column. */
  readonly misfit: string | undefined;
}

export function cellContent(value: CellValue, column: Column, reading: Reading, look: CellLook): GridCell {
  const shared = {
    ...(look.theme === undefined ? {} : { themeOverride: look.theme }),
    ...(look.changedAt === undefined ? {} : { lastUpdated: look.changedAt }),
  };
  if (look.misfit !== undefined) return textCell(look.misfit, look.misfit, column, look.editable, shared);
  switch (column.type) {
    case 'checkbox':
      return {
        kind: GridCellKind.Boolean,
        data: typeof value === 'boolean' ? value : null,
        allowOverlay: false,
        readonly: !look.editable,
        ...shared,
      } satisfies BooleanCell;
    case 'single-select':
    case 'multi-select': {
      const chosen = value === null ? [] : typeof value === 'string' ? [value] : (value as readonly string[]);
      return {
        kind: GridCellKind.Custom,
        allowOverlay: true,
        readonly: !look.editable,
        copyData: readable(value, column),
        data: { kind: 'choice', many: column.type === 'multi-select', chosen, options: column.options, columnId: column.id },
        ...shared,
      } satisfies ChoiceCell;
    }
    default:
      return textCell(editText(value, column, reading), formatCell(value, column, reading), column, look.editable, shared);
  }
}

function textCell(data: string, shown: string, column: Column, editable: boolean, shared: object): TextCell {
  return {
    kind: GridCellKind.Text,
    data,
    displayData: shown.includes('\n') ? shown.replaceAll('\n', ' ⏎ ') : shown,
    copyData: data,
    allowOverlay: true,
    readonly: !editable,
    contentAlign: column.type === 'number' ? 'right' : 'left',
    ...shared,
  };
}

/** What a cell of the grid holds after an edit: a choice by ids, otherwise text to be read. */
export function editedContent(
  cell: EditableGridCell,
): { readonly text: string } | { readonly choice: ChoiceData } | { readonly checked: boolean | null } {
  switch (cell.kind) {
    case GridCellKind.Boolean:
      return { checked: cell.data ?? null };
    case GridCellKind.Custom:
      return isChoiceCell(cell) ? { choice: cell.data } : { text: cell.copyData };
    case GridCellKind.Text:
    case GridCellKind.Markdown:
    case GridCellKind.Uri:
      return { text: cell.data };
    case GridCellKind.Number:
      return { text: cell.data === undefined ? '' : String(cell.data) };
    case GridCellKind.Image:
      return { text: cell.data.join(' ') };
  }
}
