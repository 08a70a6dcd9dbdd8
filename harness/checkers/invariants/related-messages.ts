import type { ExchangeView, HistoryView } from '../../history/view.js';
import { isObject } from '../../wire/jsonrpc.js';
import type { RecordedMessage } from '../attribution.js';
import { isListening, paramsOf, progressTokenOf, sessionOf } from '../attribution.js';
import type { Checker } from '../checker.js';
import { describeMessage } from '../describe.js';
import { checker } from '../judge.js';

const RELATED = 'http.stream.messages-related';
const UNRELATED = 'http.get.messages-unrelated';

/** What ties a notification to one call: its progress token, or the key that the probe tool was called with. */
function tieOf(record: RecordedMessage): unknown {
  const params = paramsOf(record);
  if (record.message.method === 'notifications/progress') return params['progressToken'];
  if (record.message.method !== 'notifications/message' || params['logger'] !== 'faultline') return undefined;
  return isObject(params['data']) ? params['data']['key'] : undefined;
}

/** What a request can be recognised by in the notifications about it. */
function tiesOf(record: RecordedMessage): unknown[] {
  const given = paramsOf(record)['arguments'];
  return [progressTokenOf(record), isObject(given) ? given['key'] : undefined];
}

/** The only exchange of the session whose request is meant; undefined where several or none could be. */
function ownerOf(view: HistoryView, exchange: ExchangeView, tie: unknown): ExchangeView | undefined {
  const session = sessionOf(exchange);
  const owners = [...view.exchanges.values()].filter(
    (other) =>
      (session === undefined || sessionOf(other) === session) &&
      other.sent.some((record) => tiesOf(record).includes(tie)),
  );
  return owners.length === 1 ? owners[0] : undefined;
}

/**
 * Messages about a call travel on its own stream: not on that of another call, and not on a GET stream (transports,
 * Sending Messages to the Server and Listening for Messages from the Server).
 */
export function keepsMessagesWithTheirCall(): Checker {
  return checker('keeps-messages-with-their-call', [RELATED, UNRELATED], (view, judge) => {
    for (const exchange of view.exchanges.values()) {
      const isPost = exchange.request?.method === 'POST';
      if (!isPost && !isListening(exchange)) continue;
      judge.saw(exchange.server.head);
      for (const record of exchange.server.messages) {
        const tie = tieOf(record);
        if (tie === undefined || tie === '') continue;
        const owner = ownerOf(view, exchange, tie);
        if (owner === undefined || owner === exchange) continue;
        const expected = `messages about ${owner.label} come on its own stream`;
        const seen = `${describeMessage(record.message)} on ${exchange.label}`;
        judge.breach(isPost ? RELATED : UNRELATED, { expected, seen, events: [owner.request, record] });
      }
    }
  });
}
