/**
 * One way of misbehaving per module of the OpenID Foundation's conformance suite for relying parties, under the
 * module's own name without its prefix (`oidcc-client-test-`, `fapi1-advanced-final-client-test-`). An entry says only
 * what differs from a well-behaved provider.
 */
import type { JWK } from 'jose';

export type Claims = Record<string, unknown>;

export interface Misbehaviour {
  readonly discovery?: (document: Claims) => Claims;
  /** Changes the parameters that the browser brings back. */
  readonly authorizationResponse?: (parameters: URLSearchParams) => void;
  readonly idTokenClaims?: (claims: Claims) => Claims;
  readonly signature?: Signature;
  readonly keyIdIsAbsent?: true;
  /** Further keys in the key set, all for RS256. */
  readonly extraKeys?: number;
  readonly tokenAnswer?: (answer: Claims) => Claims;
  readonly userInfo?: (claims: Claims) => Claims;
  /** E-mail address and name are told only by the userinfo endpoint. */
  readonly profileOnlyInUserInfo?: true;
  /** Keys are changed before each sign-in. */
  readonly rollsKeysOver?: true;
}

/** How the ID token is signed; `corrupt` flips a bit of the signature. */
export interface Signature {
  readonly algorithm: 'RS256' | 'PS256' | 'ES256' | 'HS256' | 'none';
  readonly corrupt?: true;
  /** HS256 with another secret than the client's. */
  readonly wrongSecret?: true;
  /** `alg: none`, yet with bytes where the signature would be. */
  readonly signatureRemains?: true;
}

const week = 7 * 24 * 3_600;
const without =
  (name: string) =>
  (claims: Claims): Claims =>
    Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name));
const withClaim =
  (name: string, value: (claims: Claims) => unknown) =>
  (claims: Claims): Claims => ({ ...claims, [name]: value(claims) });
const earlier = (claims: Claims, name: string, seconds: number): number => Number(claims[name]) - seconds;

/** Ways that a conforming relying party lives with. */
export const oddities = {
  '': {},
  'happy-path': {},
  'client-secret-basic': {},
  'idtoken-sig-rs256': { signature: { algorithm: 'RS256' } },
  'kid-absent-single-jwks': { keyIdIsAbsent: true },
  'scope-userinfo-claims': { profileOnlyInUserInfo: true },
  'userinfo-bearer-header': { profileOnlyInUserInfo: true },
  'valid-aud-as-array': { idTokenClaims: withClaim('aud', ({ aud }) => [aud]) },
  'token-type-case-insensitivity': { tokenAnswer: withClaim('token_type', () => 'bEArEr') },
  'token-endpoint-response-without-expires_in': { tokenAnswer: without('expires_in') },
  'no-scope-in-token-endpoint-response': { tokenAnswer: without('scope') },
  'signing-key-rotation': { rollsKeysOver: true },
} as const satisfies Record<string, Misbehaviour>;

/** Ways that a conforming relying party must refuse. */
export const misbehaviours = {
  'discovery-issuer-mismatch': { discovery: withClaim('issuer', ({ issuer }) => `${String(issuer)}/other`) },
  'invalid-iss': { idTokenClaims: withClaim('iss', ({ iss }) => `${String(iss)}/other`) },
  'invalid-missing-iss': { idTokenClaims: without('iss') },
  'missing-sub': { idTokenClaims: without('sub') },
  'invalid-aud': { idTokenClaims: withClaim('aud', ({ aud }) => `${String(aud)}-other`) },
  'missing-aud': { idTokenClaims: without('aud') },
  'invalid-missing-aud': { idTokenClaims: without('aud'), profileOnlyInUserInfo: true },
  'invalid-secondary-aud': { idTokenClaims: withClaim('aud', ({ aud }) => [aud, 'somebody-else']) },
  'missing-iat': { idTokenClaims: without('iat') },
  'iat-is-week-in-past': { idTokenClaims: withClaim('iat', (claims) => earlier(claims, 'iat', week)) },
  'invalid-expired-exp': { idTokenClaims: withClaim('exp', (claims) => earlier(claims, 'iat', 300)) },
  'invalid-missing-exp': { idTokenClaims: without('exp') },
  'invalid-nonce': { idTokenClaims: withClaim('nonce', ({ nonce }) => `${String(nonce)}1`) },
  'nonce-invalid': { idTokenClaims: withClaim('nonce', () => 'a nonce of another sign-in') },
  'invalid-missing-nonce': { idTokenClaims: without('nonce') },
  'invalid-null-alg': { signature: { algorithm: 'none', signatureRemains: true } },
  'invalid-alternate-alg': { signature: { algorithm: 'PS256' } },
  'invalid-signature': { signature: { algorithm: 'RS256', corrupt: true } },
  'kid-absent-multiple-jwks': { keyIdIsAbsent: true, extraKeys: 1 },
  'userinfo-invalid-sub': { profileOnlyInUserInfo: true, userInfo: withClaim('sub', ({ sub }) => `${String(sub)}-other`) },
  'invalid-authorization-response-iss': { authorizationResponse: (parameters) => parameters.set('iss', `${parameters.get('iss')}/other`) },
  'remove-authorization-response-iss': { authorizationResponse: (parameters) => parameters.delete('iss') },
  'ensure-authorization-response-with-invalid-state-fails': {
    authorizationResponse: (parameters) => parameters.set('state', `${parameters.get('state')}1`),
  },
  'ensure-authorization-response-with-invalid-missing-state-fails': { authorizationResponse: (parameters) => parameters.delete('state') },
  'idtoken-sig-none': { signature: { algorithm: 'none' } },
  'invalid-sig-rs256': { signature: { algorithm: 'RS256', corrupt: true } },
  'invalid-sig-es256': { signature: { algorithm: 'ES256', corrupt: true } },
  'invalid-sig-hs256': { signature: { algorithm: 'HS256', wrongSecret: true } },
} as const satisfies Record<string, Misbehaviour>;

export type OddityName = keyof typeof oddities;
export type MisbehaviourName = keyof typeof misbehaviours;

export function behaviourOf(name: OddityName | MisbehaviourName): Misbehaviour {
  return { ...oddities, ...misbehaviours }[name];
}

/** The key set as published. */
export function keySet(keys: readonly JWK[], behaviour: Misbehaviour): { keys: JWK[] } {
  return { keys: keys.map((key) => (behaviour.keyIdIsAbsent === true ? { ...key, kid: undefined } : key)) as JWK[] };
}
