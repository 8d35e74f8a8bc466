/** Every function of the language. `docs/reference/functions.md` is written from it, and each example is executed by a test. */
import type { FunctionEntry } from './function-entry.ts';
import { aggregateFunctions, statisticFunctions } from './functions/aggregates.ts';
import { conversionFunctions } from './functions/conversion.ts';
import { datePartFunctions } from './functions/date-parts.ts';
import { dateFunctions } from './functions/dates.ts';
import { logicFunctions } from './functions/logic.ts';
import { numberFunctions } from './functions/numbers.ts';
import { operatorFunctions } from './functions/operators.ts';
import { otherElementFunctions } from './functions/other-elements.ts';
import { textFunctions } from './functions/text.ts';
import { windowFunctions } from './functions/windows.ts';

export const functionCatalogue: readonly FunctionEntry[] = [
  ...operatorFunctions,
  ...logicFunctions,
  ...textFunctions,
  ...numberFunctions,
  ...dateFunctions,
  ...datePartFunctions,
  ...conversionFunctions,
  ...aggregateFunctions,
  ...statisticFunctions,
  ...windowFunctions,
  ...otherElementFunctions,
];

const byName = new Map(functionCatalogue.map((entry) => [entry.name.toLowerCase(), entry]));

/** Names are written in any case. */
export function findFunction(name: string): FunctionEntry | undefined {
  return byName.get(name.toLowerCase());
}
