/** Text and numbers: a field that grows with what is written; Shift Enter breaks the line. */
import type { ProvideEditorComponent, TextCell } from '@glideapps/glide-data-grid';
import { useLayoutEffect, useRef } from 'react';
import { commitOnKeys, withText } from './commit-keys.ts';
import styles from './editors.module.css';

export const TextEditor: ProvideEditorComponent<TextCell> = ({ value, initialValue, onChange, onFinishedEditing, isHighlighted }) => {
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const element = field.current;
    if (element === null) return;
    element.focus();
    element.setSelectionRange(isHighlighted ? 0 : element.value.length, element.value.length);
    // Only once: afterwards the field belongs to the person.
  }, []);
  return (
    <textarea
      ref={field}
      className={`${styles['text']} ${styles['growing']}`}
      aria-label="Cell"
      rows={1}
      dir="auto"
      readOnly={value.readonly ?? false}
      style={{ textAlign: value.contentAlign === 'right' ? 'right' : 'left' }}
      defaultValue={initialValue ?? value.data}
      onChange={(event) => onChange(withText(value, event.currentTarget.value))}
      onKeyDown={(event) => commitOnKeys(event, value, onFinishedEditing)}
    />
  );
};
