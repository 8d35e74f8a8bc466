import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { errorCatalogue } from '../../src/errors/catalogue.ts';

const page = readFileSync(new URL('../../../../docs/reference/errors.md', import.meta.url), 'utf8');
const documented = new Map(
  [...page.matchAll(/^\| `([a-z0-9.-]+)` \| (\d{3}) \| (.+) \| (.+) \|$/gm)].map(([, code, status, title, nextStep]) => [
    code,
    { status: Number(status), title, nextStep },
  ]),
);

describe('the error catalogue', () => {
  it('has every code that docs/reference/errors.md has, and no other: otherwise run `node scripts/error-reference.ts`', () => {
    expect(Object.fromEntries(documented)).toEqual(
      Object.fromEntries(Object.entries(errorCatalogue).map(([code, { status, title, nextStep }]) => [code, { status, title, nextStep }])),
    );
  });

  it('has codes of the form room.reason, and for each a refusing status, a title and a next step', () => {
    for (const [code, { status, title, nextStep }] of Object.entries(errorCatalogue)) {
      expect(code).toMatch(/^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(600);
      expect(title, code).toMatch(/^[A-Z].*[^.]$/);
      expect(nextStep, code).toMatch(/^[A-Z].*\.$/);
    }
  });
});
