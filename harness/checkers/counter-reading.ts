import type { Checker } from './checker.js';
import { describeResponse } from './describe.js';
import { checker } from './judge.js';
import { lastToolAnswer } from './tool-answer.js';

const RULE = 'lifecycle.operate.respect-version';

/**
 * The counter that `reading` tells agrees with the answer to the array in `batch`, whose members each raise it by one:
 * as many as have a result, none where it was refused.
 */
export function readsCounter(reading: string, batch: string): Checker {
  return checker(`reads-counter(${reading})`, [RULE], (view, judge) => {
    const server = view.exchange(batch)?.server;
    const last = lastToolAnswer(view, reading);
    const value = last?.answer['value'];
    if (server?.head === undefined || last === undefined || typeof value !== 'number') {
      judge.inconclusive(RULE, 'the server tells the counter', 'it did not');
      return;
    }
    judge.saw(server.head, last.record);
    const results = server.messages.filter((record) => record.message.kind === 'result').length;
    if (value === results) return;
    const expected =
      results === 0 ? 'an array that was refused has no effect' : `${results} effects for ${results} results`;
    const seen = `the counter is ${value} after ${describeResponse(server)}`;
    judge.breach(RULE, { expected, seen, events: [server.head, last.record] });
  });
}
