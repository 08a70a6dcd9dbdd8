import type { HistoryEvent } from '../../history/events.js';
import type { ExchangeView, HistoryView } from '../../history/view.js';
import { idKey, isFaulted, isResponse, requestsOf } from '../attribution.js';
import type { RecordedMessage } from '../attribution.js';
import type { Checker } from '../checker.js';
import { describeResponse } from '../describe.js';
import { checker } from '../judge.js';

const RULE = 'http.stream.end-after-response';

/** A stream that is still open so long after its last response was not about to end. Early-sided: more is no worse. */
const OPEN_TOO_LONG_MS = 2000;

/** The response that was due last, once all of them are there. */
function lastResponse(exchange: ExchangeView): RecordedMessage | undefined {
  const due = new Set(requestsOf(exchange).map((request) => idKey(request.message.id)));
  if (due.size === 0) return undefined;
  for (const record of exchange.server.messages) {
    const { id } = record.message;
    if (!isResponse(record) || id === null || id === undefined) continue;
    due.delete(idKey(id));
    if (due.size === 0) return record;
  }
  return undefined;
}

/** Until when it is known that the server had not ended the stream: the far end of the history where nobody ended it. */
function openUntil(view: HistoryView, exchange: ExchangeView): HistoryEvent | undefined {
  const { end } = exchange.server;
  if (end === undefined) return view.events.at(-1);
  return end.ending === 'abandoned' || end.ending === 'link' ? end : undefined;
}

/**
 * An event stream that answers a POST ends soon after its last response (transports, Sending Messages to the Server).
 * One that stayed open is noticed when the history goes on long enough, or when somebody else had to end it.
 */
export function endsStreamsAfterResponse(): Checker {
  return checker('ends-streams-after-response', [RULE], (view, judge) => {
    for (const exchange of view.exchanges.values()) {
      if (exchange.request?.method !== 'POST' || exchange.server.events.length === 0) continue;
      const last = lastResponse(exchange);
      if (last === undefined || isFaulted(view, exchange.label)) continue;
      judge.saw(last);
      const until = openUntil(view, exchange);
      if (until === undefined || until.t - last.t < OPEN_TOO_LONG_MS + judge.lagMs) continue;
      judge.breach(RULE, {
        expected: `the stream of ${exchange.label} ends after its response`,
        seen: `still open ${Math.round(until.t - last.t)} ms later (${describeResponse(exchange.server)})`,
        events: [last, until],
      });
    }
  });
}
