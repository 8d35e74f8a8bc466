/**
 * Where a finished sign-in leads: only to a path of this very installation (no open redirect, RFC 9700 section 4.11).
 * Everything else, however it is spelled, becomes the home page.
 */
export function ownPath(returnTo: string | undefined, publicUrl: string): string {
  if (returnTo === undefined || !returnTo.startsWith('/') || !URL.canParse(returnTo, publicUrl)) return '/';
  // The URL parser sees what a browser would see: back slashes, tabs and dots have no tricks left after it.
  const url = new URL(returnTo, publicUrl);
  const path = url.pathname + url.search + url.hash;
  const leavesHere = url.origin !== new URL(publicUrl).origin || path.startsWith('//');
  const signsInAgain = url.pathname.startsWith('/auth/');
  return leavesHere || signsInAgain ? '/' : path;
}
