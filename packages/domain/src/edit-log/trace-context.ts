/**
 * The trace of an edit, in the words of W3C Trace Context (https://www.w3.org/TR/trace-context/). An edit id is 128
 * random bits in hex, which is just what a trace id is: an edit's trace is found under its edit id, on every node and
 * however late the edit is applied, and nothing is kept for it.
 */

export interface TraceContext {
  /** 32 hex digits, not all zero. */
  readonly traceId: string;
  /** 16 hex digits, not all zero: the step of the caller from which this request came. */
  readonly spanId: string;
}

/** The two headers with which a browser begins the trace of an edit. `madeAtMs`: when the person made it, by their clock. */
export function traceHeaders(context: TraceContext, madeAtMs: number): { readonly traceparent: string; readonly tracestate: string } {
  return { traceparent: `00-${context.traceId}-${context.spanId}-01`, tracestate: `penstock=made:${madeAtMs}` };
}

const traceparentForm = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-.*)?$/;

/** `null` for what the specification tells to ignore, and then a new trace begins. */
export function readTraceparent(header: unknown): TraceContext | null {
  if (typeof header !== 'string' || header.length > 512) return null;
  const [, version, traceId = '', spanId = '', more] = traceparentForm.exec(header) ?? [];
  if (version === undefined || version === 'ff' || (version === '00' && more !== undefined)) return null;
  return /[1-9a-f]/.test(traceId) && /[1-9a-f]/.test(spanId) ? { traceId, spanId } : null;
}

/** When a browser of ours says that the edit was made; `null` when it was another client. */
export function readMadeAt(tracestate: unknown): number | null {
  if (typeof tracestate !== 'string' || tracestate.length > 512) return null;
  const text = /(?:^|,)\s*penstock=made:(\d{1,15})\s*(?:,|$)/.exec(tracestate)?.[1];
  return text === undefined ? null : Number(text);
}

/** 64 random bits in hex. */
export function newSpanId(random: { bytes(count: number): Uint8Array }): string {
  return Array.from(random.bytes(8), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
