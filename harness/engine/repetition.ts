import { availableParallelism, loadavg } from 'node:os';
import type { FinishedCase } from './run-case.js';

/** Decides whether a result is believed at once or shown again first. */
export interface Repetition {
  /** Whether the case should run once more, with more patience, before its result counts. */
  isDue(finished: FinishedCase): boolean;
  /** Tells what a repetition came to. */
  note(first: FinishedCase, again: FinishedCase): void;
}

/** Factor on the deadlines of a repeated case. */
export const REPEATED_PATIENCE = 2.5;

/** A case that did not pass while the harness itself was held up this long is run once more. */
const LAG_MS = 150;
/** Tasks a core, from which on a missed deadline may mean slow rather than never. */
const LOAD_A_CORE = 1.25;
/** So many deadlines that were missed again, without one that was not, and the target simply does not answer. */
const CONFIRMED_ENOUGH = 6;

function machineIsBusy(): boolean {
  return (loadavg()[0] ?? 0) > availableParallelism() * LOAD_A_CORE;
}

/** A machine that is busy must not turn slow into wrong, nor a target that hangs turn a run into hours. */
export function createRepetition(): Repetition {
  let confirmed = 0;
  let refuted = 0;
  return {
    isDue({ result, lagMs, missedDeadline }) {
      if (result.verdict === 'pass' || result.verdict === 'error') return false;
      if (lagMs >= LAG_MS) return true;
      return missedDeadline && machineIsBusy() && (confirmed < CONFIRMED_ENOUGH || refuted > 0);
    },
    note(first, again) {
      if (first.result.verdict === again.result.verdict) confirmed += 1;
      else refuted += 1;
    },
  };
}
