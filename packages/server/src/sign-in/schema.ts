/** Requests and answers of signing in, set-up and the authentication settings. */
import { z } from 'zod';

const email = z.email().max(254);
const personName = z.string().trim().min(1).max(200);
/** Length rules are told by `sign-in.weak-password`; this only bounds the work. */
const newPassword = z.string().max(1_000);

const providerFields = {
  name: z.string().trim().min(1).max(100),
  issuer: z.string().min(1).max(500),
  clientId: z.string().min(1).max(500),
  scopes: z
    .array(
      z
        .string()
        .regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/u)
        .max(200),
    )
    .max(50)
    .default([]),
  idTokenAlgorithm: z
    .enum(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'])
    .default('RS256'),
  trustsEmail: z.boolean().default(false).describe('Every e-mail address that the provider states counts as verified.'),
};

export const authenticationChangeSchema = z.strictObject({
  method: z.enum(['oauth', 'oauth-or-password']),
  provider: z
    .strictObject({
      ...providerFields,
      clientSecret: z.string().min(1).max(2_000).optional().describe('Write only; left out, the kept one stays.'),
    })
    .nullable(),
});

export const authenticationSchema = z.object({
  method: z.enum(['oauth', 'oauth-or-password']),
  provider: z.object({ ...providerFields, hasClientSecret: z.boolean() }).nullable(),
  redirectUri: z.string().describe('To be registered at the provider.'),
});

export const signInOptionsSchema = z.object({
  organizationName: z.string(),
  methods: z.array(z.enum(['oauth', 'password'])),
  provider: z.object({ name: z.string() }).nullable(),
  setUpNeeded: z.boolean(),
  demoAccounts: z.array(z.object({ name: z.string(), email: z.string(), note: z.string() })),
});

export const setUpSchema = z.strictObject({
  setUpToken: z.string().max(500),
  organizationName: z.string().trim().min(1).max(200),
  admin: z.strictObject({ email, name: personName, password: newPassword.optional() }),
  authentication: authenticationChangeSchema,
});

export const passwordSignInSchema = z.strictObject({ email: z.string().max(254), password: z.string().max(1_000) });
export const setPasswordSchema = z.strictObject({ password: newPassword });
export const changePasswordSchema = z.strictObject({ currentPassword: z.string().max(1_000), password: newPassword });

export const startQuerySchema = z.object({ returnTo: z.string().max(2_000).optional(), loginHint: z.string().max(254).optional() });
export const signOutSchema = z.object({ redirectTo: z.string().nullable() });
