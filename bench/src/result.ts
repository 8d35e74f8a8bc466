/** One measured figure beside its baseline, as written to `results.json`. */
export interface BenchResult {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The same work by the plainest client against the same PostgreSQL in the same run; `null` where there is none. */
  readonly baseline: number | null;
  readonly ratio: number | null;
  /** In words, e.g. `ratio >= 0.5`. */
  readonly target: string;
  readonly holds: boolean;
}

interface Measured {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly baseline?: number;
}

export function atLeast(target: number, measured: Measured & { readonly baseline: number }): BenchResult {
  const ratio = measured.value / measured.baseline;
  return { ...rounded(measured), ratio: round(ratio), target: `ratio >= ${target}`, holds: ratio >= target };
}

/** `slack` is added to the allowed value, in the figure's own unit. */
export function atMost(target: number, measured: Measured & { readonly baseline: number }, slack = 0): BenchResult {
  const ratio = measured.value / measured.baseline;
  const allowed = measured.baseline * target + slack;
  const words = slack === 0 ? `ratio <= ${target}` : `<= ${target} x baseline + ${slack} ${measured.unit}`;
  return { ...rounded(measured), ratio: round(ratio), target: words, holds: measured.value <= allowed };
}

/** A figure with a bound of its own and no baseline. */
export function below(bound: number, measured: Measured): BenchResult {
  return { ...rounded(measured), ratio: null, target: `< ${bound} ${measured.unit}`, holds: measured.value < bound };
}

function rounded(measured: Measured): Omit<BenchResult, 'ratio' | 'target' | 'holds'> {
  const baseline = measured.baseline === undefined ? null : round(measured.baseline);
  return { name: measured.name, value: round(measured.value), unit: measured.unit, baseline };
}

function round(value: number): number {
  return Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}
