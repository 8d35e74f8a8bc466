/** Above the grid: by what a table is grouped and filtered, and the ways to more of it. */
import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconChevronRight, IconFilter, IconPlus, IconStack2, IconSum, IconX } from '@tabler/icons-react';
import type { DataType } from '@penstock/domain/formula/expression';
import type { Reading } from '@penstock/domain/values/format';
import type { DataElement, Definition, Filter, TableElement } from '@penstock/domain/workbooks/definition';
import { elementsOf } from '@penstock/domain/workbooks/references';
import type { ReactNode } from 'react';
import { HeadChoice } from '../charts/column-choice.tsx';
import { levelName } from './column-menu.tsx';
import { collapse, columnOf, groupBy, levelOf, removeFilter, summaries, summarise, summaryNames, ungroup } from './element-edits.ts';
import { describeFilter } from './describe-filter.ts';
import styles from './tables.module.css';

interface TableToolsProps {
  readonly element: TableElement;
  readonly definition: Definition;
  readonly typeOf: (columnId: string) => DataType | null;
  readonly reading: Reading;
  readonly canShape: boolean;
  /** Filters of the document, which a reader does not take away. */
  readonly lockedFilters: readonly Filter[];
  readonly onChange: (element: DataElement) => void;
  readonly onAdd: () => void;
  /** Beside what adds a column. */
  readonly more?: ReactNode;
  readonly onFilter: (columnId: string, filterId: string | null) => void;
}

export function TableTools(props: TableToolsProps) {
  const { element, canShape, onChange } = props;
  const chips = <FilterChips {...props} />;
  if (!canShape && element.groupings.length === 0 && element.filters.length === 0) return null;
  const rowColumns = element.columns.filter(({ level }) => level === null);
  const last = element.groupings.at(-1);
  return (
    <div className={styles['tools']} role="toolbar" aria-label={`Tools of ${element.name}`}>
      {element.groupings.length > 0 && <span className={styles['label']}>Grouped by</span>}
      {element.groupings.map((grouping) => (
        <Chip
          key={grouping.id}
          label={`${grouping.collapsed ? 'Open' : 'Close'} the groups of ${levelName(element, grouping.id)}`}
          expanded={!grouping.collapsed}
          onOpen={() => onChange(collapse(element, grouping.id, !grouping.collapsed))}
          remove={canShape ? `Remove the grouping by ${levelName(element, grouping.id)}` : null}
          onRemove={() => onChange(ungroup(element, grouping.id))}
        >
          {grouping.collapsed ? <IconChevronRight size={13} /> : <IconChevronDown size={13} />}
          {levelName(element, grouping.id)}
        </Chip>
      ))}
      {chips}
      {canShape && (
        <>
          <span className={styles['push']} />
          <ColumnChoice label="Group" icon={<IconStack2 size={14} stroke={1.6} />} title="Group by">
            <HeadChoice
              element={element}
              typeOf={props.typeOf}
              offers={({ id, level }) => level === null && levelOf(element, id) === null}
              onChoose={(changed, id) => onChange(groupBy(changed, id))}
            />
          </ColumnChoice>
          <ColumnChoice
            label="Summarise"
            icon={<IconSum size={14} stroke={1.6} />}
            title={last === undefined ? 'For the whole table' : `For each ${levelName(element, last.id)}`}
          >
            {rowColumns.map(({ id, name }) => (
              <Menu.Sub key={id}>
                <Menu.Sub.Target>
                  <Menu.Sub.Item>{name}</Menu.Sub.Item>
                </Menu.Sub.Target>
                <Menu.Sub.Dropdown>
                  {summaries
                    .filter((summary) => props.typeOf(id) === 'number' || (summary !== 'Sum' && summary !== 'Avg'))
                    .map((summary) => (
                      <Menu.Item key={summary} onClick={() => onChange(summarise(element, id, summary, last?.id ?? 'total'))}>
                        {summaryNames[summary]}
                      </Menu.Item>
                    ))}
                </Menu.Sub.Dropdown>
              </Menu.Sub>
            ))}
          </ColumnChoice>
          <ColumnChoice label="Filter" icon={<IconFilter size={14} stroke={1.6} />} title="Filter by">
            {element.columns.map(({ id, name }) => (
              <Menu.Item key={id} onClick={() => props.onFilter(id, null)}>
                {name}
              </Menu.Item>
            ))}
          </ColumnChoice>
          <Button size="compact-xs" variant="subtle" color="gray" leftSection={<IconPlus size={14} stroke={1.6} />} onClick={props.onAdd}>
            Add column
          </Button>
          {props.more}
        </>
      )}
    </div>
  );
}

/** What filters an element; also above charts and pivots. */
export function FilterChips({
  element,
  definition,
  typeOf,
  reading,
  canShape,
  lockedFilters,
  onChange,
  onFilter,
}: Omit<TableToolsProps, 'element' | 'onAdd'> & { readonly element: DataElement }) {
  return element.filters.map((filter) => {
    const control = filter.kind === 'control' ? elementsOf(definition).find(({ id }) => id === filter.controlId) : undefined;
    const name = columnOf(element, filter.columnId)?.name ?? '';
    const label = control?.kind === 'control' ? control.label : 'a control';
    const words = describeFilter(filter, name, typeOf(filter.columnId), reading, label);
    const locked = !canShape && lockedFilters.some(({ id }) => id === filter.id);
    return (
      <Chip
        key={filter.id}
        label={`Filter: ${words}`}
        onOpen={locked ? null : () => onFilter(filter.columnId, filter.id)}
        remove={locked ? null : `Remove the filter ${words}`}
        onRemove={() => onChange(removeFilter(element, filter.id))}
      >
        <IconFilter size={13} stroke={1.6} />
        {words}
      </Chip>
    );
  });
}

function Chip({
  label,
  expanded,
  onOpen,
  remove,
  onRemove,
  children,
}: {
  label: string;
  expanded?: boolean;
  onOpen: (() => void) | null;
  /** What removing it is called; `null`: it stays. */
  remove: string | null;
  onRemove: () => void;
  children: ReactNode;
}) {
  return (
    <span className={styles['chip']}>
      <button
        type="button"
        aria-label={label}
        title={label}
        disabled={onOpen === null}
        {...(expanded === undefined ? {} : { 'aria-expanded': expanded })}
        onClick={() => onOpen?.()}
      >
        {children}
      </button>
      {remove !== null && (
        <button type="button" aria-label={remove} onClick={onRemove}>
          <IconX size={12} />
        </button>
      )}
    </span>
  );
}

function ColumnChoice({ label, icon, title, children }: { label: string; icon: ReactNode; title: string; children: ReactNode }) {
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <Button size="compact-xs" variant="subtle" color="gray" leftSection={icon}>
          {label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={360} style={{ overflowY: 'auto' }}>
        <Menu.Label>{title}</Menu.Label>
        {children}
      </Menu.Dropdown>
    </Menu>
  );
}
