/**
 * What a grouped table must show, computed in JavaScript from the rule in `docs/reference/computation.md` and nothing of the
 * planner: rows are sifted by their own values; what the other filters are made of is computed; those filters sift all at
 * once; the rest is computed over what is left.
 */

export interface OracleRow {
  readonly id: number;
  readonly a: string | null;
  readonly b: string | null;
  readonly n: number | null;
}

export type OracleFilter =
  | { readonly kind: 'list'; readonly column: 'A' | 'B'; readonly include: boolean; readonly values: readonly (string | null)[] }
  | { readonly kind: 'range'; readonly column: string; readonly from: number; readonly to: number }
  | { readonly kind: 'top'; readonly column: string; readonly count: number; readonly highest: boolean };

export interface OracleTable {
  /** Key columns of each level. */
  readonly levels: readonly (readonly ('A' | 'B')[])[];
  /** How many levels are shown; `null`: down to the rows. */
  readonly shown: number | null;
  readonly filters: readonly OracleFilter[];
  /** Places in the list of columns, of those that are hidden. */
  readonly hidden: readonly number[];
}

type Values = ReadonlyMap<string, number | null>;

/** Columns by name: `Count 1`, `Sum 1`, `Max 1` of a level, `Rest 2` (`Sum 2` less `Sum 1`), `All` of the whole, `N`, `Above`, `Share`, `Running` of a row. */
export function expectedRows(
  table: OracleTable,
  rows: readonly OracleRow[],
  columns: readonly string[],
): readonly (readonly (string | null)[])[] {
  const early = table.filters.filter((filter) => filter.kind === 'list' || (filter.kind === 'range' && filter.column === 'N'));
  const late = table.filters.filter((filter) => !early.includes(filter));
  const before = evaluate(
    table,
    rows.filter((row) => early.every((filter) => passes(filter, row))),
  );
  const left = [...before].filter(([row]) => late.every((filter) => survives(table, filter, row, before))).map(([row]) => row);
  const after = evaluate(table, left);
  const kept = new Set(late.flatMap((filter) => madeOf(filter.column)));
  const valueOf = (row: OracleRow, column: string): string | null => {
    if (column === 'A' || column === 'B') return column === 'A' ? row.a : row.b;
    const number = (name: string): number | null => (kept.has(name) ? before : after).get(row)?.get(name) ?? null;
    // Made of what is shown beside it, whichever value that has kept.
    const value = column === 'Rest 2' && !kept.has(column) ? difference(number('Sum 2'), number('Sum 1')) : number(column);
    return value === null ? null : String(value);
  };
  const keys = table.levels.slice(0, table.shown ?? undefined).flat();
  const ordered = left.toSorted((one, other) => {
    for (const key of keys) {
      const order = compareKeys(keyOf(one, key), keyOf(other, key));
      if (order !== 0) return order;
    }
    return one.id - other.id;
  });
  const shown = table.shown === null ? ordered : firstOfEach(ordered, keys);
  return shown.map((row) => columns.map((column) => (column === 'Id' ? String(row.id) : valueOf(row, column))));
}

/** The total over what is left. */
export function expectedTotal(table: OracleTable, rows: readonly OracleRow[]): string | null {
  const whole = { ...table, shown: null };
  const left = new Set(expectedRows(whole, rows, ['Id']).map(([id]) => Number(id)));
  const kept = table.filters.some((filter) => filter.column === 'Share');
  const early = table.filters.filter((filter) => filter.kind === 'list' || (filter.kind === 'range' && filter.column === 'N'));
  const counted = kept ? rows.filter((row) => early.every((filter) => passes(filter, row))) : rows.filter((row) => left.has(row.id));
  const total = sum(counted.map((row) => row.n));
  return total === null ? null : String(total);
}

function keyOf(row: OracleRow, key: 'A' | 'B'): string | null {
  return key === 'A' ? row.a : row.b;
}

function compareKeys(one: string | null, other: string | null): number {
  if (one === other) return 0;
  if (one === null) return 1;
  if (other === null) return -1;
  return one < other ? -1 : 1;
}

