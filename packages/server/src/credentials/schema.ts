import { z } from 'zod';

export const warehouseSignInsSchema = z.object({
  items: z.array(
    z.object({
      connectionId: z.uuid(),
      connectionName: z.string(),
      login: z.string().nullable(),
      state: z.enum(['signed-in', 'expired', 'none']),
      expiresAt: z.iso
        .datetime()
        .nullable()
        .describe('When the present access token ends; it is renewed by itself while the sign-in lasts.'),
      refreshExpiresAt: z.iso.datetime().nullable().describe('When the sign-in itself ends, if the provider says so.'),
      endsAt: z.iso
        .datetime()
        .nullable()
        .describe('When I have to sign in again: when the sign-in itself ends or, if it cannot be renewed, its access token.'),
      signInUrl: z.string().describe('Where to send the browser to sign in again.'),
    }),
  ),
  nextCursor: z.null(),
});

export const revocationSchema = z.object({
  result: z.enum(['revoked', 'forgotten-here-only', 'nothing-to-revoke']).describe('`forgotten-here-only`: the provider did not confirm.'),
});
