/** Everything that an element says of its data, part by part; the shape first, the source last. */
import { Menu } from '@mantine/core';
import { IconFilter, IconSortAscending, IconSortDescending } from '@tabler/icons-react';
import type { DataType } from '@penstock/domain/formula/expression';
import { printName } from '@penstock/domain/formula/print';
import type { Reading } from '@penstock/domain/values/format';
import type { DataElement } from '@penstock/domain/workbooks/definition';
import { elementsOf } from '@penstock/domain/workbooks/references';
import { useMemo, useState } from 'react';
import { ChartParts } from '../charts/chart-parts.tsx';
import { PivotParts } from '../pivots/pivot-parts.tsx';
import { inputColumnIdOf, isLinked } from '../linked-tables/linked-source.ts';
import { ColumnItems } from '../tables/column-menu.tsx';
import type { ColumnTask } from '../tables/column-menu.tsx';
import { ColumnTaskDialog } from '../tables/column-task-dialog.tsx';
import { describeFilter } from '../tables/describe-filter.ts';
import { addColumn, columnOf, freeColumnName, newColumn, readableName, removeFilter, sortBy } from '../tables/element-edits.ts';
import { GroupingPart } from '../tables/grouping-part.tsx';
import { MoreMenu } from '../ui/menus.tsx';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import type { ElementInspectorProps } from './element-inspector.tsx';
import { FormulaDialog } from './formula-dialog.tsx';
import { AddMenu, Line, Part, TypeIcon } from './inspector-parts.tsx';
import styles from './queries.module.css';
import { LinkedPart } from '../linked-tables/linked-part.tsx';
import { SourcePart } from './source-part.tsx';
import { useDescribed } from './use-described.ts';
import type { Described } from './use-described.ts';

/** What every part is given. */
export interface PartProps<Kind extends DataElement = DataElement> extends Omit<ElementInspectorProps, 'element'> {
  readonly element: Kind;
  readonly described: Described;
  readonly typeOf: (columnId: string) => DataType | null;
  readonly onTask: (task: ColumnTask) => void;
}

export function Inspector({ element, documentId, definition, onChange }: ElementInspectorProps) {
  const described = useDescribed(documentId, definition, element);
  const [task, setTask] = useState<ColumnTask | null>(null);
  const known = described.element?.kind === 'described' ? described.element : null;
  const typeOf = (columnId: string): DataType | null => known?.columns.find(({ id }) => id === columnId)?.type ?? null;
  const parts = { documentId, definition, described, typeOf, onChange, onTask: setTask };
  return (
    <div className={styles['inspector']}>
      {described.error !== null && <ProblemNotice error={described.error} />}
      {described.element?.kind === 'wrong' && <Notice tone="warning">{described.element.problem.message}</Notice>}
      {element.kind === 'chart' && <ChartParts {...parts} element={element} />}
      {element.kind === 'pivot' && <PivotParts {...parts} element={element} />}
      {element.kind === 'table' && <GroupingPart {...parts} element={element} />}
      <ColumnsPart {...parts} element={element} />
      <FiltersPart {...parts} element={element} />
      <SortsPart {...parts} element={element} />
      {isLinked(element) ? <LinkedPart {...parts} element={element} /> : <SourcePart {...parts} element={element} />}
      {task !== null && (task.kind === 'filter' || task.kind === 'rename') && (
        <ColumnTaskDialog
          {...{ documentId, definition, element, task, typeOf, onChange }}
          version="draft"
          stored={element}
          canShape
          onClose={() => setTask(null)}
        />
      )}
      {task !== null && (task.kind === 'formula' || task.kind === 'add') && (
        <FormulaDialog {...{ element, definition, described, task, onChange }} onClose={() => setTask(null)} />
      )}
    </div>
  );
}