function firstOfEach(rows: readonly OracleRow[], keys: readonly ('A' | 'B')[]): readonly OracleRow[] {
  const seen = new Set<string>();
  return rows.filter((row) => {
    const group = groupOf(row, keys);
    const isFirst = !seen.has(group);
    seen.add(group);
    return isFirst;
  });
}

function groupOf(row: OracleRow, keys: readonly ('A' | 'B')[]): string {
  return JSON.stringify(keys.map((key) => keyOf(row, key)));
}

function evaluate(table: OracleTable, rows: readonly OracleRow[]): ReadonlyMap<OracleRow, Values> {
  const all = sum(rows.map((row) => row.n));
  const innermost = table.levels.flat();
  return new Map(
    rows.map((row) => {
      const values = new Map<string, number | null>([
        ['N', row.n],
        ['All', all],
        ['Share', row.n === null || all === null ? null : row.n - all],
      ]);
      table.levels.forEach((_, index) => {
        const keys = table.levels.slice(0, index + 1).flat();
        const numbers = rows.filter((other) => groupOf(other, keys) === groupOf(row, keys)).map((other) => other.n);
        const known = numbers.filter((number) => number !== null);
        values.set(`Count ${index + 1}`, numbers.length);
        values.set(`Sum ${index + 1}`, sum(numbers));
        values.set(`Max ${index + 1}`, known.length === 0 ? null : Math.max(...known));
      });
      if (table.levels.length === 2) values.set('Rest 2', difference(values.get('Sum 2'), values.get('Sum 1')));
      const group = rows.filter((other) => groupOf(other, innermost) === groupOf(row, innermost));
      const least = group.map((other) => other.n).filter((number) => number !== null);
      values.set('Above', row.n === null || least.length === 0 ? null : row.n - Math.min(...least));
      values.set('Running', sum(group.filter((other) => other.id <= row.id).map((other) => other.n)));
      return [row, values];
    }),
  );
}

function difference(one: number | null | undefined, other: number | null | undefined): number | null {
  return typeof one === 'number' && typeof other === 'number' ? one - other : null;
}

function sum(numbers: readonly (number | null)[]): number | null {
  const known = numbers.filter((number) => number !== null);
  return known.length === 0 ? null : known.reduce((one, other) => one + other, 0);
}

function passes(filter: OracleFilter, row: OracleRow): boolean {
  if (filter.kind === 'list') return filter.values.includes(keyOf(row, filter.column)) === filter.include;
  return filter.kind === 'range' && row.n !== null && row.n >= filter.from && row.n <= filter.to;
}

function survives(table: OracleTable, filter: OracleFilter, row: OracleRow, all: ReadonlyMap<OracleRow, Values>): boolean {
  const value = all.get(row)?.get(filter.column) ?? null;
  if (filter.kind === 'range') return value !== null && value >= filter.from && value <= filter.to;
  if (filter.kind !== 'top' || value === null) return false;
  const level = Number(/ (\d)$/.exec(filter.column)?.[1] ?? table.levels.length + 1);
  const enclosing = table.levels.slice(0, level - 1).flat();
  const own = table.levels.slice(0, level).flat();
  const isRow = level > table.levels.length;
  const peers = [...all.keys()].filter((other) => groupOf(other, enclosing) === groupOf(row, enclosing));
  const candidates = isRow ? peers : firstOfEach(peers, own);
  const ranked = candidates
    .filter((other) => (all.get(other)?.get(filter.column) ?? null) !== null)
    .toSorted((one, other) => {
      const difference = Number(all.get(one)?.get(filter.column)) - Number(all.get(other)?.get(filter.column));
      if (difference !== 0) return filter.highest ? -difference : difference;
      if (isRow) return one.id - other.id;
      for (const key of table.levels[level - 1] ?? []) {
        const order = compareKeys(keyOf(one, key), keyOf(other, key));
        if (order !== 0) return order;
      }
      return 0;
    });
  const place = ranked.findIndex((other) => (isRow ? other === row : groupOf(other, own) === groupOf(row, own)));
  return place < filter.count;
}

/** What a filter's column is made of keeps the value that the filter has seen. */
function madeOf(column: string): readonly string[] {
  if (column === 'Share') return ['Share', 'All'];
  return column === 'Rest 2' ? ['Rest 2', 'Sum 1', 'Sum 2'] : [column];
}
