/** Select cells: chips on the canvas, and an editor that filters, chooses and makes options by keyboard. */
import { getMiddleCenterBias } from '@glideapps/glide-data-grid';
import type { CustomRenderer, ProvideEditorComponent } from '@glideapps/glide-data-grid';
import { IconCheck, IconPlus } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import type { SelectOption } from '@penstock/domain/input-tables/column';
import { optionHueNames, optionHues } from '../theme/theme.ts';
import { isChoiceCell } from './cell-content.ts';
import type { ChoiceCell } from './cell-content.ts';
import styles from './editors.module.css';

export type Scheme = 'light' | 'dark';

const hueOf = (option: SelectOption, scheme: Scheme): readonly [string, string] =>
  (optionHues[option.color ?? 'grey'] ?? optionHues['grey'])?.[scheme] ?? ['', ''];

export function choiceRenderer(
  scheme: Scheme,
  onNewOption: ((columnId: string, label: string) => SelectOption | null) | null,
): CustomRenderer<ChoiceCell> {
  return {
    kind: 'custom' as ChoiceCell['kind'],
    isMatch: isChoiceCell,
    draw: ({ ctx, rect, theme }, cell) => {
      ctx.save();
      let x = rect.x + theme.cellHorizontalPadding;
      const end = rect.x + rect.width - theme.cellHorizontalPadding;
      const y = rect.y + (rect.height - theme.bubbleHeight) / 2;
      for (const id of cell.data.chosen) {
        const option = cell.data.options.find((candidate) => candidate.id === id);
        if (option === undefined || x > end) continue;
        const [wash, ink] = hueOf(option, scheme);
        const width = ctx.measureText(option.label).width + theme.bubblePadding * 2;
        ctx.beginPath();
        ctx.roundRect(x, y, width, theme.bubbleHeight, theme.roundingRadius ?? 0);
        ctx.fillStyle = wash;
        ctx.fill();
        ctx.fillStyle = ink;
        ctx.fillText(option.label, x + theme.bubblePadding, y + theme.bubbleHeight / 2 + getMiddleCenterBias(ctx, theme));
        x += width + theme.bubbleMargin;
      }
      ctx.restore();
      return true;
    },
    provideEditor: () => ({
      editor: choiceEditor(scheme, onNewOption),
      disablePadding: true,
      deletedValue: (cell) => ({ ...cell, copyData: '', data: { ...cell.data, chosen: [] } }),
    }),
    onDelete: (cell) => ({ ...cell, copyData: '', data: { ...cell.data, chosen: [] } }),
  };
}

const editors = new Map<string, ProvideEditorComponent<ChoiceCell>>();

function choiceEditor(
  scheme: Scheme,
  onNewOption: ((columnId: string, label: string) => SelectOption | null) | null,
): ProvideEditorComponent<ChoiceCell> {
  const key = `${scheme} ${onNewOption === null}`;
  let editor = editors.get(key);
  if (editor === undefined) {
    editor = (props) => <ChoiceEditor {...props} scheme={scheme} onNewOption={onNewOption} />;
    editors.set(key, editor);
  }
  return editor;
}

type EditorProps = Parameters<ProvideEditorComponent<ChoiceCell>>[0];

