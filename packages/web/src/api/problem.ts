/** A refusal or failure of the API, as problem+json told it; a lost connection has the code `network.unreachable`. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly nextStep: string;
  readonly requestId: string | null;
  readonly fields: readonly { readonly pointer: string; readonly message: string }[];
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(parts: {
    status: number;
    code: string;
    title: string;
    detail: string;
    nextStep: string;
    requestId?: string | null;
    fields?: Problem['fields'];
    facts?: Problem['facts'];
  }) {
    super(parts.detail);
    this.name = 'Problem';
    this.status = parts.status;
    this.code = parts.code;
    this.title = parts.title;
    this.nextStep = parts.nextStep;
    this.requestId = parts.requestId ?? null;
    this.fields = parts.fields ?? [];
    this.facts = parts.facts ?? {};
  }
}

const text = (value: unknown, otherwise: string): string => (typeof value === 'string' && value !== '' ? value : otherwise);

/** Reads a problem+json body; anything else becomes a problem that says what is known. */
export function problemFrom(status: number, body: unknown): Problem {
  const facts = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  return new Problem({
    status,
    code: text(facts['code'], 'server.failure'),
    title: text(facts['title'], status >= 500 ? 'The server failed' : 'The request was refused'),
    detail: text(facts['detail'], `The server answered with status ${status}.`),
    nextStep: text(facts['nextStep'], 'Try again; if it stays, tell your administrator.'),
    requestId: typeof facts['requestId'] === 'string' ? facts['requestId'] : null,
    fields: Array.isArray(facts['fields']) ? (facts['fields'] as Problem['fields']) : [],
    facts,
  });
}

/** Any thrown thing as a problem, so that a screen has one shape to show. */
export function asProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  return new Problem({
    status: 0,
    code: 'screen.failure',
    title: 'This screen failed',
    detail: thrown instanceof Error ? thrown.message : 'Something unexpected happened.',
    nextStep: 'Reload the page; edits that were not yet saved are kept in this browser.',
  });
}

export const unreachable = (): Problem =>
  new Problem({
    status: 0,
    code: 'network.unreachable',
    title: 'Penstock cannot be reached',
    detail: 'The server did not answer. Your connection may be interrupted.',
    nextStep: 'What you typed is kept in this browser and sent when the connection is back.',
  });

/** The message for one form field, by JSON pointer. */
export const fieldMessage = (problem: Problem | null, pointer: string): string | undefined =>
  problem?.fields.find((field) => field.pointer === pointer)?.message;
