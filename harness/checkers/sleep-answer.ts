import { responsesTo } from './answers-call.js';
import type { Checker } from './checker.js';
import { checker } from './judge.js';
import { toolAnswerOf } from './tool-answer.js';

const RULE = 'guarantee.no-crossing';

/** The answer of `faultline_sleep` names the time that this call asked for: it is not the answer to another call. */
export function sleepsAsAsked(label: string, ms: number): Checker {
  return checker(`sleeps-as-asked(${label})`, [RULE], (view, judge) => {
    const expected = `the answer to ${label} says that it slept ${ms} ms`;
    const [record] = responsesTo(view, label);
    if (record === undefined) {
      judge.inconclusive(RULE, expected, 'there was no answer');
      return;
    }
    judge.saw(record);
    const answer = toolAnswerOf(record.message);
    // An error is no crossing; whether there may be one is another checker's affair.
    if (answer === undefined || answer['slept'] === ms) return;
    judge.breach(RULE, { expected, seen: `slept ${String(answer['slept'])} ms`, events: [record] });
  });
}
