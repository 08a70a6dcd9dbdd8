import type { Checker } from './checker.js';
import { isResponse } from './attribution.js';
import { describeResponse } from './describe.js';
import { checker } from './judge.js';

const RULE = 'http.stream.disconnect-not-cancel';

/**
 * Reports whether `label`, whose client closed its writing side after the request, was answered all the same. No text
 * of the protocol speaks of half-closed connections, so it is a note only.
 */
export function deliversInSpiteOfHalfClose(label: string): Checker {
  return checker(`delivers-in-spite-of-half-close(${label})`, [RULE], (view, judge) => {
    const exchange = view.exchange(label);
    if (exchange?.request === undefined) {
      judge.inconclusive(RULE, `${label} is sent`, 'it was not');
      return;
    }
    const { head, end, messages } = exchange.server;
    // The end of the connection is an answer as well, so the request is all that has to be there.
    judge.saw(head, end, exchange.request);
    if (messages.some(isResponse)) return;
    judge.note(RULE, `${label} is answered`, describeResponse(exchange.server), head, end);
  });
}
