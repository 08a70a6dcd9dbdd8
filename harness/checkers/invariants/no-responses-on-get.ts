import { isListening, isResponse } from '../attribution.js';
import type { Checker } from '../checker.js';
import { describeMessage } from '../describe.js';
import { checker } from '../judge.js';

const RULE = 'http.get.no-responses';

/**
 * A stream that a GET opened carries no response, unless the GET resumed a stream by `Last-Event-ID` (transports,
 * Listening for Messages from the Server).
 */
export function keepsResponsesOffGet(): Checker {
  return checker('keeps-responses-off-get', [RULE], (view, judge) => {
    for (const exchange of view.exchanges.values()) {
      if (!isListening(exchange)) continue;
      judge.saw(exchange.server.head);
      for (const record of exchange.server.messages.filter(isResponse)) {
        if (record.carrier !== 'sse') continue;
        const expected = 'no response on a GET stream that resumes nothing';
        const seen = `${describeMessage(record.message)} on ${exchange.label}`;
        judge.breach(RULE, { expected, seen, events: [exchange.request, record] });
      }
    }
  });
}
