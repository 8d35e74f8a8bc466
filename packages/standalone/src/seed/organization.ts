/** The demo organization: how the product's sign-in is tied to the local identity provider, and who its people are. */
import type { ApiClient } from './api-client.ts';

export const organization = {
  name: 'Penstock Demo',
  clientId: 'penstock',
  /** In tests; an installation makes a secret of its own. */
  testClientSecret: 'penstock-test-client-secret',
  scopes: ['openid', 'profile', 'email', 'offline_access', 'warehouse'],
} as const;

export interface SignInProvider {
  readonly setUpToken: string;
  readonly issuer: string;
  readonly clientSecret: string;
}

/** Sets the installation up with ada as its first Admin, who will sign in through the identity provider. */
export async function setUpOrganization(client: ApiClient, provider: SignInProvider): Promise<void> {
  const { status, body } = await client.post('/set-up', {
    setUpToken: provider.setUpToken,
    organizationName: organization.name,
    admin: { email: 'ada@penstock.example', name: 'Ada Lindqvist' },
    authentication: {
      method: 'oauth-or-password',
      provider: {
        name: 'Penstock accounts',
        issuer: provider.issuer,
        clientId: organization.clientId,
        clientSecret: provider.clientSecret,
        scopes: [...organization.scopes],
      },
    },
  });
  if (status >= 300) throw new Error(`The set-up was answered with ${status}: ${JSON.stringify(body)}`);
}
