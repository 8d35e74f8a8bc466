import { simulate } from './run.ts';
const from = Number(process.argv[2] ?? 1), to = Number(process.argv[3] ?? 20);
const begun = Date.now(); let bad = 0; const crashes = new Map<string, number>();
for (let seed = from; seed <= to; seed++) {
  const report = await simulate(seed, { editsEach: 6, restores: process.argv[4] === 'restore' });
  for (const [k, v] of report.crashes) crashes.set(k, (crashes.get(k) ?? 0) + v);
  if (report.violations.length > 0) { bad++; if (bad <= 8) console.log(seed, report.edits, report.violations.slice(0, 4)); }
}
console.log({ bad, of: to - from + 1, ms: Date.now() - begun }, crashes);
