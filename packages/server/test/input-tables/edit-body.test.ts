import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { editValidator } from '../../src/input-tables/edit-body.ts';
import { editRequest } from '../../src/input-tables/schema.ts';

const validate = editValidator({ schema: editRequest, method: 'POST', url: '/input-tables/:id/edits', httpPart: 'body' });

function validated(body: unknown): { readonly value: unknown } | { readonly issues: unknown } {
  const result = validate(body);
  if (typeof result !== 'object') throw new Error('the validator gave no answer');
  if ('value' in result) return { value: result.value };
  if ('error' in result) return { issues: result.error };
  throw new Error('the validator gave no answer');
}

const anyCell = fc.oneof(
  { weight: 8, arbitrary: fc.string({ maxLength: 4 }) },
  fc.constant(null),
  fc.boolean(),
  fc.array(fc.string({ maxLength: 2 }), { maxLength: 3 }),
  { weight: 2, arbitrary: fc.constantFrom(7, undefined, {}, [7]) },
);
const anyId = fc.oneof({ weight: 9, arbitrary: fc.constantFrom('r1', 'r2', 'r3') }, fc.constantFrom('', 'x'.repeat(65), 4, null));
const mostly = <T>(usual: T, other: T): fc.Arbitrary<T> => fc.oneof({ weight: 12, arbitrary: fc.constant(usual) }, fc.constant(other));
const sometimes = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined, freq: 12 });
const anyRow = fc.record(
  { id: anyId, cells: sometimes(fc.array(anyCell, { maxLength: 3 })), order: sometimes(fc.constantFrom('a1', '')), more: fc.constant(1) },
  { requiredKeys: ['id', 'cells'] },
);
const anyRows = fc.oneof({ weight: 9, arbitrary: fc.array(anyRow, { maxLength: 3 }) }, fc.constantFrom(null, 'rows', {}));
const anyBody = fc.record(
  {
    editId: mostly('0123456789abcdef0123456789abcdef', 'not an id'),
    baseNum: mostly(0, -1),
    operation: fc.oneof(
      fc.record({ op: fc.constant('insertRows'), columns: fc.constant(['c00000000']), rows: anyRows }),
      fc.record(
        {
          op: fc.constant('updateCells'),
          columns: fc.constant(['c00000000']),
          rows: anyRows,
          inserted: anyRows,
          onlyWhile: fc.constantFrom(null, 3),
          more: fc.constant(1),
        },
        { requiredKeys: ['op', 'columns', 'rows', 'inserted', 'onlyWhile'] },
      ),
      fc.record({ op: fc.constantFrom('deleteRows', 'moveRows', 'nothing'), rows: anyRows }),
    ),
    more: fc.constant(1),
  },
  { requiredKeys: ['editId', 'baseNum', 'operation'] },
);

describe('the body of an edit', () => {
  test('is accepted, cleaned and refused exactly as the schema alone would', () => {
    let accepted = 0;
    fc.assert(
      fc.property(anyBody, (body) => {
        const alone = editRequest.safeParse(body);
        const given = validated(body);
        if (alone.success) {
          accepted += 1;
          expect(given).toEqual({ value: alone.data });
        } else {
          expect('issues' in given).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
    expect(accepted).toBeGreaterThan(100);
  });

  test('names each cell that is of no kind a cell can be', () => {
    const rows = [
      { id: 'r1', cells: ['fine', 7] },
      { id: 'r2', cells: [{}, null] },
    ];
    const operation = { op: 'updateCells', columns: ['c00000000', 'c00000001'], rows, inserted: [], onlyWhile: null };
    const { issues } = validated({ editId: '0123456789abcdef0123456789abcdef', baseNum: 0, operation }) as {
      readonly issues: readonly { instancePath: string }[];
    };
    expect(issues.map(({ instancePath }) => instancePath)).toEqual(['/operation/rows/0/cells/1', '/operation/rows/1/cells/0']);
  });
});
