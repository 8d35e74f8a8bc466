/** Shapes that requests and answers of several rooms share. */
import { z } from 'zod';

export const id = z.uuid().describe('UUID');

export const idParams = z.object({ id });

export const time = z.iso.datetime().describe('ISO 8601, UTC');

/** Text that people name things with: trimmed, without control characters or halves of a character. */
export function nameText(maximum: number): z.ZodString {
  return z
    .string()
    .trim()
    .min(1)
    .max(maximum)
    .refine((text) => text.isWellFormed() && !/\p{Cc}/u.test(text), 'has characters that cannot be shown');
}

export const listQuery = z.object({ cursor: z.string().max(1_000).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) });

/** A page of a list; `nextCursor` is null on the last. */
export function listOf<Item extends z.ZodType>(
  item: Item,
): z.ZodObject<{ items: z.ZodArray<Item>; nextCursor: z.ZodNullable<z.ZodString> }> {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

/** An answer without a body. */
export const nothing = z.undefined().describe('Done; there is nothing to say.');
