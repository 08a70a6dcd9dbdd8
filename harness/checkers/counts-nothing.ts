import type { Checker } from './checker.js';
import { checker } from './judge.js';
import { lastToolAnswer } from './tool-answer.js';

const RULE = 'jsonrpc.notification.no-response';

/**
 * The counter that `reading` tells is still at zero: a call that was sent without an id was not run. JSON-RPC only says
 * that it must not be answered, so an effect is a warning.
 */
export function countsNothing(reading: string): Checker {
  return checker(`counts-nothing(${reading})`, [RULE], (view, judge) => {
    const last = lastToolAnswer(view, reading);
    const value = last?.answer['value'];
    const expected = 'a call without an id is not run';
    if (last === undefined || typeof value !== 'number') {
      judge.inconclusive(RULE, expected, 'the server did not tell the counter');
      return;
    }
    judge.saw(last.record);
    if (value === 0) return;
    judge.breach(RULE, { expected, seen: `the counter is ${value}`, events: [last.record], severity: 'warn' });
  });
}
