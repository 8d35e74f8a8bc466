/** A browser as far as signing in needs one: cookies and redirects, one step at a time. */
import { CookieJar } from '@penstock/standalone/seed/api-client';

export class Browser {
  readonly origin: string;
  readonly jar = new CookieJar();

  constructor(origin: string) {
    this.origin = origin;
  }

  /** One request; redirects are not followed. */
  async go(address: string | URL, init: RequestInit = {}): Promise<Response> {
    const url = new URL(address, this.origin);
    const response = await fetch(url, {
      redirect: 'manual',
      ...init,
      headers: { cookie: this.jar.header(url), ...(init.headers as Record<string, string>) },
    });
    this.jar.store(url, response);
    return response;
  }

  /** Starts a sign-in; the address at the provider that the browser is sent to. */
  async startSignIn(returnTo = '/'): Promise<URL> {
    const response = await this.go(`/auth/sign-in?${new URLSearchParams({ returnTo }).toString()}`);
    return locationOf(response);
  }

  /** Signs in at a provider that asks nothing; the server's answer to the response that the browser brings back. */
  async signIn(returnTo = '/'): Promise<Response> {
    const back = await this.visitProvider(await this.startSignIn(returnTo));
    return this.go(back);
  }

  /** Where the provider sends the browser back to. */
  async visitProvider(authorization: URL): Promise<URL> {
    return locationOf(await this.go(authorization));
  }

  async isSignedIn(): Promise<boolean> {
    return (await this.go('/api/v1/session')).status === 200;
  }

  /** Value of the session cookie, if there is one. */
  get sessionCookie(): string | null {
    return /(?:^|; )(?:__Host-penstock|penstock-[0-9a-f]{8})=([^;]+)/u.exec(this.jar.header(new URL(this.origin)))?.[1] ?? null;
  }
}

/** Throws with the body when the answer is no redirect. */
function locationOf(response: Response): URL {
  const location = response.headers.get('location');
  if (location === null) throw new Error(`${response.url} answered ${response.status} without a redirect`);
  return new URL(location, response.url);
}
