/** How this person stands with the warehouses that they sign in to as themselves, and the way to sign in again. */
import { useQuery } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import type { List, WarehouseSignIn } from '../api/contract.ts';

export const signInsKey = ['warehouse-sign-ins'] as const;

export const useWarehouseSignIns = (refetchIntervalMs: number | false = false) =>
  useQuery({
    queryKey: signInsKey,
    queryFn: ({ signal }) => api.get<List<WarehouseSignIn>>('/profile/warehouse-sign-ins', {}, signal),
    refetchInterval: refetchIntervalMs,
  });

/** The address that signs in, as the person who is here, and comes back to the page that is open. */
export function signInAddress(signInUrl: string, email: string): string {
  const address = new URL(signInUrl.replace(/^\//, ''), document.baseURI);
  address.searchParams.set('returnTo', location.pathname + location.search);
  address.searchParams.set('loginHint', email);
  return address.toString();
}

/** A sign-in that renews itself is told of only when that, too, comes to its end. */
export type SignInEnd = { readonly kind: 'ended' } | { readonly kind: 'ends-soon'; readonly at: string } | { readonly kind: 'none' };

const warnedBeforeMs = 10 * 60_000;

/** What is to be said about a sign-in now; `null`: nothing. */
export function signInEnd({ state, endsAt }: Pick<WarehouseSignIn, 'state' | 'endsAt'>, nowMs: number): SignInEnd | null {
  if (state === 'expired') return { kind: 'ended' };
  if (state === 'none') return { kind: 'none' };
  if (endsAt === null) return null;
  const leftMs = Date.parse(endsAt) - nowMs;
  if (leftMs <= 0) return { kind: 'ended' };
  return leftMs <= warnedBeforeMs ? { kind: 'ends-soon', at: endsAt } : null;
}
