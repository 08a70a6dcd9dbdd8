/**
 * What became of a pair of client and server under a fault, the best first.
 *
 * `survived`: the very call succeeded. `recovered`: it failed with an error that says something, and a later one
 * succeeded. `timed-out`: the same, but nothing but the limit that the user gave ended it. `reconnect`: calls failed until the
 * user connected anew. `mute`: recovered, but an error said nothing. `lied`: the client said that it was connected while
 * every call failed. `broken`: not even a new connection worked, or one of the two processes ended. `stuck`: a call did not
 * end, long after its limit. `twice`: the server executed one call more than once.
 * `inconclusive`: the fault was not seen on the wire. `not-run`: it could not be tried; the message says why.
 */
export const CELL_OUTCOMES = [
  'survived',
  'recovered',
  'timed-out',
  'reconnect',
  'mute',
  'lied',
  'broken',
  'stuck',
  'twice',
  'inconclusive',
  'not-run',
] as const;

/** One of {@link CELL_OUTCOMES}. */
export type CellOutcome = (typeof CELL_OUTCOMES)[number];

/** Outcomes that no pair may come to: an error without a text, an untrue state, a loss for good, no end, a double. */
const FAILURES: ReadonlySet<CellOutcome> = new Set(['mute', 'lied', 'broken', 'stuck', 'twice']);

/** Whether an outcome is a failure of the pair. */
export function isFailure(outcome: CellOutcome): boolean {
  return FAILURES.has(outcome);
}

/** Which side the wire shows to be at fault; `pair` where it does not tell. */
export type Blame = 'client' | 'server' | 'pair';

/** What a cell came to. */
export interface CellJudgement {
  readonly outcome: CellOutcome;
  /** What was seen, in one sentence without its full stop. */
  readonly message: string;
  /** Given for failures, and for what had to be connected anew. */
  readonly blame?: Blame;
  /** What on the wire tells, as a sentence. */
  readonly evidence?: string;
}