function ColumnsPart({ element, described, typeOf, onChange, onTask }: PartProps) {
  const known = described.element?.kind === 'described' ? described.element : null;
  const passed = new Set(element.columns.map(({ formula }) => formula.trim().toLowerCase()));
  const missing = (known?.source ?? []).filter(
    ({ name, id }) => !passed.has(printName([name]).toLowerCase()) && (id === undefined || !passed.has(printName([id]).toLowerCase())),
  );
  return (
    <Part
      title="Columns"
      action={
        <AddMenu label="Add a column">
          <Menu.Item onClick={() => onTask({ kind: 'add', behind: null })}>With a formula…</Menu.Item>
          {missing.length > 0 && <Menu.Label>From the source</Menu.Label>}
          {missing.map(({ name, id = name }) => (
            <Menu.Item
              key={name}
              onClick={() => onChange(addColumn(element, newColumn(freeColumnName(element, readableName(name)), printName([id]))))}
            >
              {readableName(name)}
            </Menu.Item>
          ))}
        </AddMenu>
      }
    >
      {element.columns.map((column) => {
        const problem = known?.columns.find(({ id }) => id === column.id)?.problem ?? null;
        return (
          <div
            key={column.id}
            className={styles['line']}
            {...(column.hidden ? { 'data-hidden': true } : {})}
            {...(problem === null ? {} : { 'data-wrong': true })}
            title={problem?.message ?? column.formula}
          >
            <TypeIcon type={typeOf(column.id)} />
            <span>{column.name}</span>
            <MoreMenu label={`Menu of the column ${column.name}`} width={220}>
              <ColumnItems
                {...{ element, column, onChange, onTask }}
                type={typeOf(column.id)}
                isTyped={isLinked(element) && inputColumnIdOf(column) !== null}
                canShape
              />
            </MoreMenu>
          </div>
        );
      })}
    </Part>
  );
}

function FiltersPart({ element, definition, typeOf, onChange, onTask }: PartProps) {
  const reading = useMemo<Reading>(() => ({ locale: navigator.language, timeZone: definition.timeZone }), [definition.timeZone]);
  return (
    <Part
      title="Filters"
      action={
        <AddMenu label="Filter by">
          {element.columns.map(({ id, name }) => (
            <Menu.Item key={id} onClick={() => onTask({ kind: 'filter', columnId: id, filterId: null })}>
              {name}
            </Menu.Item>
          ))}
        </AddMenu>
      }
    >
      {element.filters.map((filter) => {
        const control = filter.kind === 'control' ? elementsOf(definition).find(({ id }) => id === filter.controlId) : undefined;
        const label = control?.kind === 'control' ? control.label : 'a control';
        const words = describeFilter(filter, columnOf(element, filter.columnId)?.name ?? '', typeOf(filter.columnId), reading, label);
        return (
          <Line
            key={filter.id}
            icon={<IconFilter size={14} stroke={1.6} />}
            label={
              <button
                type="button"
                className={styles['plain']}
                onClick={() => onTask({ kind: 'filter', columnId: filter.columnId, filterId: filter.id })}
              >
                {words}
              </button>
            }
            remove={`Remove the filter ${words}`}
            onRemove={() => onChange(removeFilter(element, filter.id))}
          />
        );
      })}
    </Part>
  );
}

function SortsPart({ element, onChange }: PartProps) {
  return (
    <Part
      title="Sorts"
      action={
        <AddMenu label="Sort by">
          {element.columns.map(({ id, name }) => (
            <Menu.Item key={id} onClick={() => onChange(sortBy(element, id, 'ascending'))}>
              {name}
            </Menu.Item>
          ))}
        </AddMenu>
      }
    >
      {element.sorts.map(({ columnId, direction }) => {
        const name = columnOf(element, columnId)?.name ?? '';
        const Icon = direction === 'ascending' ? IconSortAscending : IconSortDescending;
        return (
          <Line
            key={columnId}
            icon={<Icon size={14} stroke={1.6} />}
            label={
              <button
                type="button"
                className={styles['plain']}
                aria-label={`${name}, ${direction}: turn the order around`}
                onClick={() => onChange(sortBy(element, columnId, direction === 'ascending' ? 'descending' : 'ascending'))}
              >
                {name}, {direction}
              </button>
            }
            remove={`Do not sort by ${name}`}
            onRemove={() => onChange(sortBy(element, columnId, null))}
          />
        );
      })}
    </Part>
  );
}
