import type { BenchResult } from './result.ts';

/** The results as an aligned text table. */
export function resultTable(results: readonly BenchResult[]): string {
  const rows = [
    ['measure', 'value', 'baseline', 'ratio', 'target', ''],
    ...results.map((result) => [
      result.name,
      `${result.value} ${result.unit}`,
      result.baseline === null ? '-' : `${result.baseline} ${result.unit}`,
      result.ratio === null ? '-' : String(result.ratio),
      result.target,
      result.holds ? 'holds' : 'MISSED',
    ]),
  ];
  const widths = rows.reduce<number[]>((most, row) => row.map((cell, index) => Math.max(cell.length, most[index] ?? 0)), []);
  return rows
    .map((row) =>
      row
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
