/** What can be done with a column of a table, chart or pivot: the same items at its head and in the side panel. */
import { Menu } from '@mantine/core';
import {
  IconArrowDown,
  IconArrowUp,
  IconDecimal,
  IconEyeOff,
  IconFilter,
  IconMathFunction,
  IconPencil,
  IconPlus,
  IconStack2,
  IconSum,
  IconX,
} from '@tabler/icons-react';
import type { DataType } from '@penstock/domain/formula/expression';
import type { ColumnFormat, DataElement, ElementColumn, TableElement } from '@penstock/domain/workbooks/definition';
import { UnitChoice } from '../charts/column-choice.tsx';
import { RemovingItem, menuIcon } from '../ui/menus.tsx';
import {
  columnOf,
  formatColumn,
  groupBy,
  hideColumn,
  levelOf,
  removeColumn,
  sortBy,
  summaries,
  summarise,
  summaryNames,
} from './element-edits.ts';
import type { Summary } from './element-edits.ts';

/** What is done in a place of its own. */
export type ColumnTask =
  | { readonly kind: 'filter'; readonly columnId: string; readonly filterId: string | null }
  | { readonly kind: 'rename'; readonly columnId: string }
  | { readonly kind: 'formula'; readonly columnId: string }
  | { readonly kind: 'add'; readonly behind: string | null };

interface ColumnItemsProps {
  readonly element: DataElement;
  readonly column: ElementColumn;
  readonly type: DataType | null;
  /** Otherwise the reader only looks: sorting and filtering are part of that. */
  readonly canShape: boolean;
  /** It is typed into: what it is called and whether it stays is the input table's to say. */
  readonly isTyped?: boolean;
  readonly onChange: (element: DataElement) => void;
  readonly onTask: (task: ColumnTask) => void;
}

export function ColumnItems({ element, column, type, canShape, isTyped = false, onChange, onTask }: ColumnItemsProps) {
  const direction = element.sorts.find(({ columnId }) => columnId === column.id)?.direction ?? null;
  return (
    <>
      <Menu.Item leftSection={<IconArrowUp {...menuIcon} />} onClick={() => onChange(sortBy(element, column.id, 'ascending'))}>
        Sort ascending
      </Menu.Item>
      <Menu.Item leftSection={<IconArrowDown {...menuIcon} />} onClick={() => onChange(sortBy(element, column.id, 'descending'))}>
        Sort descending
      </Menu.Item>
      {direction !== null && (
        <Menu.Item leftSection={<IconX {...menuIcon} />} onClick={() => onChange(sortBy(element, column.id, null))}>
          Remove sort
        </Menu.Item>
      )}
      <Menu.Item leftSection={<IconFilter {...menuIcon} />} onClick={() => onTask({ kind: 'filter', columnId: column.id, filterId: null })}>
        Filter…
      </Menu.Item>
      {canShape && <ShapingItems {...{ element, column, type, isTyped, onChange, onTask }} />}
    </>
  );
}

function ShapingItems({ element, column, type, isTyped, onChange, onTask }: Omit<ColumnItemsProps, 'canShape'>) {
  const ofRows = element.kind === 'table' && column.level === null;
  const isKey = ofRows && levelOf(element, column.id) !== null;
  return (
    <>
      {ofRows && (
        <>
          <Menu.Divider />
          {(type === 'date' || type === 'datetime') && !isKey ? (
            <Menu.Sub>
              <Menu.Sub.Target>
                <Menu.Sub.Item leftSection={<IconStack2 {...menuIcon} />}>Group by this column</Menu.Sub.Item>
              </Menu.Sub.Target>
              <Menu.Sub.Dropdown>
                <UnitChoice element={element} columnId={column.id} onChoose={(changed, id) => onChange(groupBy(changed, id))} />
              </Menu.Sub.Dropdown>
            </Menu.Sub>
          ) : (
            <Menu.Item leftSection={<IconStack2 {...menuIcon} />} disabled={isKey} onClick={() => onChange(groupBy(element, column.id))}>
              Group by this column
            </Menu.Item>
          )}
          <SummaryItems element={element} column={column} type={type} onChange={onChange} />
        </>
      )}
      <Menu.Divider />
      {isTyped !== true && (
        <Menu.Item leftSection={<IconMathFunction {...menuIcon} />} onClick={() => onTask({ kind: 'formula', columnId: column.id })}>
          Edit formula
        </Menu.Item>
      )}
      <Menu.Item leftSection={<IconPlus {...menuIcon} />} onClick={() => onTask({ kind: 'add', behind: column.id })}>
        Add column after
      </Menu.Item>
      <FormatItems element={element} column={column} type={type} onChange={onChange} />
      {isTyped !== true && (
        <Menu.Item leftSection={<IconPencil {...menuIcon} />} onClick={() => onTask({ kind: 'rename', columnId: column.id })}>
          Rename…
        </Menu.Item>
      )}
      {element.kind === 'table' && (
        <Menu.Item leftSection={<IconEyeOff {...menuIcon} />} onClick={() => onChange(hideColumn(element, column.id, !column.hidden))}>
          {column.hidden ? 'Show' : 'Hide'}
        </Menu.Item>
      )}
      {isTyped !== true && <RemovingItem onClick={() => onChange(removeColumn(element, column.id))}>Delete column</RemovingItem>}
    </>
  );
}

