/** Whether what a person wrote is one SELECT that may run as a source. */
import type { GuardedSql } from '@penstock/domain/queries/resolved-source';

export type GuardVerdict =
  /** `text`: without the final semicolon, to be wrapped as a subquery. */
  | { readonly kind: 'allowed'; readonly text: GuardedSql }
  /** `position`: UTF-16 offset into the text; `null` where it is about the whole. */
  | { readonly kind: 'refused'; readonly message: string; readonly position: number | null };

/** Nothing passes until it can be parsed. */
export function guardCustomSql(_text: string): Promise<GuardVerdict> {
  return Promise.resolve({ kind: 'refused', message: 'Custom SQL cannot be used yet.', position: null });
}
