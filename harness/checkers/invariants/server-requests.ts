import type { HistoryView } from '../../history/view.js';
import { isObject } from '../../wire/jsonrpc.js';
import type { RecordedMessage } from '../attribution.js';
import {
  exchangesBySession,
  idKey,
  isFaulted,
  isHandshake,
  isResumption,
  messagesOfServer,
  paramsOf,
  sessionOf,
} from '../attribution.js';
import type { Checker } from '../checker.js';
import { describeMessage } from '../describe.js';
import { checker } from '../judge.js';

const UNIQUE = 'jsonrpc.request.id-unique-session';
const NEGOTIATED = 'lifecycle.operate.negotiated-capabilities';

/** The client capability that a request of the server needs (basic/lifecycle, Capability Negotiation). */
const NEEDED: Readonly<Record<string, string>> = {
  'sampling/createMessage': 'sampling',
  'elicitation/create': 'elicitation',
  'roots/list': 'roots',
};

/** The same request again, on another connection after the first was lost, is no new request. */
function isRedelivery(view: HistoryView, first: RecordedMessage, again: RecordedMessage): boolean {
  if (first.exchange === again.exchange) return false;
  const exchange = view.exchange(again.exchange);
  if (exchange !== undefined && isResumption(exchange)) return true;
  const end = view.exchange(first.exchange)?.server.end;
  const isLost = (end !== undefined && end.index < again.index) || isFaulted(view, first.exchange);
  return isLost && JSON.stringify(first.message.value) === JSON.stringify(again.message.value);
}

/** The server uses no request id twice in a session (basic, Requests). */
export function numbersItsRequests(): Checker {
  return checker('numbers-its-requests', [UNIQUE], (view, judge) => {
    judge.saw(messagesOfServer(view)[0]);
    for (const exchanges of exchangesBySession(view).values()) {
      const firsts = new Map<string, RecordedMessage>();
      const requests = exchanges
        .flatMap((exchange) => exchange.server.messages)
        .filter((record) => record.message.kind === 'request')
        .sort((a, b) => a.index - b.index);
      judge.saw(...requests);
      for (const record of requests) {
        const { id } = record.message;
        if (id === null || id === undefined) continue;
        const first = firsts.get(idKey(id));
        if (first === undefined) firsts.set(idKey(id), record);
        else if (!isRedelivery(view, first, record)) {
          const expected = 'each request of the server has an id of its own';
          const seen = `${describeMessage(first.message)} on ${first.exchange}, ${describeMessage(record.message)} on ${record.exchange}`;
          judge.breach(UNIQUE, { expected, seen, events: [first, record] });
        }
      }
    }
  });
}

/** What the client declared when the session began; undefined where that cannot be told. */
function declaredIn(view: HistoryView, record: RecordedMessage): Readonly<Record<string, unknown>> | undefined {
  const exchange = view.exchange(record.exchange);
  const session = exchange && sessionOf(exchange);
  if (session === undefined) return undefined;
  const handshakes = [...view.exchanges.values()].filter((other) => isHandshake(other) && sessionOf(other) === session);
  const [handshake, second] = handshakes.flatMap((other) => other.sent);
  if (handshake === undefined || second !== undefined) return undefined;
  const { capabilities } = paramsOf(handshake);
  return isObject(capabilities) ? capabilities : undefined;
}

/** The server asks a client only for what the client declared it can do (basic/lifecycle, Operation). */
export function usesDeclaredClientFeatures(): Checker {
  return checker('uses-declared-client-features', [NEGOTIATED], (view, judge) => {
    for (const record of messagesOfServer(view)) {
      judge.saw(record);
      const needed = record.message.kind === 'request' ? NEEDED[record.message.method ?? ''] : undefined;
      if (needed === undefined) continue;
      const declared = declaredIn(view, record);
      if (declared === undefined || declared[needed] !== undefined) continue;
      const expected = `no ${record.message.method ?? ''} to a client that did not declare ${needed}`;
      judge.breach(NEGOTIATED, {
        expected,
        seen: `${describeMessage(record.message)} on ${record.exchange}`,
        events: [record],
      });
    }
  });
}
