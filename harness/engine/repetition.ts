import { availableParallelism, loadavg } from 'node:os';
import type { FinishedCase } from './run-case.js';

/** Decides whether a result is believed at once or shown again first. */
export interface Repetition {
  /** Whether the case should run once more, with more patience, before its result counts. */
  isDue(finished: FinishedCase): boolean;
  /** Factor on the deadlines of a case that is repeated now. */
  patience(): number;
  /** Tells what a repetition came to. */
  note(first: FinishedCase, again: FinishedCase): void;
}

/** Factor on the deadlines of a repeated case, where the machine is not so busy that it has to be more. */
const PATIENCE = 2.5;
/** Of tasks that share a core each gets its turn late: twice for the harness and the target, which wait for each other. */
const PATIENCE_A_TASK = 2;
const PATIENCE_MAX = 20;

/** A case that did not pass while the harness itself was held up this long is run once more. */
const LAG_MS = 150;
/**
 * Tasks a core, from which on a missed deadline may mean slow rather than never. A deadline is many times of what an
 * answer took at first, and a run keeps up to two tasks a core busy by itself.
 */
const LOAD_A_CORE = 2.5;
/** So many deadlines that were missed again, without one that was not, and the target simply does not answer. */
const CONFIRMED_ENOUGH = 6;

function tasksACore(): number {
  return (loadavg()[0] ?? 0) / availableParallelism();
}

/** A machine that is busy must not turn slow into wrong, nor a target that hangs turn a run into hours. */
export function createRepetition(): Repetition {
  let confirmed = 0;
  let refuted = 0;
  return {
    isDue({ result, lagMs, missedMs }) {
      if (result.verdict === 'pass' || result.verdict === 'error') return false;
      if (lagMs >= LAG_MS) return true;
      return missedMs !== undefined && tasksACore() > LOAD_A_CORE && (confirmed < CONFIRMED_ENOUGH || refuted > 0);
    },
    patience: () => Math.min(PATIENCE_MAX, Math.max(PATIENCE, tasksACore() * PATIENCE_A_TASK)),
    note(first, again) {
      if (first.result.verdict === again.result.verdict) confirmed += 1;
      else refuted += 1;
    },
  };
}
