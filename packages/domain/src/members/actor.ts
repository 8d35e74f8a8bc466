import type { Permission } from './permissions.ts';

/** Who is asking: a signed-in member, through a browser session or an API key. */
export interface Actor {
  readonly memberId: string;
  readonly email: string;
  readonly name: string;
  readonly permissions: ReadonlySet<Permission>;
  /** The sign-in session, to which write authorizations are bound; an API key has one of its own kind. */
  readonly sessionId: string;
  readonly through: 'session' | 'api-key';
}
