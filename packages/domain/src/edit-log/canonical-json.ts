/**
 * Canonical JSON: one value has one spelling, so that equal edits are equal bytes. Keys are sorted by code unit,
 * there is no white space, strings are spelled as `JSON.stringify` does, numbers are safe integers.
 */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

export function canonicalJson(value: unknown): string {
  return JSON.stringify(ordered(value));
}

/**
 * The same value with sorted keys. What is in order already is not copied: the cells of a large paste are arrays of
 * plain values, and the engine's own `stringify` does the rest.
 */
function ordered(value: unknown): unknown {
  if (typeof value === 'number' && !Number.isSafeInteger(value))
    throw new RangeError(`canonical JSON holds safe integers only, not ${value}`);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return orderedArray(value);
  return orderedObject(value as Readonly<Record<string, unknown>>);
}

function orderedArray(values: readonly unknown[]): readonly unknown[] {
  let copy: unknown[] | null = null;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index];
    if (typeof value === 'string') continue;
    const same = ordered(value);
    if (same === value) continue;
    copy ??= [...values];
    copy[index] = same;
  }
  return copy ?? values;
}

function orderedObject(value: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const keys = Object.keys(value);
  let asIs = true;
  let previous = '';
  for (const key of keys) {
    const child = value[key];
    if (key < previous || child === undefined || ordered(child) !== child) {
      asIs = false;
      break;
    }
    previous = key;
  }
  if (asIs) return value;
  const copy: Record<string, unknown> = {};
  for (const key of keys.sort()) if (value[key] !== undefined) copy[key] = ordered(value[key]);
  return copy;
}
