/** What can be said about the strength of random-looking ids from a sample of them. */
export interface IdStrength {
  /** Ids that occur more than once. */
  readonly repeated: number;
  /** Estimated bits of one id that an observer of the others cannot foretell; an upper bound. */
  readonly bits: number;
}

/**
 * Shannon entropy of the characters at one place, in bits, with the correction of Miller and Madow for the size of the
 * sample: 64 draws from an even alphabet of 16 come to 4 bits and not to 3.8.
 */
function entropyAt(characters: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const character of characters) counts.set(character, (counts.get(character) ?? 0) + 1);
  const total = characters.length;
  let bits = 0;
  for (const count of counts.values()) bits -= (count / total) * Math.log2(count / total);
  return bits + (counts.size - 1) / (2 * total * Math.LN2);
}

/**
 * Measures a sample of ids, in the order in which they were issued. Each place in the id (counted from the end, so that
 * numbers of different length line up) is taken as a source of its own: constants add nothing, and counters and clocks
 * vary in their last places only, so that they come out small. A hash of a counter looks strong.
 */
export function idStrength(ids: readonly string[]): IdStrength {
  const longest = ids.reduce((length, id) => Math.max(length, id.length), 0);
  let bits = 0;
  for (let fromEnd = 1; fromEnd <= longest; fromEnd += 1) bits += entropyAt(ids.map((id) => id.at(-fromEnd) ?? ''));
  return { repeated: ids.length - new Set(ids).size, bits };
}
