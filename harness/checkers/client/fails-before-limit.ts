import type { Checker } from '../checker.js';
import { checker } from '../judge.js';
import { operation } from './operations.js';

const RULE = 'guarantee.settles';

/** A call that took this share of its limit ended by it: timers are not early by more. */
const BY_LIMIT = 0.95;
/** And so much of it must be left when all that held the harness up is taken off. */
const BEYOND_DOUBT = 0.6;

/**
 * The call `label`, of which nothing more can come, is ended for that reason and not by its time-out: its caller would
 * take a server that is gone for one that is slow. No text demands it, so that it is a warning.
 */
export function failsBeforeLimit(label: string): Checker {
  return checker(`fails-before-limit(${label})`, [RULE], (view, judge) => {
    const one = operation(view, label);
    const limitMs = one?.fields['timeoutMs'];
    if (one?.answer === undefined || typeof limitMs !== 'number') {
      // That it never ended is for another checker to say.
      judge.saw(one?.told);
      return;
    }
    const { told, answer } = one;
    judge.saw(answer);
    const tookMs = answer.t - told.t;
    if (tookMs < limitMs * BY_LIMIT || tookMs - judge.lagMs < limitMs * BEYOND_DOUBT) return;
    judge.breach(RULE, {
      expected: `${label} fails when it is clear that no answer will come`,
      seen: `it ended after ${Math.round(tookMs)} ms, by its limit of ${limitMs} ms`,
      events: [told, answer],
      severity: 'warn',
    });
  });
}
