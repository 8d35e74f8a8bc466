import { errorCatalogue } from './catalogue.ts';
import type { ErrorCode } from './catalogue.ts';

/** One field of a request that was refused, by JSON pointer. */
export interface FieldProblem {
  readonly pointer: string;
  readonly message: string;
}

/**
 * The only exception that is thrown on purpose. `detail` is a sentence about this occurrence and never holds a
 * secret; `facts` are machine-readable extras that go into the problem+json body.
 */
export class PenstockError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly title: string;
  readonly nextStep: string;
  readonly fields: readonly FieldProblem[];
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(
    code: ErrorCode,
    detail: string,
    options: { nextStep?: string; fields?: readonly FieldProblem[]; facts?: Readonly<Record<string, unknown>>; cause?: unknown } = {},
  ) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause });
    const entry = errorCatalogue[code];
    this.name = 'PenstockError';
    this.code = code;
    this.status = entry.status;
    this.title = entry.title;
    this.nextStep = options.nextStep ?? entry.nextStep;
    this.fields = options.fields ?? [];
    this.facts = options.facts ?? {};
  }
}
