/**
 * Which member an identity of a provider belongs to. Pure; the rules in their order:
 *   1. issuer and subject are known: that member, whatever the e-mail address says today
 *   2. without a verified e-mail address nobody is made or linked: addresses can be claimed by anyone
 *   3. nobody has the address: a new member
 *   4. a member has the address and no identity at this issuer: the two are linked, once
 *   5. a member has the address and another identity at this issuer: refused, addresses are handed on in companies
 */
export interface IdentityFacts {
  /** Member that is linked to issuer and subject. */
  readonly linkedMemberId: string | null;
  readonly emailVerified: boolean;
  readonly memberWithEmail: { readonly id: string; readonly hasIdentityAtIssuer: boolean } | null;
}

export type IdentityDecision =
  | { readonly kind: 'member'; readonly memberId: string }
  | { readonly kind: 'link'; readonly memberId: string }
  | { readonly kind: 'create' }
  | { readonly kind: 'refuse'; readonly code: 'sign-in.email-unverified' | 'sign-in.identity-taken' };

export function whoseIdentity(facts: IdentityFacts): IdentityDecision {
  if (facts.linkedMemberId !== null) return { kind: 'member', memberId: facts.linkedMemberId };
  if (!facts.emailVerified) return { kind: 'refuse', code: 'sign-in.email-unverified' };
  if (facts.memberWithEmail === null) return { kind: 'create' };
  if (facts.memberWithEmail.hasIdentityAtIssuer) return { kind: 'refuse', code: 'sign-in.identity-taken' };
  return { kind: 'link', memberId: facts.memberWithEmail.id };
}