function ChoiceEditor({
  value,
  initialValue,
  onChange,
  onFinishedEditing,
  scheme,
  onNewOption,
}: EditorProps & { scheme: Scheme; onNewOption: ((columnId: string, label: string) => SelectOption | null) | null }) {
  const { data } = value;
  const [filter, setFilter] = useState(initialValue ?? '');
  const [made, setMade] = useState<readonly SelectOption[]>([]);
  const [active, setActive] = useState(() =>
    initialValue === undefined
      ? Math.max(
          0,
          data.options.findIndex((option) => data.chosen.includes(option.id)),
        )
      : 0,
  );
  const list = useRef<HTMLUListElement>(null);
  const all = [...data.options, ...made.filter((option) => !data.options.some((known) => known.id === option.id))];
  const wanted = filter.trim().toLowerCase();
  const shown = all.filter((option) => option.label.toLowerCase().includes(wanted));
  const mayMake = onNewOption !== null && wanted !== '' && !value.readonly && !all.some((option) => option.label.toLowerCase() === wanted);
  const count = shown.length + (mayMake ? 1 : 0);

  const withChosen = (chosen: readonly string[], options: readonly SelectOption[]): ChoiceCell => {
    const ordered = options.filter((option) => chosen.includes(option.id));
    return {
      ...value,
      copyData: ordered.map((option) => option.label).join(', '),
      data: { ...data, options, chosen: ordered.map((option) => option.id) },
    };
  };
  const choose = (index: number, movement: readonly [0, 0 | 1]): void => {
    if (value.readonly) return;
    let options = all;
    let option = shown[index];
    if (option === undefined && mayMake) {
      const created = onNewOption?.(data.columnId, filter.trim());
      if (!created) return;
      option = created;
      options = [...all, created];
      setMade((before) => [...before, created]);
    }
    if (option === undefined) return;
    const { id } = option;
    if (!data.many) {
      onFinishedEditing(withChosen([id], options), movement);
      return;
    }
    onChange(withChosen(data.chosen.includes(id) ? data.chosen.filter((other) => other !== id) : [...data.chosen, id], options));
    setFilter('');
  };
  const onKeyDown = (event: React.KeyboardEvent): void => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      event.stopPropagation();
      const next = (active + (event.key === 'ArrowDown' ? 1 : -1) + count) % Math.max(1, count);
      setActive(next);
      list.current?.children[next]?.scrollIntoView({ block: 'nearest' });
      return;
    }
    if (event.key === 'Enter' && !event.shiftKey) {
      if (data.many && (wanted === '' || count === 0)) return;
      event.preventDefault();
      event.stopPropagation();
      choose(active, [0, 1]);
      return;
    }
    if (event.key === 'Backspace' && filter === '' && !value.readonly) onChange(withChosen(data.chosen.slice(0, -1), all));
  };
  return (
    <div className={styles['choice']}>
      <input
        className={styles['filter']}
        aria-label="Choose an option"
        role="combobox"
        aria-expanded="true"
        aria-controls="choice-options"
        aria-activedescendant={`choice-${active}`}
        // The editor takes the place of the cell that had the keyboard.
        autoFocus
        value={filter}
        placeholder={data.many ? 'Choose any, Enter when done' : 'Choose one'}
        onChange={(event) => {
          setFilter(event.currentTarget.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      <ul id="choice-options" ref={list} role="listbox" aria-multiselectable={data.many} className={styles['options']}>
        {shown.map((option, index) => {
          const [wash, ink] = hueOf(option, scheme);
          const chosen = data.chosen.includes(option.id);
          return (
            <li
              key={option.id}
              id={`choice-${index}`}
              role="option"
              aria-selected={chosen}
              data-active={index === active || undefined}
              onMouseEnter={() => setActive(index)}
              onClick={() => choose(index, [0, 0])}
            >
              <span className={styles['chip']} style={{ background: wash, color: ink }}>
                {option.label}
              </span>
              {chosen && <IconCheck size={14} />}
            </li>
          );
        })}
        {mayMake && (
          <li
            id={`choice-${shown.length}`}
            role="option"
            aria-selected="false"
            data-active={active === shown.length || undefined}
            onMouseEnter={() => setActive(shown.length)}
            onClick={() => choose(shown.length, [0, 0])}
          >
            <IconPlus size={14} /> New option “{filter.trim()}”
          </li>
        )}
        {count === 0 && <li className={styles['none']}>No options yet. {onNewOption === null ? '' : 'Type to make one.'}</li>}
      </ul>
    </div>
  );
}

/** A hue for the next option, so that neighbours differ. */
export const nextHue = (options: readonly SelectOption[]): string => optionHueNames[(options.length + 1) % optionHueNames.length] ?? 'grey';
