import { defineErrors } from './define.ts';

/** Errors of any request, whatever room it goes to. */
export const requestErrors = defineErrors({
  'request.invalid': { status: 400, title: 'The request does not fit its schema', nextStep: 'Correct the named fields and send it again.' },
  'request.not-found': { status: 404, title: 'Nothing is there', nextStep: 'Check the address, or that the thing was shared with you.' },
  'request.too-large': { status: 413, title: 'The request is too large', nextStep: 'Send less at once.' },
  'request.unsupported-type': {
    status: 415,
    title: 'The request body is of a kind that is not read',
    nextStep: 'Send JSON with the content type application/json.',
  },
  'request.idempotency-mismatch': {
    status: 409,
    title: 'This idempotency key was used for another request',
    nextStep: 'Use a new Idempotency-Key for a new request.',
  },
  'request.in-progress': {
    status: 409,
    title: 'The same request is still running',
    nextStep: 'Wait a moment and send it again with the same key.',
  },
  'request.foreign-origin': { status: 403, title: 'The request came from another site', nextStep: 'Open Penstock itself and try there.' },
  'request.limit': { status: 429, title: 'Too many requests', nextStep: 'Wait as long as Retry-After says.' },
  'server.metadata-unavailable': {
    status: 503,
    title: 'The metadata database does not answer',
    nextStep: 'Try again shortly; nothing that was acknowledged is lost.',
  },
  'server.failure': {
    status: 500,
    title: 'The server failed',
    nextStep: 'Try again; if it stays, give the request id to your administrator.',
  },
});
