/**
 * A refresh token reaches the audiences and scopes that its sign-in asked for (RFC 8707, section 2.2). A provider is
 * never asked for more: some count the refresh token as used before they refuse, and the whole sign-in would be lost.
 */
import type { TokenSubject } from './token-store.ts';

export interface Coverage {
  readonly audiences: readonly string[];
  readonly scopes: readonly string[];
}

export function covers(coverage: Coverage, subject: TokenSubject): boolean {
  const audience = subject.audience === '' || coverage.audiences.includes(subject.audience);
  return audience && subject.scopes.split(' ').every((scope) => scope === '' || coverage.scopes.includes(scope));
}
