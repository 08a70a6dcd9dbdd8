import type { ExchangeView, HistoryView } from '../../../history/view.js';
import { hasHandshake, isRevision } from '../../../spec/revisions.js';
import { headerValue } from '../../../wire/http-head.js';
import { isObject } from '../../../wire/jsonrpc.js';
import type { RecordedMessage } from '../../attribution.js';
import { isHandshake, paramsOf } from '../../attribution.js';
import type { Checker } from '../../checker.js';
import type { Judge } from '../../judge.js';
import { checker } from '../../judge.js';
import { handshakesOf, hasSeveralClients, namedSession, requestsInOrder } from '../handshakes.js';
import type { HandshakeView } from '../handshakes.js';

const FIRST = 'lifecycle.init-first';
const EARLY = 'lifecycle.client-no-early-requests';
const INITIALIZED = 'lifecycle.initialized-notification';
const CONTENT = 'lifecycle.client-initialize';

/**
 * Whether a request is made in a revision without a handshake. A client that speaks one may try it before it falls back
 * to `initialize` (2026-07-28, basic/transports/streamable-http, Backward Compatibility).
 */
function isBeyondHandshakes({ request }: ExchangeView): boolean {
  const version = request && headerValue(request.headers, 'mcp-protocol-version');
  return version !== undefined && isRevision(version) && !hasHandshake(version);
}

/** Messages that the client posted in revisions with a handshake, in order. */
function messagesOfClient(view: HistoryView): RecordedMessage[] {
  return requestsInOrder(view)
    .filter((exchange) => !isBeyondHandshakes(exchange))
    .flatMap(({ sent }) => sent);
}

function judgeFirst(view: HistoryView, judge: Judge): void {
  const [first] = messagesOfClient(view).filter(({ message }) => message.method !== 'ping');
  if (first === undefined) return;
  judge.saw(first);
  if (first.message.method === 'initialize') return;
  const seen = `${first.message.method ?? first.message.kind} on ${first.exchange}`;
  judge.breach(FIRST, { expected: 'the first message is initialize', seen, events: [first] });
}

function judgeEarly(view: HistoryView, handshakes: readonly HandshakeView[], judge: Judge): void {
  const [first] = handshakes;
  const answeredIndex = handshakes.find((one) => one.answeredIndex !== undefined)?.answeredIndex ?? Infinity;
  const begunIndex = first?.exchange.request?.index ?? Infinity;
  for (const record of messagesOfClient(view)) {
    const { kind, method } = record.message;
    if (kind !== 'request' || method === 'initialize' || method === 'ping') continue;
    if (record.index < begunIndex || record.index > answeredIndex) continue;
    const expected = 'no request but ping before initialize is answered';
    judge.breach(EARLY, { expected, seen: `${method ?? ''} on ${record.exchange}`, events: [record] });
  }
}

function paramFlaw(record: RecordedMessage): string | undefined {
  const { protocolVersion, capabilities, clientInfo } = paramsOf(record);
  if (typeof protocolVersion !== 'string') return 'protocolVersion is no string';
  if (!isObject(capabilities)) return 'capabilities are no object';
  if (!isObject(clientInfo)) return 'clientInfo is no object';
  const { name, version } = clientInfo;
  return typeof name === 'string' && typeof version === 'string' ? undefined : 'clientInfo lacks name or version';
}

function judgeContent(handshakes: readonly HandshakeView[], judge: Judge): void {
  for (const { exchange } of handshakes) {
    const record = exchange.sent.find(({ message }) => message.method === 'initialize');
    if (record === undefined) continue;
    judge.saw(record);
    const flaw = paramFlaw(record);
    const expected = 'initialize says protocolVersion, capabilities and clientInfo';
    if (flaw !== undefined) judge.breach(CONTENT, { expected, seen: flaw, events: [record] });
  }
}

/**
 * What follows a handshake. Requests may overtake `notifications/initialized` on another connection, so only one that
 * had been answered before the notification was sent is out of order.
 */
function judgeInitialized(view: HistoryView, handshakes: readonly HandshakeView[], judge: Judge): void {
  const exchanges = requestsInOrder(view);
  for (const { exchange, answeredIndex, sessionId } of handshakes) {
    if (answeredIndex === undefined) continue;
    const own = exchanges.filter(
      (one) => !isHandshake(one) && one.request.index > answeredIndex && namedSession(one) === sessionId,
    );
    const told = own.filter(({ sent }) => sent.some(({ message }) => message.method === 'notifications/initialized'));
    const [first] = told;
    const calls = own.filter(({ sent }) =>
      sent.some(({ message }) => message.kind === 'request' && message.method !== 'ping'),
    );
    const early = calls.find(
      ({ client }) => client.end !== undefined && client.end.index < (first?.request.index ?? Infinity),
    );
    if (first !== undefined) judge.saw(first.request);
    if (early === undefined) continue;
    judge.breach(INITIALIZED, {
      expected: 'notifications/initialized follows the answer to initialize, before other requests',
      seen: first === undefined ? `it never came, but ${early.label} did` : `it came after ${early.label} was answered`,
      events: [exchange.request, early.request, first?.request],
    });
  }
}

/** The order and the content of the handshake (basic/lifecycle, Initialization). */
export function keepsLifecycle(): Checker {
  return checker('keeps-lifecycle', [FIRST, EARLY, INITIALIZED, CONTENT], (view, judge) => {
    const handshakes = handshakesOf(view);
    judgeContent(handshakes, judge);
    if (hasSeveralClients(view)) return;
    judgeFirst(view, judge);
    judgeEarly(view, handshakes, judge);
    judgeInitialized(view, handshakes, judge);
  });
}
