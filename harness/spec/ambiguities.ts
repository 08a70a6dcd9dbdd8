import { CONTRADICTIONS } from './ambiguities/contradictions.js';
import { SILENCES } from './ambiguities/silences.js';
import { UNCLEAR_POINTS } from './ambiguities/unclear.js';
import type { Ambiguity } from './ambiguity.js';

export type { Ambiguity } from './ambiguity.js';

/** Every point that the specification leaves open, with the stance that the checkers take on it. */
export const allAmbiguities: readonly Ambiguity[] = [...CONTRADICTIONS, ...UNCLEAR_POINTS, ...SILENCES];

const byId = new Map(allAmbiguities.map((ambiguity) => [ambiguity.id, ambiguity]));

/** The ambiguity of this id, or `undefined` when there is none. */
export function ambiguityById(id: string): Ambiguity | undefined {
  return byId.get(id);
}
