import { createHash } from 'node:crypto';

/** Seeded numbers in [0, 1): the same for the same parts. Small and fast; not for secrets. */
export function seededRandom(...parts: readonly (string | number)[]): () => number {
  let state = createHash('sha256').update(parts.join('\u0000')).digest().readUInt32LE(0);
  return () => {
    // mulberry32: one 32-bit state, full period.
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
