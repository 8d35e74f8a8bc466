/** The formula of the column that is selected, or of a new one; what is written counts once it is right and Enter is pressed. */
import { ActionIcon, NativeSelect, Tooltip } from '@mantine/core';
import { IconCheck, IconMathFunction, IconX } from '@tabler/icons-react';
import type { CompletionScope } from '@penstock/domain/formula/complete';
import type { DataElement, Definition } from '@penstock/domain/workbooks/definition';
import { elementsOf, isDataElement } from '@penstock/domain/workbooks/references';
import { useMemo, useState } from 'react';
import type { Described } from '../queries/use-described.ts';
import { addColumn, columnOf, freeColumnName, nameOfSummary, newColumn, renameColumn, writeFormula } from '../tables/element-edits.ts';
import styles from './formula.module.css';
import { FormulaInput } from './formula-input.tsx';
import type { FormulaFault } from './formula-input.tsx';

/** A column that is still to be written, with where it goes. */
export interface ColumnToAdd {
  readonly behind: string | null;
  /** Where its values are calculated, unless the person chooses otherwise. */
  readonly level: string | null;
}

interface FormulaBarProps {
  readonly element: DataElement;
  readonly definition: Definition;
  readonly described: Described;
  readonly columnId: string | null;
  readonly adding: ColumnToAdd | null;
  /** Such a column holds what people type, and nothing is calculated. */
  readonly isTyped?: (columnId: string) => boolean;
  /** What the levels are called; empty where everything is of each row. */
  readonly levels: readonly { readonly value: string; readonly label: string }[];
  /** Grows whenever the field shall take the keyboard. */
  readonly focus: number;
  readonly onChange: (element: DataElement) => void;
  readonly onAdded: (columnId: string | null) => void;
}

export function FormulaBar(props: FormulaBarProps) {
  const { element, columnId, adding, isTyped, focus } = props;
  const column = columnId === null ? undefined : columnOf(element, columnId);
  if (adding === null && (column === undefined || isTyped?.(column.id) === true))
    return (
      <div className={styles['bar']}>
        <IconMathFunction size={16} stroke={1.6} />
        <span className={styles['hint']}>
          {column === undefined ? 'Click a column to see its formula' : `${column.name} has no formula: people type its values`}
        </span>
      </div>
    );
  return <OpenFormulaBar key={`${column?.id ?? 'new'} ${column?.formula ?? ''} ${column?.name ?? ''} ${focus}`} {...props} />;
}

