/** A cell whose column has a list of values: typed or chosen, by keyboard. */
import type { ProvideEditorComponent, TextCell } from '@glideapps/glide-data-grid';
import { useQuery } from '@tanstack/react-query';
import type { Column } from '@penstock/domain/input-tables/column';
import { formatCell } from '@penstock/domain/values/format';
import type { Reading } from '@penstock/domain/values/format';
import { useLayoutEffect, useRef, useState } from 'react';
import { api } from '../api/client.ts';
import { commitOnKeys, withText } from './commit-keys.ts';
import styles from './editors.module.css';

const editors = new Map<string, ProvideEditorComponent<TextCell>>();
/** So many are shown; more are found by typing. */
const mostShown = 100;

export function listEditor(tableId: string, column: Column, reading: Reading): ProvideEditorComponent<TextCell> {
  const key = JSON.stringify([tableId, column, reading]);
  let editor = editors.get(key);
  if (editor === undefined) {
    editor = (props) => <ListEditor {...props} tableId={tableId} column={column} reading={reading} />;
    editors.set(key, editor);
  }
  return editor;
}

type EditorProps = Parameters<ProvideEditorComponent<TextCell>>[0];

function ListEditor({
  value,
  initialValue,
  onChange,
  onFinishedEditing,
  tableId,
  column,
  reading,
}: EditorProps & { tableId: string; column: Column; reading: Reading }) {
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const [text, setText] = useState(initialValue ?? value.data);
  /** Before anything is typed, the whole list is offered. */
  const [typed, setTyped] = useState(initialValue !== undefined);
  const [active, setActive] = useState(-1);
  const choices = useQuery({
    queryKey: ['choices', tableId, column.id],
    queryFn: ({ signal }) =>
      api.get<{ readonly values: readonly string[] }>(`/input-tables/${tableId}/columns/${column.id}/choices`, {}, signal),
  });
  const all = (choices.data?.values ?? []).map((choice) => formatCell(choice, column, reading));
  const wanted = typed ? text.trim().toLowerCase() : '';
  const shown = all.filter((choice) => choice.toLowerCase().includes(wanted)).slice(0, mostShown);
  const write = (next: string): void => {
    setText(next);
    setTyped(true);
    setActive(-1);
    onChange(withText(value, next));
  };
  useLayoutEffect(() => {
    if (initialValue !== undefined) write(initialValue);
    field.current?.focus();
    if (initialValue === undefined) field.current?.select();
    // Only once: afterwards the text belongs to the person.
  }, []);
  const onKeyDown = (event: React.KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      event.stopPropagation();
      const next = (active + (event.key === 'ArrowDown' ? 1 : -1) + shown.length) % Math.max(1, shown.length);
      setActive(next);
      list.current?.children[next]?.scrollIntoView({ block: 'nearest' });
      return;
    }
    const chosen = shown[active];
    if (event.key === 'Enter' && chosen !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      onFinishedEditing(withText(value, chosen), [0, 1]);
      return;
    }
    commitOnKeys(event, value, onFinishedEditing);
  };
  return (
    <div className={styles['choice']}>
      <input
        ref={field}
        className={styles['filter']}
        aria-label="Choose or type a value"
        role="combobox"
        aria-expanded="true"
        aria-controls="list-values"
        {...(active < 0 ? {} : { 'aria-activedescendant': `list-value-${active}` })}
        value={text}
        readOnly={value.readonly ?? false}
        onChange={(event) => write(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <ul id="list-values" ref={list} role="listbox" className={styles['options']}>
        {shown.map((choice, index) => (
          <li
            key={choice}
            id={`list-value-${index}`}
            role="option"
            aria-selected={choice === value.data}
            data-active={index === active || undefined}
            onMouseEnter={() => setActive(index)}
            onClick={() => value.readonly !== true && onFinishedEditing(withText(value, choice), [0, 0])}
          >
            {choice}
          </li>
        ))}
        {shown.length === 0 && <li className={styles['none']}>{noChoices(choices.isPending, choices.isError)}</li>}
      </ul>
    </div>
  );
}

function noChoices(pending: boolean, failed: boolean): string {
  if (pending) return 'Looking up the list…';
  return failed ? 'The list cannot be read just now.' : 'The list has no such value.';
}
