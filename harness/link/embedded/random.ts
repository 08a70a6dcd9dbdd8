/**
 * A reproducible generator of numbers in [0, 1), one stream of numbers for each pair of seed and name, so that faults
 * on the same link do not disturb each other's numbers.
 */
export function seededRandom(seed: number, name: string): () => number {
  let state = (seed ^ hashText(name)) >>> 0;
  return () => {
    // Mulberry32: 32 bits of state are plenty for jitter, and it is the same on every platform.
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

// FNV-1a.
function hashText(value: string): number {
  let hash = 0x811c9dc5;
  for (const character of value) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
}