function OpenFormulaBar({ element, definition, described, columnId, adding, levels, focus, onChange, onAdded }: FormulaBarProps) {
  const column = adding !== null || columnId === null ? undefined : columnOf(element, columnId);
  const [fresh] = useState(() => newColumn(freeColumnName(element, 'Calculation'), '', adding?.level ?? null));
  const [name, setName] = useState(column?.name ?? fresh.name);
  const [formula, setFormula] = useState(column?.formula ?? '');
  const [level, setLevel] = useState(adding?.level ?? null);
  const scope = useScope(element, definition, described);
  const wanted = useMemo(
    () =>
      column === undefined
        ? addColumn(element, { ...fresh, formula, level }, adding?.behind ?? null)
        : writeFormula(element, column.id, formula),
    [column, element, fresh, formula, level, adding],
  );
  const fault = useFault(described, wanted, column?.id ?? fresh.id);
  const taken = element.columns.some((other) => other.id !== column?.id && other.name.trim().toLowerCase() === name.trim().toLowerCase());
  const wrongName = name.trim() === '' || taken;
  const changed = column === undefined ? formula.trim() !== '' : formula !== column.formula;

  const commit = (): void => {
    if (fault !== null || wrongName || formula.trim() === '') return;
    if (column !== undefined) {
      if (changed) onChange(wanted);
      return;
    }
    const readable = name === fresh.name ? nameOfSummary(formula) : null;
    const given = readable === null ? name.trim() : freeColumnName(element, readable);
    const whole = { ...wanted, columns: wanted.columns.map((each) => (each.id === fresh.id ? { ...each, name: given } : each)) };
    onChange(level === 'total' && whole.kind === 'table' ? { ...whole, totals: [...whole.totals, fresh.id] } : whole);
    onAdded(fresh.id);
  };
  const cancel = (): void => {
    setFormula(column?.formula ?? '');
    if (column === undefined) onAdded(null);
  };
  const rename = (): void => {
    if (column === undefined || name.trim() === column.name) return;
    if (wrongName) setName(column.name);
    else onChange(renameColumn(element, column.id, name.trim()));
  };

  return (
    <>
      <div className={styles['bar']}>
        <IconMathFunction size={16} stroke={1.6} />
        <input
          className={styles['name']}
          aria-label="Name of the column"
          aria-invalid={wrongName}
          value={name}
          maxLength={200}
          onChange={(event) => setName(event.currentTarget.value)}
          onBlur={rename}
          onKeyDown={(event) => {
            event.stopPropagation();
            if (event.key === 'Enter') {
              if (column === undefined) commit();
              else event.currentTarget.blur();
            }
          }}
        />
        <FormulaInput
          label={`Formula of ${name}`}
          value={formula}
          onChange={setFormula}
          scope={scope}
          fault={formula.trim() === '' && column === undefined ? null : fault}
          autoFocus={adding !== null || focus > 0}
          onCommit={commit}
          onCancel={cancel}
        />
        {column === undefined && levels.length > 0 && (
          <NativeSelect
            size="xs"
            aria-label="Calculated for"
            data={[...levels]}
            value={level ?? ''}
            onChange={(event) => setLevel(event.currentTarget.value === '' ? null : event.currentTarget.value)}
          />
        )}
        {(changed || column === undefined) && (
          <>
            <Tooltip label="Accept (Enter)">
              <ActionIcon aria-label="Accept the formula" disabled={fault !== null || wrongName || formula.trim() === ''} onClick={commit}>
                <IconCheck size={16} stroke={1.8} />
              </ActionIcon>
            </Tooltip>
            <Tooltip label="Cancel (Escape)">
              <ActionIcon aria-label="Cancel the formula" onClick={cancel}>
                <IconX size={16} stroke={1.8} />
              </ActionIcon>
            </Tooltip>
          </>
        )}
      </div>
      {taken && <p className={styles['message']}>Another column is called “{name.trim()}”.</p>}
      {fault !== null && formula.trim() !== '' && (
        <p className={styles['message']} data-fault role="status">
          {fault.message}
        </p>
      )}
    </>
  );
}

/** What is wrong with a column as the element would be, its level and its neighbours included. */
function useFault(described: Described, wanted: DataElement, columnId: string): FormulaFault | null {
  return useMemo(() => {
    const outcome = described.as(wanted);
    if (outcome === null) return null;
    if (outcome.kind === 'wrong') return outcome.problem;
    return outcome.columns.find(({ id }) => id === columnId)?.problem ?? null;
  }, [described, wanted, columnId]);
}

/** Names to be offered: own columns, those of the source, controls, then columns of other elements. */
function useScope(element: DataElement, definition: Definition, described: Described): CompletionScope {
  return useMemo(() => {
    const parts = described.element?.kind === 'described' ? described.element : null;
    const own = element.columns.map(({ id, name }) => ({
      path: [name],
      kind: 'column' as const,
      type: parts?.columns.find((column) => column.id === id)?.type ?? null,
    }));
    const known = new Set(own.map(({ path }) => path[0]?.toLowerCase()));
    const passed = new Set(element.columns.map(({ formula }) => formula.trim().toLowerCase()));
    // What a column passes on as it is need not be offered twice.
    const source = (parts?.source ?? [])
      .filter(({ name }) => !known.has(name.toLowerCase()) && !passed.has(`[${name.toLowerCase()}]`))
      .map(({ name, type }) => ({ path: [name], kind: 'column' as const, type }));
    const others = elementsOf(definition).flatMap((other): CompletionScope['names'] => {
      if (other.kind === 'control') return [{ path: [other.label], kind: 'control', type: null }];
      if (!isDataElement(other) || other.id === element.id) return [];
      return other.columns.filter(({ hidden }) => !hidden).map(({ name }) => ({ path: [other.name, name], kind: 'column', type: null }));
    });
    return { names: [...own, ...source, ...others] };
  }, [element, definition, described]);
}
