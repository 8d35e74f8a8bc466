/**
 * Enter and Tab finish an edit with what stands in the field at that moment. Left to itself, the grid passes on the value that its
 * editor held when it last rendered. Whether the two can differ for a fast typist was not measured; read from the field, they cannot.
 */
import type { ProvideEditorComponent, TextCell } from '@glideapps/glide-data-grid';

type Finish = Parameters<ProvideEditorComponent<TextCell>>[0]['onFinishedEditing'];

export const withText = (cell: TextCell, text: string): TextCell => ({ ...cell, data: text, displayData: text, copyData: text });

export function commitOnKeys(event: React.KeyboardEvent<HTMLInputElement | HTMLTextAreaElement>, cell: TextCell, finish: Finish): void {
  const enters = event.key === 'Enter' && !event.shiftKey && !event.altKey;
  if (event.nativeEvent.isComposing || (!enters && event.key !== 'Tab')) return;
  event.preventDefault();
  event.stopPropagation();
  finish(cell.readonly === true ? undefined : withText(cell, event.currentTarget.value), enters ? [0, 1] : [event.shiftKey ? -1 : 1, 0]);
}
