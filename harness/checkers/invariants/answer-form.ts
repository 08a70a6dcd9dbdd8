import type { ExchangeView, HistoryView } from '../../history/view.js';
import { headerValue } from '../../wire/http-head.js';
import type { RecordedMessage } from '../attribution.js';
import { paramsOf, requestsOf, sessionOf } from '../attribution.js';
import type { Checker } from '../checker.js';
import { describeResponse } from '../describe.js';
import type { Judge } from '../judge.js';
import { checker } from '../judge.js';
import { mediaTypeOf } from '../reply-form.js';

const RULE = 'http.post.reply-json-or-sse';

function isEncoded(exchange: ExchangeView): boolean {
  const coding = exchange.server.head && headerValue(exchange.server.head.headers, 'content-encoding');
  return coding !== undefined && coding !== '' && coding.toLowerCase() !== 'identity';
}

/** A request that was cancelled, or whose session was ended, need not be answered in any form. */
function isWithdrawn(view: HistoryView, exchange: ExchangeView): boolean {
  const session = sessionOf(exchange);
  const ids = requestsOf(exchange).map((request) => request.message.id);
  const cancels = (record: RecordedMessage): boolean =>
    record.message.method === 'notifications/cancelled' && ids.some((id) => id === paramsOf(record)['requestId']);
  return [...view.exchanges.values()].some(
    (other) =>
      other.sent.some(cancels) ||
      (other.request?.method === 'DELETE' && session !== undefined && sessionOf(other) === session),
  );
}

function judgeJson(exchange: ExchangeView, judge: Judge): void {
  const { head, body, end, messages } = exchange.server;
  if (end?.ending !== 'complete' || isEncoded(exchange)) return;
  const isBatch = exchange.sent.some((record) => record.batched);
  const isRight = isBatch ? messages.length > 0 : messages.length === 1 && messages[0]?.batched === false;
  if (isRight) return;
  const expected = isBatch
    ? 'the batch is answered with JSON-RPC messages'
    : 'the request is answered with one JSON object';
  judge.breach(RULE, { expected, seen: describeResponse(exchange.server), events: [exchange.request, head, body] });
}

/**
 * A request that is accepted is answered with one JSON object or with an event stream (transports, Sending Messages to
 * the Server). Refusals, which have an error status, may look otherwise.
 */
export function answersInKnownForm(): Checker {
  return checker('answers-in-known-form', [RULE], (view, judge) => {
    for (const exchange of view.exchanges.values()) {
      const { head } = exchange.server;
      if (exchange.request?.method !== 'POST' || head === undefined || requestsOf(exchange).length === 0) continue;
      judge.saw(head);
      if (head.status < 200 || head.status > 299) continue;
      const type = mediaTypeOf(headerValue(head.headers, 'content-type'));
      if (type === 'application/json') judgeJson(exchange, judge);
      else if (type !== 'text/event-stream' && !isWithdrawn(view, exchange)) {
        const expected = `${exchange.label} is answered as application/json or text/event-stream`;
        judge.breach(RULE, { expected, seen: describeResponse(exchange.server), events: [exchange.request, head] });
      }
    }
  });
}
