import { PenstockError } from '@penstock/domain/errors/penstock-error';

/** Makes the opaque `nextCursor` of a list from the values of its last item that the order rests on. */
export function cursorOf(values: readonly string[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** The values of a cursor; throws `request.invalid` when it is not one of ours with `count` values. */
export function readCursor(cursor: string, count: number): readonly string[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(values) && values.length === count && values.every((value) => typeof value === 'string')) return values;
  } catch {
    // falls through to the one refusal
  }
  throw new PenstockError('request.invalid', 'The cursor is not one that this list gave.', {
    fields: [{ pointer: '/querystring/cursor', message: 'is not a cursor of this list' }],
  });
}
