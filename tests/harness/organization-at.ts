/** An installation whose people sign in at the misbehaving provider, with an Admin who has a password. */
import type { Issuer } from '@penstock/testkit/misbehaving-provider/provider';
import type { ApiAnswer, ApiClient, Rig } from './rig.ts';

const admin = { email: 'admin@example.com', name: 'Admin', password: 'a password for tests' };

/** Sets the rig's installation up (start it with `setUp: false`); gives its Admin, signed in. */
export async function setUpWithPassword(rig: Rig): Promise<ApiClient> {
  const client = rig.anonymous();
  const { status, body } = await client.post('/set-up', {
    setUpToken: rig.setUpToken,
    organizationName: 'Tests',
    admin,
    authentication: { method: 'oauth-or-password', provider: null },
  });
  if (status >= 300) throw new Error(`The set-up was answered with ${status}: ${JSON.stringify(body)}`);
  await client.signInWithPassword(admin.email, admin.password);
  return client;
}

/** From now on people sign in at that issuer. */
export async function signInAt(client: ApiClient, issuer: Issuer, options: { idTokenAlgorithm?: string } = {}): Promise<ApiAnswer> {
  return client.put('/authentication', {
    method: 'oauth-or-password',
    provider: { name: 'Testing provider', issuer: issuer.issuer, clientId: issuer.clientId, clientSecret: issuer.clientSecret, ...options },
  });
}
