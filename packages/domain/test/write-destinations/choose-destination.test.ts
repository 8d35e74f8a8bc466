import { chooseDestination } from '@penstock/domain/write-destinations/choose-destination';
import type { DestinationVerdict } from '@penstock/domain/write-destinations/choose-destination';
import type { Verdict } from '@penstock/domain/write-destinations/verdict';
import fc from 'fast-check';
import { expect, test } from 'vitest';

const entry = (id: string, verdict: Verdict): DestinationVerdict => ({
  destination: { id, database: 'w', schema: id, position: 0 },
  verdict,
  cause: null,
  reason: null,
  missingPrivilege: null,
  grantSql: null,
});

test('R15: exactly one authorized destination is taken without a question', () => {
  expect(chooseDestination([entry('a', 'authorized'), entry('b', 'unauthorized')], null)).toMatchObject({
    kind: 'chosen',
    destination: { id: 'a' },
  });
});

test('R16: several authorized ones need a choice, in their order', () => {
  expect(chooseDestination([entry('a', 'authorized'), entry('b', 'authorized'), entry('c', 'unknown')], null)).toMatchObject({
    kind: 'choice-needed',
    among: [{ id: 'a' }, { id: 'b' }],
  });
});

test('R16: a named destination is held to: taken when authorized, refused when not, never replaced', () => {
  const verdicts = [entry('a', 'authorized'), entry('b', 'unauthorized')];
  expect(chooseDestination(verdicts, 'a')).toMatchObject({ kind: 'chosen', destination: { id: 'a' } });
  expect(chooseDestination(verdicts, 'b')).toMatchObject({ kind: 'not-authorized', why: { destination: { id: 'b' } } });
  expect(chooseDestination(verdicts, 'z')).toEqual({ kind: 'no-such-destination' });
});

test('R8: whatever is known and whatever is asked for, only an authorized destination is ever chosen', () => {
  const verdict = fc.constantFrom<Verdict>('authorized', 'unauthorized', 'unknown', 'checking');
  fc.assert(
    fc.property(fc.array(verdict, { maxLength: 4 }), fc.option(fc.constantFrom('0', '1', '2', '3', '4')), (list, requested) => {
      const verdicts = list.map((one, index) => entry(String(index), one));
      const choice = chooseDestination(verdicts, requested);
      if (choice.kind === 'chosen')
        expect(verdicts.find(({ destination }) => destination.id === choice.destination.id)?.verdict).toBe('authorized');
      else if (requested === null) expect(list.filter((one) => one === 'authorized').length).not.toBe(1);
    }),
  );
});
