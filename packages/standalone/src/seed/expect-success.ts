import type { ApiAnswer } from './api-client.ts';

/** The body of a successful answer; throws what the server said otherwise. */
export function expectSuccess(answer: ApiAnswer): unknown {
  if (answer.status < 300) return answer.body;
  throw new Error(`The server answered ${answer.status}: ${JSON.stringify(answer.body)}`);
}
