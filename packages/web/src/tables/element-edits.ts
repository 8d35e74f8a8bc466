/** What people do with an element, from one whole element to the next: nothing that was named is left without what it names. */
import { printName } from '@penstock/domain/formula/print';
import { columnRenamedAlone } from '@penstock/domain/workbooks/rename';
import type {
  ColumnFormat,
  DataElement,
  ElementColumn,
  Filter,
  Grouping,
  Sort,
  SourceColumn,
  TableElement,
} from '@penstock/domain/workbooks/definition';

export const newId = (): string => crypto.randomUUID().replaceAll('-', '').slice(0, 12);

/** As people write: `delay_min` becomes `Delay Min`; what already has capitals or spaces stays. */
export function readableName(name: string): string {
  if (!/^[a-z0-9]+(?:_+[a-z0-9]+)*$/.test(name)) return name;
  return name
    .split(/_+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');
}

export function freeColumnName(element: DataElement, wanted: string): string {
  const taken = new Set(element.columns.map(({ name }) => name.trim().toLowerCase()));
  let name = wanted;
  for (let count = 2; taken.has(name.trim().toLowerCase()); count += 1) name = `${wanted} ${count}`;
  return name;
}

/** A column for each column of the source, as it is; what rows say of themselves is there when somebody asks for it. */
export function columnsOfSource(columns: readonly SourceColumn[]): readonly ElementColumn[] {
  const made: ElementColumn[] = [];
  for (const { name } of columns.filter(({ onRequest }) => onRequest !== true)) {
    const readable = readableName(name);
    const taken = made.some((other) => other.name.toLowerCase() === readable.toLowerCase());
    made.push(newColumn(taken ? name : readable, printName([name])));
  }
  return made;
}

export function newColumn(name: string, formula: string, level: string | null = null): ElementColumn {
  return { id: newId(), name, formula, hidden: false, format: null, level };
}

export function columnOf(element: DataElement, columnId: string): ElementColumn | undefined {
  return element.columns.find(({ id }) => id === columnId);
}

/** Behind the named column, or as the last one of its level. */
export function addColumn<Kind extends DataElement>(element: Kind, column: ElementColumn, behind: string | null = null): Kind {
  const at = element.columns.findIndex(({ id }) => id === behind);
  const columns = at === -1 ? [...element.columns, column] : element.columns.toSpliced(at + 1, 0, column);
  return { ...element, columns };
}

function changeColumn<Kind extends DataElement>(element: Kind, columnId: string, change: Partial<ElementColumn>): Kind {
  return { ...element, columns: element.columns.map((column) => (column.id === columnId ? { ...column, ...change } : column)) };
}

export const hideColumn = <Kind extends DataElement>(element: Kind, columnId: string, hidden: boolean): Kind =>
  changeColumn(element, columnId, { hidden });

export const formatColumn = <Kind extends DataElement>(element: Kind, columnId: string, format: ColumnFormat | null): Kind =>
  changeColumn(element, columnId, { format });

export const writeFormula = <Kind extends DataElement>(element: Kind, columnId: string, formula: string): Kind =>
  changeColumn(element, columnId, { formula });

/** Formulas of the element that name the column follow; those of others follow when the draft takes the change. */
export const renameColumn = columnRenamedAlone;

/** With all that names it: sorts, filters, totals, keys and axes; a grouping without keys goes with its columns. */
export function removeColumn<Kind extends DataElement>(element: Kind, columnId: string): Kind {
  const without = (ids: readonly string[]): readonly string[] => ids.filter((id) => id !== columnId);
  const common = {
    columns: element.columns.filter(({ id }) => id !== columnId),
    sorts: element.sorts.filter((sort) => sort.columnId !== columnId),
    filters: element.filters.filter((filter) => filter.columnId !== columnId),
  };
  switch (element.kind) {
    case 'table': {
      const groupings = element.groupings.map((grouping) => ({ ...grouping, keys: without(grouping.keys) }));
      const left: TableElement = { ...element, ...common, groupings, totals: without(element.totals) };
      const emptied = groupings.find(({ keys }) => keys.length === 0);
      return (emptied === undefined ? left : ungroup(left, emptied.id)) as Kind;
    }
    case 'pivot':
      return {
        ...element,
        ...common,
        rows: without(element.rows),
        across: without(element.across),
        values: without(element.values),
      };
    case 'chart':
      return {
        ...element,
        ...common,
        x: element.x === columnId ? null : element.x,
        series: element.series === columnId ? null : element.series,
        values: without(element.values),
      };
  }
}

/** One column alone; `null` takes the column out of the order. */
export function sortBy<Kind extends DataElement>(element: Kind, columnId: string, direction: Sort['direction'] | null): Kind {
  const others = element.sorts.filter((sort) => sort.columnId !== columnId);
  // In a grouped table each level keeps its own order.
  const level = levelOf(element, columnId);
  const kept = direction === null ? others : others.filter((sort) => levelOf(element, sort.columnId) !== level);
  return { ...element, sorts: direction === null ? kept : [{ columnId, direction }, ...kept] };
}

/** The grouping that shows the column: of its own level, or of the groups that it makes. */
export function levelOf(element: DataElement, columnId: string): string | null {
  if (element.kind !== 'table') return null;
  return element.groupings.find(({ keys }) => keys.includes(columnId))?.id ?? columnOf(element, columnId)?.level ?? null;
}

/** One more level below those that are there, closed, with the number of rows of each group. */
export function groupBy(element: TableElement, columnId: string): TableElement {
  const grouping: Grouping = { id: newId(), keys: [columnId], collapsed: true };
  const groupings = [...element.groupings.map((other) => ({ ...other, collapsed: false })), grouping];
  const shown = hideColumn({ ...element, groupings }, columnId, false);
  const isFirst = freeColumnName(element, 'Rows') === 'Rows';
  const name = isFirst ? 'Rows' : freeColumnName(element, `Rows of ${columnOf(element, columnId)?.name ?? ''}`);
  return addColumn(shown, newColumn(name, 'Count()', grouping.id));
}

/** What was calculated for its groups goes with them. */
export function ungroup(element: TableElement, groupingId: string): TableElement {
  const gone = element.columns.filter(({ level }) => level === groupingId);
  const left = { ...element, groupings: element.groupings.filter(({ id }) => id !== groupingId) };
  return gone.reduce((rest, { id }) => removeColumn(rest, id), left);
}

export function collapse(element: TableElement, groupingId: string, collapsed: boolean): TableElement {
  return {
    ...element,
    groupings: element.groupings.map((grouping) => (grouping.id === groupingId ? { ...grouping, collapsed } : grouping)),
  };
}

export const summaries = ['Sum', 'Avg', 'Min', 'Max', 'CountDistinct', 'Count'] as const;
export type Summary = (typeof summaries)[number];
export const summaryNames: Readonly<Record<Summary, string>> = {
  Sum: 'Sum',
  Avg: 'Average',
  Min: 'Minimum',
  Max: 'Maximum',
  CountDistinct: 'Distinct values',
  Count: 'Count',
};

/** What a summary of one column is called when nobody says otherwise; `null`: the formula is something else. */
export function nameOfSummary(formula: string): string | null {
  const [, written = '', of = ''] = /^\s*(\w+)\(\s*\[([^[\]/]+)\]\s*\)\s*$/.exec(formula) ?? [];
  const summary = summaries.find((name) => name.toLowerCase() === written.toLowerCase());
  return summary === undefined ? null : `${summaryNames[summary]} of ${of.trim()}`;
}

/** A column with an aggregate: for each group of a level, or `'total'`. */
export function summarise(element: TableElement, columnId: string, summary: Summary, level: string): TableElement {
  const of = columnOf(element, columnId)?.name ?? '';
  const column = newColumn(freeColumnName(element, `${summaryNames[summary]} of ${of}`), `${summary}(${printName([of])})`, level);
  const added = addColumn(element, column);
  return level === 'total' ? { ...added, totals: [...added.totals, column.id] } : added;
}

export function putFilter<Kind extends DataElement>(element: Kind, filter: Filter): Kind {
  const known = element.filters.some(({ id }) => id === filter.id);
  const filters = known ? element.filters.map((other) => (other.id === filter.id ? filter : other)) : [...element.filters, filter];
  return { ...element, filters };
}

export const removeFilter = <Kind extends DataElement>(element: Kind, filterId: string): Kind => ({
  ...element,
  filters: element.filters.filter(({ id }) => id !== filterId),
});

export const dateUnits = ['day', 'week', 'month', 'quarter', 'year'] as const;
export type DateUnit = (typeof dateUnits)[number];

/** With a column that has the first day of the unit, which may be there already. */
export function truncated<Kind extends DataElement>(element: Kind, columnId: string, unit: DateUnit): readonly [Kind, string] {
  const name = columnOf(element, columnId)?.name ?? '';
  const formula = `DateTrunc("${unit}", ${printName([name])})`;
  const known = element.columns.find((column) => column.level === null && column.formula === formula);
  if (known !== undefined) return [element, known.id];
  const column = newColumn(freeColumnName(element, `${unit.charAt(0).toUpperCase()}${unit.slice(1)} of ${name}`), formula);
  return [addColumn(element, column, columnId), column.id];
}

/** With a column that measures another one, for charts and pivots; which may be there already. */
export function measured<Kind extends DataElement>(element: Kind, columnId: string | null, summary: Summary): readonly [Kind, string] {
  const name = columnId === null ? null : (columnOf(element, columnId)?.name ?? '');
  const formula = name === null ? 'Count()' : `${summary}(${printName([name])})`;
  const known = element.columns.find((column) => column.level === null && column.formula === formula);
  if (known !== undefined) return [element, known.id];
  const column = newColumn(freeColumnName(element, name === null ? 'Rows' : `${summaryNames[summary]} of ${name}`), formula);
  return [addColumn(element, column), column.id];
}
