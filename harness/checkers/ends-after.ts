import type { Checker, Severity } from './checker.js';
import { isResponse } from './attribution.js';
import { describeResponse } from './describe.js';
import { checker } from './judge.js';

/**
 * The response to `label`, which was open when `cause` was answered, is ended by the server. The case must have waited for
 * that end before it went on, so that an end which is not in the history did not come in time.
 */
export function endsAfter(label: string, cause: string, rule: string, severity?: Severity): Checker {
  const expected = `${label} comes to an end after ${cause}`;
  return checker(`ends-after(${label}, ${cause})`, [rule], (view, judge) => {
    const exchange = view.exchange(label);
    const causing = view.exchange(cause)?.server.head;
    if (exchange?.request === undefined || causing === undefined) {
      judge.inconclusive(rule, expected, `${causing === undefined ? cause : label} was not answered`);
      return;
    }
    const { head, end, messages } = exchange.server;
    judge.saw(head, end);
    const finished = messages.find(isResponse);
    if (finished !== undefined && finished.index < causing.index) {
      judge.inconclusive(rule, expected, `${label} was answered before ${cause} was`);
      return;
    }
    if (end !== undefined && end.ending !== 'abandoned' && end.ending !== 'link') return;
    const seen = describeResponse(exchange.server);
    judge.breach(rule, { expected, seen, events: [exchange.request, causing, end], ...(severity && { severity }) });
  });
}