const summariesOf = (type: DataType | null): readonly Summary[] =>
  type === 'number'
    ? summaries
    : summaries.filter((name) => name !== 'Sum' && name !== 'Avg' && (type !== 'logical' || name.startsWith('Count')));

/** What a level is called: by the columns that make its groups. */
export function levelName(element: TableElement, groupingId: string): string {
  const keys = element.groupings.find(({ id }) => id === groupingId)?.keys ?? [];
  return keys.map((id) => columnOf(element, id)?.name ?? '').join(', ');
}

function SummaryItems({
  element,
  column,
  type,
  onChange,
}: {
  element: TableElement;
  column: ElementColumn;
  type: DataType | null;
  onChange: (element: DataElement) => void;
}) {
  const levels = [
    ...element.groupings.toReversed().map(({ id }) => ({ id, label: `For each ${levelName(element, id)}` })),
    { id: 'total', label: 'For the whole table' },
  ];
  return (
    <Menu.Sub>
      <Menu.Sub.Target>
        <Menu.Sub.Item leftSection={<IconSum {...menuIcon} />}>Summarise</Menu.Sub.Item>
      </Menu.Sub.Target>
      <Menu.Sub.Dropdown mah={360} style={{ overflowY: 'auto' }}>
        {levels.map(({ id, label }) => (
          <div key={id}>
            <Menu.Label>{label}</Menu.Label>
            {summariesOf(type).map((summary) => (
              <Menu.Item key={summary} onClick={() => onChange(summarise(element, column.id, summary, id))}>
                {summaryNames[summary]}
              </Menu.Item>
            ))}
          </div>
        ))}
      </Menu.Sub.Dropdown>
    </Menu.Sub>
  );
}

const formatted = (style: ColumnFormat['style'], decimals: number | null = null, currency: string | null = null): ColumnFormat => ({
  style,
  decimals,
  currency,
});

const numberFormats: readonly (readonly [string, ColumnFormat | null])[] = [
  ['Automatic', null],
  ['1,235', formatted('number', 0)],
  ['1,234.6', formatted('number', 1)],
  ['1,234.57', formatted('number', 2)],
  ['12%', formatted('percent', 0)],
  ['12.3%', formatted('percent', 1)],
  ['$1,234.57', formatted('currency', 2, 'USD')],
  ['€1,234.57', formatted('currency', 2, 'EUR')],
  ['1234.567', formatted('text')],
];
const momentFormats: readonly (readonly [string, ColumnFormat | null])[] = [
  ['Automatic', null],
  ['Date only', formatted('date')],
];

function FormatItems({
  element,
  column,
  type,
  onChange,
}: {
  element: DataElement;
  column: ElementColumn;
  type: DataType | null;
  onChange: (element: DataElement) => void;
}) {
  const formats = type === 'number' ? numberFormats : type === 'datetime' ? momentFormats : [];
  if (formats.length === 0) return null;
  return (
    <Menu.Sub>
      <Menu.Sub.Target>
        <Menu.Sub.Item leftSection={<IconDecimal {...menuIcon} />}>Format</Menu.Sub.Item>
      </Menu.Sub.Target>
      <Menu.Sub.Dropdown>
        {formats.map(([label, format]) => (
          <Menu.Item
            key={label}
            className="ps-numbers"
            {...(JSON.stringify(format) === JSON.stringify(column.format) ? { 'aria-current': 'true' as const, fw: 600 } : {})}
            onClick={() => onChange(formatColumn(element, column.id, format))}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Sub.Dropdown>
    </Menu.Sub>
  );
}
