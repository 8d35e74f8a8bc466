/** Randomness as a port: cryptographic in the product, seeded in the simulation. */
export interface RandomSource {
  bytes(count: number): Uint8Array;
}
