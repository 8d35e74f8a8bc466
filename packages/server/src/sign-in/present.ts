import type { z } from 'zod';
import type { AuthenticationSettings } from './authentication-settings.ts';
import type { authenticationSchema } from './schema.ts';

/** The settings without the secret: only that there is one. */
export function presentAuthentication(settings: AuthenticationSettings, publicUrl: string): z.infer<typeof authenticationSchema> {
  const { method, provider } = settings;
  return {
    method,
    provider:
      provider === null
        ? null
        : { ...provider, scopes: [...provider.scopes], idTokenAlgorithm: algorithmOf(provider.idTokenAlgorithm), hasClientSecret: true },
    redirectUri: new URL('/auth/callback', publicUrl).href,
  };
}

type Algorithm = NonNullable<z.infer<typeof authenticationSchema>['provider']>['idTokenAlgorithm'];

/** The column is only written through the schema. */
function algorithmOf(kept: string): Algorithm {
  return kept as Algorithm;
}
