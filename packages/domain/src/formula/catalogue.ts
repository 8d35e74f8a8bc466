/** Every function of the language. `docs/reference/functions.md` is written from it, and each example is executed by a test. */
import type { FunctionEntry } from './function-entry.ts';
import { operatorFunctions } from './functions/operators.ts';

export const functionCatalogue: readonly FunctionEntry[] = [...operatorFunctions];

const byName = new Map(functionCatalogue.map((entry) => [entry.name.toLowerCase(), entry]));

/** Names are written in any case. */
export function findFunction(name: string): FunctionEntry | undefined {
  return byName.get(name.toLowerCase());
}
