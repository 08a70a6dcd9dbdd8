import type { Revision } from './revisions.js';

/** Why a point is open: texts disagree, a text can be read in two ways, or no text covers it. */
export type AmbiguityKind = 'contradiction' | 'unclear' | 'silence';

/** A point on which the specification does not settle how to judge. */
export interface Ambiguity {
  readonly id: string;
  readonly kind: AmbiguityKind;
  /** The revisions in which the point is open. */
  readonly revisions: readonly Revision[];
  /** Ids of the requirements whose verdicts depend on it. */
  readonly requirements: readonly string[];
  /** How the point is judged until the specification settles it, in one or two sentences. */
  readonly stance: string;
}
