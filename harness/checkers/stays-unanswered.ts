import type { Checker } from './checker.js';
import { isResponse } from './attribution.js';
import { requestIdOf } from './answers-call.js';
import { describeMessage } from './describe.js';
import { checker } from './judge.js';
import { resumesOf } from './numbered-call.js';

const RULE = 'cancel.receiver-no-response';

/**
 * The cancelled call `label` gets no response, on its own stream or on one that resumes it. `cause` is the exchange that
 * cancelled it: a response that was there before is no breach (basic/utilities/cancellation). The work has to take so long
 * that none can be under way.
 */
export function staysUnanswered(label: string, cause: string): Checker {
  const expected = `${label} gets no response once ${cause} has cancelled it`;
  return checker(`stays-unanswered(${label})`, [RULE], (view, judge) => {
    const exchange = view.exchange(label);
    const cancellation = view.exchange(cause)?.request;
    const accepted = view.exchange(cause)?.server.head;
    if (exchange?.request === undefined || cancellation === undefined || accepted === undefined) {
      judge.inconclusive(RULE, expected, `${cause} was not answered`);
      return;
    }
    judge.saw(accepted, exchange.server.head, exchange.server.end);
    const id = requestIdOf(exchange);
    const late = [exchange, ...resumesOf(view, label)]
      .flatMap((stream) => stream.server.messages)
      .find((record) => isResponse(record) && record.message.id === id && record.index > cancellation.index);
    if (late === undefined) return;
    judge.breach(RULE, { expected, seen: describeMessage(late.message), events: [cancellation, late] });
  });
}
