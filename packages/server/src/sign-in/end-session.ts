/** OpenID Connect RP-Initiated Logout 1.0: signing out here can go on to the provider, so that the next person is asked. */
import * as openid from 'openid-client';
import type { OAuthClients } from '../credentials/oauth-client.ts';
import type { ProviderDirectory } from '../credentials/provider-directory.ts';

export function makeEndSession(needs: {
  readonly clients: OAuthClients;
  readonly providers: ProviderDirectory;
  readonly publicUrl: string;
}): () => Promise<string | null> {
  return async () => {
    const client = await needs.clients.organization();
    if (client === null) return null;
    try {
      const configuration = await needs.providers.configuration(client);
      if (configuration.serverMetadata().end_session_endpoint === undefined) return null;
      return openid.buildEndSessionUrl(configuration, { post_logout_redirect_uri: new URL('/', needs.publicUrl).href }).href;
    } catch {
      // The session here has ended; a provider that does not answer changes nothing about that.
      return null;
    }
  };
}
