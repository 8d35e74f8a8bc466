/** Whatever well-typed formula somebody writes: no engine refuses it, and all engines give the same values. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkFormula } from '@penstock/domain/formula/check';
import { exampleScope } from '@penstock/domain/formula/example-rows';
import type { Expression } from '@penstock/domain/formula/expression';
import { verbatim } from '@penstock/warehouse/sql/fragment';
import { anyRowFormula, functionFormula } from './formula-arbitrary.ts';
import { engineNames, evaluate, startFormulaEngine } from './formula-engines.ts';
import type { FormulaEngine, Setting, Value } from './formula-engines.ts';

let engines: readonly FormulaEngine[];

beforeAll(async () => {
  engines = await Promise.all(engineNames.map(startFormulaEngine));
});

afterAll(async () => {
  for (const engine of engines) await engine.close();
});

const settings = fc.record<Setting>({
  timeZone: fc.constantFrom('UTC', 'Europe/Zurich', 'America/New_York', 'Asia/Kolkata'),
  weekStart: fc.constantFrom('monday', 'sunday'),
});

const runs = Number(process.env['FORMULA_RUNS'] ?? 40);

describe('formulas: engines agree', () => {
  const ordered = '"Example" as o order by "Row"';
  test.each([
    ['of one row', anyRowFormula, ordered],
    ['of many rows', functionFormula('aggregate'), '"Example" as o'],
    ['that look at other rows', functionFormula('window'), ordered],
  ])('on any formula %s', async (_, formulas, from) => {
    await fc.assert(
      fc.asyncProperty(fc.array(formulas, { minLength: 1, maxLength: 8 }), settings, async (texts, setting) => {
        const expressions = texts.map(checked);
        const [first, second] = await Promise.all(engines.map((engine) => evaluate(engine, expressions, verbatim(from), setting)));
        expect(second?.map((row) => row.map(comparable))).toEqual(first?.map((row) => row.map(comparable)));
      }),
      { numRuns: runs, endOnFailure: false },
    );
  });
});

function checked(text: string): Expression {
  const result = checkFormula(text, exampleScope);
  if (result.kind === 'wrong') throw new Error(`${text}: ${result.problems.map((problem) => problem.message).join(' ')}`);
  return result.expression;
}

/** Of twelve digits the last ones may differ where several roundings add up. */
function comparable(value: Value): Value {
  return typeof value === 'string' && /^-?\d+\.\d+$/.test(value) ? String(Number(Number(value).toPrecision(10))) : value;
}
