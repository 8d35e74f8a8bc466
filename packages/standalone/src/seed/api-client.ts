/**
 * A client of the product's public API that signs in as a person does: it follows the redirects to the identity
 * provider, presses the account button and consents. It seeds the demo organization, and the system tests use it.
 */

export interface ApiAnswer<Body = unknown> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

export interface RequestOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** Cookies as a browser keeps them: by host name, whatever the port. */
export class CookieJar {
  private readonly cookies = new Map<string, Map<string, string>>();

  store(url: URL, response: Response): void {
    const host = this.cookies.get(url.hostname) ?? new Map<string, string>();
    this.cookies.set(url.hostname, host);
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';');
      const name = pair.slice(0, pair.indexOf('=')).trim();
      if (attributes.some(hasExpired)) host.delete(name);
      else host.set(name, pair.slice(pair.indexOf('=') + 1));
    }
  }

  header(url: URL): string {
    return [...(this.cookies.get(url.hostname) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');
  }
}

/** `Body`: what is assumed of an answer whose shape the caller does not name. */
export class ApiClient<Body = unknown> {
  /** Where the product answers, without a closing slash. May be changed to another node of the same installation. */
  url: string;
  readonly jar: CookieJar;
  csrfToken: string | null = null;

  constructor(url: string, jar: CookieJar = new CookieJar()) {
    this.url = url;
    this.jar = jar;
  }

  async get<Answer = Body>(path: string, options?: RequestOptions): Promise<ApiAnswer<Answer>> {
    return await this.request('GET', path, undefined, options);
  }

  async post<Answer = Body>(path: string, body?: unknown, options?: RequestOptions): Promise<ApiAnswer<Answer>> {
    return await this.request('POST', path, body, options);
  }

  async put<Answer = Body>(path: string, body?: unknown, options?: RequestOptions): Promise<ApiAnswer<Answer>> {
    return await this.request('PUT', path, body, options);
  }

  async patch<Answer = Body>(path: string, body?: unknown, options?: RequestOptions): Promise<ApiAnswer<Answer>> {
    return await this.request('PATCH', path, body, options);
  }

  async delete<Answer = Body>(path: string, options?: RequestOptions): Promise<ApiAnswer<Answer>> {
    return await this.request('DELETE', path, undefined, options);
  }

  /** `path` is below /api/v1 unless it names another place of the server itself. */
  async request<Answer = Body>(method: string, path: string, body?: unknown, options: RequestOptions = {}): Promise<ApiAnswer<Answer>> {
    const response = await this.fetch(method, path, body, options);
    const text = await response.text();
    const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, body: (isJson && text !== '' ? JSON.parse(text) : text) as Answer };
  }

  /** The same with the response unread, for streams. */
  async fetch(method: string, path: string, body?: unknown, options: RequestOptions = {}): Promise<Response> {
    const url = new URL(`${this.url}${fullPath(path)}`);
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      headers: {
        cookie: this.jar.header(url),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(this.csrfToken === null || method === 'GET' ? {} : { 'x-penstock-csrf': this.csrfToken }),
        ...options.headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    this.jar.store(url, response);
    return response;
  }

  /** Signs in through the identity provider with the account button of `accountId`. */
  async signIn(accountId: string): Promise<void> {
    const start = new URL(`${this.url}/auth/sign-in?returnTo=/`);
    await this.walk(start, accountId, (url) => url.origin === start.origin && !url.pathname.startsWith('/auth/'));
    await this.readSession();
  }

  /** Signs in with a local account of the product. */
  async signInWithPassword(email: string, password: string): Promise<void> {
    const { status, body } = await this.post<unknown>('/auth/password', { email, password });
    if (status >= 300) throw new Error(`Signing in as ${email} was answered with ${status}: ${JSON.stringify(body)}`);
    await this.readSession();
  }

  async signOut(): Promise<void> {
    await this.post('/auth/sign-out');
    this.csrfToken = null;
  }

  private async readSession(): Promise<void> {
    const { status, body } = await this.get<{ csrfToken: string }>('/session');
    if (status !== 200) throw new Error(`There is no session after the sign-in; the server answered ${status}: ${JSON.stringify(body)}`);
    this.csrfToken = body.csrfToken;
  }

  /** Follows redirects and answers the provider's pages until a redirect leads to where `isArrived` says; gives that address. */
  async walk(start: URL, accountId: string, isArrived: (url: URL) => boolean): Promise<URL> {
    let step: { readonly url: URL; readonly form: URLSearchParams | null } = { url: start, form: null };
    for (let count = 0; count < 20; count += 1) {
      const { url, form } = step;
      const response = await fetch(url, {
        redirect: 'manual',
        headers: { cookie: this.jar.header(url) },
        ...(form === null ? {} : { method: 'POST', body: form }),
      });
      this.jar.store(url, response);
      const location = response.headers.get('location');
      if (location !== null) {
        const next = new URL(location, url);
        await response.body?.cancel();
        if (isArrived(next)) return next;
        step = { url: next, form: null };
        continue;
      }
      const page = await response.text();
      const action = /<form method="post" action="([^"]+)"/.exec(page)?.[1];
      if (action === undefined)
        throw new Error(`The sign-in of ${accountId} ended at ${url.href} with ${response.status}: ${page.slice(0, 2_000)}`);
      const answer = page.includes('name="account"') ? { account: accountId } : { consent: 'allow' };
      step = { url: new URL(action, url), form: new URLSearchParams(answer) };
    }
    throw new Error(`The sign-in of ${accountId} does not come to an end.`);
  }
}

function fullPath(path: string): string {
  return /^\/(api\/|auth\/|healthz|readyz|metrics|openapi\.json)/.test(path) ? path : `/api/v1${path}`;
}

function hasExpired(attribute: string): boolean {
  const [name = '', value = ''] = attribute.split('=').map((part) => part.trim());
  if (name.toLowerCase() === 'max-age') return Number(value) <= 0;
  return name.toLowerCase() === 'expires' && Date.parse(value) <= Date.now();
}
