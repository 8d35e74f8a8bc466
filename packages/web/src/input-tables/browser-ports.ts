/** The browser's randomness and time behind the domain's ports. */
import type { RandomSource } from '@penstock/domain/ports/random';

export const browserRandom: RandomSource = { bytes: (count) => crypto.getRandomValues(new Uint8Array(count)) };

export function browserLater(callback: () => void, delayMs: number): () => void {
  const timer = setTimeout(callback, delayMs);
  return () => clearTimeout(timer);
}
