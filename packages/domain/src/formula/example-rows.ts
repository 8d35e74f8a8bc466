/**
 * The few rows that the examples of the documentation calculate with. An example of one value sees the first row, an
 * aggregate all of them, a window all of them in the order of `Row`.
 */
import type { CellValue } from '../values/cell-value.ts';
import type { DataType } from './expression.ts';
import { nearest } from './nearest.ts';
import { printName } from './print.ts';
import type { FormulaScope } from './scope.ts';

export interface ExampleTable {
  readonly name: string;
  readonly columns: Readonly<Record<string, DataType>>;
  readonly rows: readonly (readonly Exclude<CellValue, readonly string[]>[])[];
}

export const exampleRows: ExampleTable = {
  name: 'Example',
  columns: {
    Row: 'number',
    Region: 'text',
    Amount: 'number',
    Weight: 'number',
    Day: 'date',
    At: 'datetime',
    Done: 'logical',
    Note: 'text',
    Nothing: 'date',
  },
  rows: [
    ['1', 'North', '10', '1', '2026-01-31', '2026-01-31T23:30:00.000000Z', true, null, null],
    ['2', 'North', '20.5', '2', '2026-02-28', '2026-03-29T00:30:00.000000Z', false, 'late', null],
    ['3', 'South', null, '3', '2024-02-29', '2026-10-25T00:30:00.000000Z', true, '', null],
    ['4', 'South', '-5', '1', null, null, false, null, null],
    ['5', 'East', '10', '1', '2026-12-31', '2026-12-31T23:59:59.999999Z', null, 'late', null],
  ],
};

/** Another element, for Lookup and Rollup. */
export const exampleTargets: ExampleTable = {
  name: 'Targets',
  columns: { Region: 'text', Month: 'date', Target: 'number' },
  rows: [
    ['North', '2026-01-01', '100'],
    ['North', '2026-02-01', '120'],
    ['South', '2026-01-01', '80'],
    [null, '2026-01-01', '7'],
  ],
};

/** Controls, and what they hold. */
export const exampleControls = {
  Origin: { control: 'list', type: 'text', value: 'ZRH', from: null, to: null },
  Period: { control: 'date-range', type: 'date', value: null, from: '2026-01-01', to: null },
} as const;

const names = [...Object.keys(exampleRows.columns), ...Object.keys(exampleControls)];

export const exampleScope: FormulaScope = {
  resolve: (path) => {
    const [first = '', second] = path;
    const table = second === undefined ? exampleRows : sameName(first, exampleTargets.name) ? exampleTargets : null;
    const column = Object.entries(table?.columns ?? {}).find(([name]) => sameName(name, second ?? first));
    if (column !== undefined) {
      const [name, type] = column;
      const other = { of: 'other-element', elementId: exampleTargets.name, columnId: name } as const;
      return { kind: 'column', reference: table === exampleTargets ? other : { of: 'source', name }, type, shape: 'row' };
    }
    const control = Object.entries(exampleControls).find(([name]) => second === undefined && sameName(name, first));
    if (control !== undefined) return { kind: 'control', controlId: control[0], control: control[1].control, type: control[1].type };
    return { kind: 'none', suggestions: nearest(path.join('/'), names).map((name) => printName([name])) };
  },
};

function sameName(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
