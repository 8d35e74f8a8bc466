/** An OAuth client of this installation at some identity provider. */
export interface OAuthClient {
  /** `organization`, or the id of the connection that has a client of its own. */
  readonly provider: string;
  /** What people call the provider. */
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  /** Opened when the provider is about to be asked, and only then; empty for a public client. */
  readonly secret: () => Promise<string>;
  /** Beyond those every sign-in asks for. */
  readonly scopes: readonly string[];
  /** The one algorithm that an ID token may be signed with, as registered for the client. */
  readonly idTokenAlgorithm: string;
  /** Every e-mail address this provider states counts as verified. */
  readonly trustsEmail: boolean;
}

/** Where clients are found; read anew each time, so that a replaced secret holds from the next call on. */
export interface OAuthClients {
  organization(): Promise<OAuthClient | null>;
  ofConnection(connectionId: string): Promise<OAuthClient | null>;
}

export const organizationProvider = 'organization';
