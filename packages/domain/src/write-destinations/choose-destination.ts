import type { WriteDestination } from '../connections/connection.ts';
import type { VerdictDetail } from './verdict.ts';

export type DestinationVerdict = VerdictDetail & { readonly destination: WriteDestination };

/** Which destination a new object goes to; every refusal says why. */
export type DestinationChoice =
  | { readonly kind: 'chosen'; readonly destination: WriteDestination }
  | { readonly kind: 'choice-needed'; readonly among: readonly WriteDestination[] }
  | { readonly kind: 'none'; readonly why: readonly DestinationVerdict[] }
  | { readonly kind: 'not-authorized'; readonly why: DestinationVerdict }
  | { readonly kind: 'no-such-destination' };

/**
 * R15, R16: one authorized destination is taken without a question, several need a choice, none is a clear refusal,
 * and a request that names one is held to it - it is never quietly replaced by another.
 */
export function chooseDestination(verdicts: readonly DestinationVerdict[], requestedId: string | null): DestinationChoice {
  if (requestedId !== null) {
    const requested = verdicts.find((entry) => entry.destination.id === requestedId);
    if (requested === undefined) return { kind: 'no-such-destination' };
    return requested.verdict === 'authorized'
      ? { kind: 'chosen', destination: requested.destination }
      : { kind: 'not-authorized', why: requested };
  }
  const authorized = verdicts.filter((entry) => entry.verdict === 'authorized').map((entry) => entry.destination);
  const [first, second] = authorized;
  if (first === undefined) return { kind: 'none', why: verdicts };
  return second === undefined ? { kind: 'chosen', destination: first } : { kind: 'choice-needed', among: authorized };
}
