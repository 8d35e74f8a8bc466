/** The shipped edit log on twins, by the seed. A seed that fails is repeated with `simulate(seed, script)`. */
import { describe, expect, test } from 'vitest';
import { plantedBugs } from './planted-bugs.ts';
import { simulate } from './run.ts';
import type { Script } from './run.ts';

const seeds = Number(process.env['SIMULATION_SEEDS'] ?? 1_000);
const timeoutMs = 300_000;

async function failures(from: number, count: number, script: Script): Promise<readonly string[]> {
  const failed: string[] = [];
  for (let seed = from; seed < from + count; seed += 1) {
    const { violations } = await simulate(seed, script);
    if (violations.length > 0) failed.push(`seed ${seed}: ${violations.join('; ')}`);
  }
  return failed;
}

/** The first seed that shows the bug; `null` if none of them does. */
async function firstFinding(script: Script, count: number): Promise<number | null> {
  for (let seed = 1; seed <= count; seed += 1) if ((await simulate(seed, script)).violations.length > 0) return seed;
  return null;
}

describe('the edit log under lost answers, late rows, crashes, dead sign-ins and refusals', () => {
  test('P1 P2 P3 P4 P5 R22 R23: every seed keeps the invariants', { timeout: timeoutMs }, async () => {
    expect(await failures(1, seeds, { editsEach: 6 })).toEqual([]);
  });

  test('P12: an older metadata backup put in place loses no acknowledged edit', { timeout: timeoutMs }, async () => {
    expect(await failures(10_001, seeds, { editsEach: 6, restores: true })).toEqual([]);
  });

  test('P2 P3: metadata that is silent for longer than a lease lasts loses nothing', { timeout: timeoutMs }, async () => {
    expect(await failures(30_001, Math.ceil(seeds / 2), { editsEach: 6, metadataFails: true })).toEqual([]);
  });

  test('P5: many edits of few cells converge', { timeout: timeoutMs }, async () => {
    expect(await failures(20_001, Math.ceil(seeds / 10), { editsEach: 25, signInsEnd: false })).toEqual([]);
  });
});

describe('the simulation finds a protocol that', () => {
  for (const bug of plantedBugs) {
    test(`P3: ${bug.name} (${bug.breaks})`, { timeout: timeoutMs }, async () => {
      expect(await firstFinding({ editsEach: 6, spoil: bug.spoil, restores: bug.restores ?? false }, bug.seeds)).not.toBeNull();
    });
  }
});
