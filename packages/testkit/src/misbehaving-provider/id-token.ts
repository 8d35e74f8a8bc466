/** Signs an ID token as the behaviour of the moment wants it. */
import { createHmac } from 'node:crypto';
import { CompactSign } from 'jose';
import type { Claims, Misbehaviour } from './misbehaviours.ts';
import type { SigningKey } from './provider-keys.ts';

export async function signIdToken(
  claims: Claims,
  behaviour: Misbehaviour,
  keys: { readonly rsa: SigningKey; readonly pss: SigningKey; readonly ec: SigningKey },
  clientSecret: string,
): Promise<string> {
  const { algorithm, corrupt, wrongSecret, signatureRemains } = { algorithm: 'RS256' as const, ...behaviour.signature };
  const payload = Buffer.from(JSON.stringify(claims));
  if (algorithm === 'none') {
    const unsigned = [{ alg: 'none' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    return `${unsigned}.${signatureRemains === true ? Buffer.alloc(256, 7).toString('base64url') : ''}`;
  }
  if (algorithm === 'HS256') {
    const signed = [Buffer.from(JSON.stringify({ alg: 'HS256', typ: 'JWT' })), payload].map((part) => part.toString('base64url')).join('.');
    const secret = wrongSecret === true ? `${clientSecret}-other` : clientSecret;
    return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
  }
  const key = { RS256: keys.rsa, PS256: keys.pss, ES256: keys.ec }[algorithm];
  const header = { alg: algorithm, typ: 'JWT', ...(behaviour.keyIdIsAbsent === true ? {} : { kid: key.kid }) };
  const token = await new CompactSign(payload).setProtectedHeader(header).sign(key.privateKey);
  return corrupt === true ? corrupted(token) : token;
}

/** Flips the first bit of the signature. */
function corrupted(token: string): string {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const bytes = Buffer.from(signature, 'base64url');
  bytes[0] = (bytes[0] ?? 0) ^ 0x80;
  return [header, payload, bytes.toString('base64url')].join('.');
}
