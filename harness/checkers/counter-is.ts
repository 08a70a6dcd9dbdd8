import type { Checker, Severity } from './checker.js';
import { checker } from './judge.js';
import { lastToolAnswer } from './tool-answer.js';

/** The answer of `faultline_read` in `label` says that the counter stands at `value`. */
export function counterIs(label: string, value: number, rule: string, severity?: Severity): Checker {
  const expected = `the counter that ${label} reads is ${value}`;
  return checker(`counter-is-${value}(${label})`, [rule], (view, judge) => {
    const last = lastToolAnswer(view, label);
    const seen = last?.answer['value'];
    if (last === undefined || typeof seen !== 'number') {
      judge.inconclusive(rule, expected, 'the server did not tell');
      return;
    }
    judge.saw(last.record);
    if (seen === value) return;
    judge.breach(rule, { expected, seen: `it is ${seen}`, events: [last.record], ...(severity && { severity }) });
  });
}
