/**
 * Identity providers as they describe themselves. The discovery document is remembered for some minutes; the
 * signing keys are not: each sign-in reads them anew, so that a provider may roll its keys over at any moment.
 */
import type { Clock } from '@penstock/domain/ports/clock';
import * as openid from 'openid-client';
import { issuerProblem } from './issuer-rule.ts';
import type { OAuthClient } from './oauth-client.ts';

export interface ProviderDirectory {
  /** Ready to use for one flow; rejects when the provider is unreachable or is not who it should be. */
  configuration(client: OAuthClient): Promise<openid.Configuration>;
}

/** `fetch` through the product's one outbound door. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

const documentAgeMs = 10 * 60_000;
const timeoutSeconds = 10;

export function makeProviderDirectory(needs: {
  readonly clock: Clock;
  readonly fetch: Fetch;
  readonly allowInsecureIssuer: boolean;
}): ProviderDirectory {
  const documents = new Map<string, { readonly document: Promise<openid.ServerMetadata>; readonly readAtMs: number }>();
  const throughTheDoor: openid.CustomFetch = (url, { body, ...rest }) => needs.fetch(url, { ...rest, body: body ?? null } as RequestInit);

  function document(issuer: string): Promise<openid.ServerMetadata> {
    const nowMs = needs.clock.nowMs();
    const known = documents.get(issuer);
    if (known !== undefined && nowMs - known.readAtMs < documentAgeMs) return known.document;
    const read = discover(issuer);
    documents.set(issuer, { document: read, readAtMs: nowMs });
    read.catch(() => documents.delete(issuer));
    return read;
  }

  async function discover(issuer: string): Promise<openid.ServerMetadata> {
    const problem = issuerProblem(issuer, needs.allowInsecureIssuer);
    if (problem !== null) throw new Error(`The issuer ${problem}.`);
    const found = await openid.discovery(new URL(issuer), 'discovery', undefined, openid.None(), {
      timeout: timeoutSeconds,
      [openid.customFetch]: throughTheDoor,
      execute: isInsecure(issuer) ? [openid.allowInsecureRequests] : [],
    });
    // The library forgives differences that URL parsing hides; the issuer of a token will be compared exactly.
    const metadata = found.serverMetadata();
    if (metadata.issuer !== issuer) throw new Error(`The provider says that it is ${metadata.issuer}, not ${issuer}.`);
    return metadata;
  }

  return {
    async configuration(client) {
      const [metadata, secret] = await Promise.all([document(client.issuer), client.secret()]);
      const configuration = new openid.Configuration(
        metadata,
        client.clientId,
        { id_token_signed_response_alg: client.idTokenAlgorithm },
        secret === '' ? openid.None() : openid.ClientSecretBasic(secret),
      );
      configuration.timeout = timeoutSeconds;
      configuration[openid.customFetch] = throughTheDoor;
      // The code flow would let a client trust TLS instead; here every ID token's signature is verified.
      openid.enableNonRepudiationChecks(configuration);
      if (isInsecure(client.issuer)) openid.allowInsecureRequests(configuration);
      return configuration;
    },
  };
}

/** Only reached by issuers that `issuerProblem` let pass. */
function isInsecure(issuer: string): boolean {
  return issuer.startsWith('http:');
}
