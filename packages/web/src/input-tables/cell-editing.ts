/** Which editor a cell opens with, and how a cell of a select is drawn and gets new options. */
import type { CustomRenderer, ProvideEditorCallbackResult, TextCell } from '@glideapps/glide-data-grid';
import { newColumnId } from '@penstock/domain/input-tables/ids';
import type { Column, SelectOption } from '@penstock/domain/input-tables/column';
import type { Reading } from '@penstock/domain/values/format';
import { useMemo } from 'react';
import type { InputTable } from '../api/contract.ts';
import { browserRandom } from './browser-ports.ts';
import type { ChoiceCell } from './cell-content.ts';
import { choiceRenderer, nextHue } from './choice-cell.tsx';
import type { Scheme } from './choice-cell.tsx';
import { dateEditor } from './date-editor.tsx';
import { listEditor } from './list-editor.tsx';
import { rulesOf } from './rules.ts';
import type { TableStore } from './table-store.ts';
import { TextEditor } from './text-editor.tsx';

/** Of a cell that holds text, by its column. */
export function editorOf(table: InputTable, column: Column, reading: Reading): ProvideEditorCallbackResult<TextCell> {
  if ((rulesOf(table, column.id)?.allowed ?? null) !== null) return { editor: listEditor(table.id, column, reading) };
  return { editor: column.type === 'date' || column.type === 'datetime' ? dateEditor(column.type, reading) : TextEditor };
}

/** `columnsEditable`: what is typed and no option yet can become one. */
export function useChoiceRenderers(store: TableStore, scheme: Scheme, columnsEditable: boolean): readonly CustomRenderer<ChoiceCell>[] {
  return useMemo(() => {
    const makeOption = (columnId: string, label: string): SelectOption | null => {
      const column = store.columns.find((candidate) => candidate.id === columnId);
      if (column === undefined) return null;
      const option = { id: newColumnId(browserRandom), label, color: nextHue(column.options) };
      store.edit({ op: 'changeColumn', columnId, options: [...column.options, option] }, 'Add option');
      return option;
    };
    return [choiceRenderer(scheme, columnsEditable ? makeOption : null)];
  }, [scheme, store, columnsEditable]);
}
