/** A field for a formula: what is wrong is underlined at its place, and what may come next is offered while typing. */
import { callAround, completionsAt } from '@penstock/domain/formula/complete';
import type { Completion, CompletionScope } from '@penstock/domain/formula/complete';
import type { FunctionEntry } from '@penstock/domain/formula/function-entry';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import styles from './formula.module.css';

export interface FormulaFault {
  readonly message: string;
  readonly at: { readonly from: number; readonly to: number } | null;
  readonly suggestions: readonly string[];
}

interface FormulaInputProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly scope: CompletionScope;
  readonly fault: FormulaFault | null;
  readonly disabled?: boolean;
  readonly autoFocus?: boolean;
  readonly onCommit: () => void;
  readonly onCancel: () => void;
}

const mostShown = 8;
const kindMarks: Readonly<Record<Completion['kind'], string>> = { function: 'ƒ', column: '▯', control: '◉', word: 'a' };

export function FormulaInput({
  label,
  value,
  onChange,
  scope,
  fault,
  disabled = false,
  autoFocus = false,
  onCommit,
  onCancel,
}: FormulaInputProps) {
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const [offset, setOffset] = useState(value.length);
  const [focused, setFocused] = useState(false);
  const [closed, setClosed] = useState(true);
  const [active, setActive] = useState(0);
  /** Where the caret goes once the new text is in the field. */
  const caret = useRef<number | null>(null);
  const open = focused && !closed && !disabled;
  const completions = useMemo(() => (open ? completionsAt(value, offset, scope) : null), [open, value, offset, scope]);
  const items = completions?.items.slice(0, mostShown) ?? [];
  const call = useMemo(() => (focused && !disabled ? callAround(value, offset) : null), [focused, disabled, value, offset]);
  const chosen = items[Math.min(active, items.length - 1)];

  useEffect(() => {
    if (caret.current === null || area.current === null) return;
    area.current.setSelectionRange(caret.current, caret.current);
    setOffset(caret.current);
    caret.current = null;
  }, [value]);
  useEffect(() => {
    if (autoFocus) area.current?.focus();
  }, [autoFocus]);

  const take = (item: Completion): void => {
    if (completions === null) return;
    const closing = item.kind === 'function' && value[completions.to] !== '(' ? ')' : '';
    caret.current = completions.from + item.insert.length;
    onChange(value.slice(0, completions.from) + item.insert + closing + value.slice(completions.to));
    setActive(0);
    setClosed(item.kind !== 'function');
  };

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    event.stopPropagation();
    if (event.key === ')' && value[offset] === ')' && event.currentTarget.selectionEnd === offset) {
      // The parenthesis that came with the opening one is written over.
      event.preventDefault();
      event.currentTarget.setSelectionRange(offset + 1, offset + 1);
      setOffset(offset + 1);
    } else if (event.key === 'Backspace' && value.slice(offset - 1, offset + 1) === '()' && event.currentTarget.selectionEnd === offset) {
      event.preventDefault();
      caret.current = offset - 1;
      onChange(value.slice(0, offset - 1) + value.slice(offset + 1));
    } else if (items.length > 0 && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      setActive((active + (event.key === 'ArrowDown' ? 1 : items.length - 1)) % items.length);
    } else if (
      chosen !== undefined &&
      (event.key === 'Tab' || event.key === 'Enter') &&
      !event.shiftKey &&
      begun(value, completions?.from, offset)
    ) {
      event.preventDefault();
      take(chosen);
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      setClosed(true);
      onCommit();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      if (items.length > 0) setClosed(true);
      else onCancel();
    }
  };

  return (
    <div className={styles['field']}>
      <div className={styles['mirror']} aria-hidden="true">
        <Underlined text={value} at={fault?.at ?? null} />
      </div>
      <textarea
        ref={area}
        className={styles['text']}
        rows={1}
        aria-label={label}
        role="combobox"
        aria-expanded={items.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-invalid={fault !== null}
        {...(chosen === undefined ? {} : { 'aria-activedescendant': `${id}-${items.indexOf(chosen)}` })}
        {...(fault === null ? {} : { 'aria-describedby': `${id}-fault` })}
        spellCheck={false}
        autoCapitalize="off"
        disabled={disabled}
        value={value}
        onChange={(event) => {
          const { value: written, selectionStart: at } = event.currentTarget;
          const opens = written.length === value.length + 1 && written[at - 1] === '(' && /^(?:$|[\s),])/.test(written.slice(at));
          if (opens) caret.current = at;
          onChange(opens ? `${written.slice(0, at)})${written.slice(at)}` : written);
          setOffset(at);
          setActive(0);
          setClosed(false);
        }}
        onSelect={(event) => setOffset(event.currentTarget.selectionStart)}
        onFocus={() => setFocused(true)}
        onBlur={() => {
          setFocused(false);
          setClosed(true);
        }}
        onKeyDown={onKeyDown}
      />
      {fault !== null && (
        <span id={`${id}-fault`} className="ps-visually-hidden">
          {fault.message}
        </span>
      )}
      {focused && (items.length > 0 || call !== null || (fault !== null && value.trim() !== '')) && (
        <div className={styles['popup']}>
          <ul id={`${id}-list`} role="listbox" aria-label="What may be written here" hidden={items.length === 0}>
            {items.map((item, index) => (
              <li
                key={`${item.kind} ${item.label}`}
                id={`${id}-${index}`}
                role="option"
                aria-selected={item === chosen}
                onPointerDown={(event) => {
                  event.preventDefault();
                  take(item);
                }}
              >
                <span className={styles['mark']} aria-hidden="true">
                  {kindMarks[item.kind]}
                </span>
                <span>{item.label}</span>
                <span className={styles['detail']}>{item.detail}</span>
              </li>
            ))}
          </ul>
          {fault !== null && value.trim() !== '' && items.length === 0 && <p className={styles['fault']}>{fault.message}</p>}
          {call !== null && (
            <div className={styles['help']}>
              <code>{usage(call.entry)}</code>
              <p>{call.entry.summary.replaceAll('`', '')}</p>
              {call.entry.examples[0] !== undefined && (
                <p className={styles['example']}>
                  <code>{call.entry.examples[0].formula}</code>
                  {!Array.isArray(call.entry.examples[0].result) && <> gives {String(call.entry.examples[0].result)}</>}
                </p>
              )}
            </div>
          )}
        </div>
      )}
    </div>
  );
}

/** `Sum(number: number)`: how it is called. */
const usage = ({ name, signatures }: FunctionEntry): string => `${name}(${(signatures[0]?.text ?? '').replace(/ ?-> .*$/, '')})`;

/** Enter takes an offer only where somebody has begun to write it. */
const begun = (value: string, from: number | undefined, offset: number): boolean =>
  from !== undefined && from < offset && value.slice(from, offset).trim() !== '';

function Underlined({ text, at }: { text: string; at: FormulaFault['at'] }) {
  if (at === null || text.trim() === '') return <>{`${text}\n`}</>;
  const to = Math.max(at.to, at.from + 1);
  return (
    <>
      {text.slice(0, at.from)}
      <mark>{text.slice(at.from, to) === '' ? ' ' : text.slice(at.from, to)}</mark>
      {`${text.slice(to)}\n`}
    </>
  );
}
