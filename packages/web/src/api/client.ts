/**
 * The only place that calls the API. Adds the CSRF token of the session to every mutation, a fresh Idempotency-Key unless
 * the caller brings its own, and turns every failure into a `Problem`.
 */
import { Problem, problemFrom, unreachable } from './problem.ts';

const base = (): URL => new URL('api/v1/', document.baseURI);
let csrfToken: string | null = null;
const signedOutListeners = new Set<() => void>();

/** Remembers the token that `GET /session` gave. */
export function rememberCsrfToken(token: string | null): void {
  csrfToken = token;
}

/** Called when the API says that the session has ended, or that it is another one than this page knows. */
export function onSignedOut(listener: () => void): () => void {
  signedOutListeners.add(listener);
  return () => signedOutListeners.delete(listener);
}

export interface Ask {
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

async function send(method: string, address: URL, ask: Ask): Promise<unknown> {
  const response = await answer(method, address, ask);
  return response.status === 204 ? null : await response.json().catch(() => null);
}

/** Throws every refusal. */
async function answer(method: string, address: URL, ask: Ask): Promise<Response> {
  for (const [name, value] of Object.entries(ask.query ?? {})) if (value !== undefined) address.searchParams.set(name, String(value));
  const headers = new Headers({ accept: 'application/json', ...ask.headers });
  if (method !== 'GET') {
    if (csrfToken !== null) headers.set('x-penstock-csrf', csrfToken);
    headers.set('idempotency-key', ask.idempotencyKey ?? crypto.randomUUID());
  }
  if (ask.body !== undefined) headers.set('content-type', 'application/json');
  let response: Response;
  try {
    response = await fetch(address, {
      method,
      headers,
      credentials: 'same-origin',
      ...(ask.body === undefined ? {} : { body: JSON.stringify(ask.body) }),
      ...(ask.signal === undefined ? {} : { signal: ask.signal }),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw unreachable();
  }
  if (response.ok) return response;
  const json: unknown = await response.json().catch(() => null);
  const problem = problemFrom(response.status, json);
  // A refused token may be that of an earlier session: somebody has signed in again in another tab.
  const mayBeStale = isSignedOut(problem) || problem.code === 'request.foreign-origin';
  if (mayBeStale && address.pathname !== at('/session').pathname) for (const listener of signedOutListeners) listener();
  throw problem;
}

const at = (path: string): URL => new URL(path.replace(/^\//, ''), base());

export const api = {
  get: <Answer>(path: string, query: Ask['query'] = {}, signal?: AbortSignal): Promise<Answer> =>
    send('GET', at(path), { query, ...(signal === undefined ? {} : { signal }) }) as Promise<Answer>,
  post: <Answer>(path: string, body: unknown = {}, ask: Ask = {}): Promise<Answer> =>
    send('POST', at(path), { ...ask, body }) as Promise<Answer>,
  put: <Answer>(path: string, body: unknown): Promise<Answer> => send('PUT', at(path), { body }) as Promise<Answer>,
  patch: <Answer>(path: string, body: unknown): Promise<Answer> => send('PATCH', at(path), { body }) as Promise<Answer>,
  delete: <Answer>(path: string): Promise<Answer> => send('DELETE', at(path), {}) as Promise<Answer>,
  /** Sign-in and sign-out live beside the versioned API. */
  auth: <Answer>(path: string, body: unknown = {}): Promise<Answer> =>
    send('POST', new URL(`auth/${path}`, document.baseURI), { body }) as Promise<Answer>,
};

export const apiAddress = (path: string): string => at(path).toString();
/** The session has ended: as opposed to a wrong password, which is also a 401. */
export const isSignedOut = (thrown: unknown): boolean =>
  thrown instanceof Problem && thrown.status === 401 && thrown.code === 'sign-in.required';

export const isStatus = (thrown: unknown, status: number): boolean => thrown instanceof Problem && thrown.status === status;
