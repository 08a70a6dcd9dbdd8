import type { Checker } from './checker.js';
import { checker } from './judge.js';
import { lastToolAnswer } from './tool-answer.js';

const RULE = 'guarantee.at-most-once';

/**
 * The answer of `faultline_read` in `label` says that the call was executed once at most. That it was not executed is no
 * breach: its request may have been lost.
 */
export function executedAtMostOnce(label: string): Checker {
  const expected = `the counter that ${label} reads is 0 or 1`;
  return checker(`executed-at-most-once(${label})`, [RULE], (view, judge) => {
    const last = lastToolAnswer(view, label);
    const value = last?.answer['value'];
    if (last === undefined || typeof value !== 'number') {
      judge.inconclusive(RULE, expected, 'the server did not tell');
      return;
    }
    judge.saw(last.record);
    if (value > 1) judge.breach(RULE, { expected, seen: `it is ${value}`, events: [last.record] });
  });
}
