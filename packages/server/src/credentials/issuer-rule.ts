/**
 * An issuer is an https URL without query or fragment (OpenID Connect Discovery 1.0, section 3). A loopback stack,
 * where nobody can listen in between, may use http.
 */
export function issuerProblem(issuer: string, allowInsecureIssuer: boolean): string | null {
  if (!URL.canParse(issuer)) return 'is not a URL';
  const url = new URL(issuer);
  if (url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '')
    return 'must have no query, fragment or user name';
  if (url.protocol === 'https:') return null;
  if (url.protocol === 'http:' && allowInsecureIssuer && isLoopback(url.hostname)) return null;
  return 'must start with https://';
}

/** True for the names and addresses of this very machine. */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/u.test(hostname);
}
