/** Dates and moments: typed as text in any spelling of the locale, or picked from the browser's calendar. */
import type { ProvideEditorComponent, TextCell } from '@glideapps/glide-data-grid';
import { readTyped } from '@penstock/domain/values/typed';
import { formatCell, localMoment } from '@penstock/domain/values/format';
import type { Reading } from '@penstock/domain/values/format';
import { IconCalendar } from '@tabler/icons-react';
import { useLayoutEffect, useRef } from 'react';
import { commitOnKeys, withText } from './commit-keys.ts';
import styles from './editors.module.css';

const editors = new Map<string, ProvideEditorComponent<TextCell>>();

export function dateEditor(type: 'date' | 'datetime', reading: Reading): ProvideEditorComponent<TextCell> {
  const key = `${type} ${reading.locale} ${reading.timeZone}`;
  let editor = editors.get(key);
  if (editor === undefined) {
    editor = (props) => <DateEditor {...props} type={type} reading={reading} />;
    editors.set(key, editor);
  }
  return editor;
}

type EditorProps = Parameters<ProvideEditorComponent<TextCell>>[0];

function DateEditor({
  value,
  initialValue,
  onChange,
  onFinishedEditing,
  type,
  reading,
}: EditorProps & { type: 'date' | 'datetime'; reading: Reading }) {
  const input = useRef<HTMLInputElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const column = { type, options: [] } as const;
  const write = (text: string): void => onChange(withText(value, text));
  useLayoutEffect(() => {
    if (initialValue !== undefined) write(initialValue);
    const element = input.current;
    element?.focus();
    if (initialValue === undefined) element?.select();
    else element?.setSelectionRange(initialValue.length, initialValue.length);
    // Only once: afterwards the text belongs to the person.
  }, []);
  const read = readTyped(value.data, column, reading);
  const canonical = read.kind === 'value' && typeof read.value === 'string' ? read.value : null;
  const local = canonical !== null && type === 'datetime' ? localMoment(canonical, reading.timeZone) : null;
  const picked = canonical === null ? '' : local === null ? canonical : `${local.date}T${local.hour}:${local.minute}`;
  return (
    <span className={styles['date']}>
      <input
        ref={input}
        className={styles['text']}
        aria-label={type === 'date' ? 'Date' : 'Date and time'}
        aria-invalid={read.kind === 'misfit'}
        value={value.data}
        readOnly={value.readonly ?? false}
        onChange={(event) => write(event.currentTarget.value)}
        onKeyDown={(event) => commitOnKeys(event, value, onFinishedEditing)}
      />
      <button
        type="button"
        className={styles['pick']}
        tabIndex={-1}
        aria-label="Open the calendar"
        disabled={value.readonly}
        onClick={() => picker.current?.showPicker()}
      >
        <IconCalendar size={15} stroke={1.6} />
      </button>
      <input
        ref={picker}
        className={styles['picker']}
        type={type === 'date' ? 'date' : 'datetime-local'}
        tabIndex={-1}
        aria-hidden="true"
        value={picked}
        onChange={(event) => {
          const chosen = readTyped(event.currentTarget.value, column, reading);
          if (chosen.kind === 'value') write(formatCell(chosen.value, column, reading));
          input.current?.focus();
        }}
      />
    </span>
  );
}
