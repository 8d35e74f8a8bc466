/** Every example of the reference of functions is executed on every engine and gives what the reference says. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { functionCatalogue } from '@penstock/domain/formula/catalogue';
import { checkFormula } from '@penstock/domain/formula/check';
import { containsAggregate } from '@penstock/domain/formula/walk';
import { exampleScope } from '@penstock/domain/formula/example-rows';
import type { FunctionExample } from '@penstock/domain/formula/function-entry';
import type { Shape } from '@penstock/domain/formula/expression';
import { verbatim } from '@penstock/warehouse/sql/fragment';
import { engineNames, evaluate, significant, startFormulaEngine } from './formula-engines.ts';
import type { FormulaEngine, Value } from './formula-engines.ts';

const rowsFor: Readonly<Record<Shape, string>> = {
  row: '(select * from "Example" where "Row" = 1) as o',
  aggregate: '"Example" as o',
  window: '"Example" as o order by "Row"',
};

describe.each(engineNames)('formulas on %s: each example gives what the reference of functions says', (name) => {
  let engine: FormulaEngine;

  beforeAll(async () => {
    engine = await startFormulaEngine(name);
  });

  afterAll(async () => {
    await engine.close();
  });

  for (const entry of functionCatalogue) {
    test(entry.name, async () => {
      const found: string[] = [];
      for (const example of entry.examples) {
        const result = await resultOf(engine, example).catch((error: unknown) => String(error));
        const expected = documented(example);
        if (JSON.stringify(result) !== JSON.stringify(expected)) {
          found.push(`${example.formula} gave ${JSON.stringify(result)}, not ${JSON.stringify(expected)}`);
        }
      }
      expect(found).toEqual([]);
    });
  }
});

async function resultOf(engine: FormulaEngine, example: FunctionExample): Promise<Value | Value[]> {
  const checked = checkFormula(example.formula, exampleScope);
  if (checked.kind === 'wrong') return checked.problems.map((problem) => problem.message).join(' ');
  const setting = { timeZone: example.timeZone ?? 'UTC', weekStart: example.weekStart ?? 'monday' };
  const rows = await evaluate(
    engine,
    [checked.expression],
    verbatim(containsAggregate(checked.expression) ? rowsFor.aggregate : rowsFor[checked.shape]),
    setting,
  );
  const values = rows.map(([value]) => value ?? null);
  return checked.shape === 'window' ? values : (values[0] ?? null);
}

/** Numbers to as many digits as engines agree on. */
function documented({ result, formula }: FunctionExample): Value | readonly Value[] {
  const checked = checkFormula(formula, exampleScope);
  const rounded = (value: Value): Value =>
    checked.kind === 'checked' && checked.type === 'number' && typeof value === 'string' ? significant(value) : value;
  return typeof result === 'object' && result !== null ? result.map(rounded) : rounded(result as Value);
}
