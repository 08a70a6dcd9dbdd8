import { isResponse } from './attribution.js';
import { requestIdOf } from './answers-call.js';
import type { Checker } from './checker.js';
import { describeMessage } from './describe.js';
import { checker } from './judge.js';

const RULE = 'http.resume.no-cross-stream';

/** The POST `label`, which carries a Last-Event-ID, brings no response but its own. */
export function ignoresLastEventId(label: string): Checker {
  return checker(`ignores-last-event-id(${label})`, [RULE], (view, judge) => {
    const exchange = view.exchange(label);
    const id = exchange && requestIdOf(exchange);
    judge.saw(exchange?.server.head);
    const foreign = exchange?.server.messages.find((record) => isResponse(record) && record.message.id !== id);
    if (foreign === undefined) return;
    const expected = `${label} brings its own response alone`;
    judge.breach(RULE, { expected, seen: describeMessage(foreign.message), events: [exchange?.request, foreign] });
  });
}
