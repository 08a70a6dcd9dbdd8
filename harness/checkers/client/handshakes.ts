import type { ExchangeView, HistoryView } from '../../history/view.js';
import { isRevision } from '../../spec/revisions.js';
import type { Revision } from '../../spec/revisions.js';
import { headerValue } from '../../wire/http-head.js';
import { isObject } from '../../wire/jsonrpc.js';
import { isHandshake } from '../attribution.js';

/** One `initialize` that a client sent, and what came of it. */
export interface HandshakeView {
  readonly exchange: ExchangeView;
  /** Index of the event with which its answer had wholly left towards the client; undefined where it never did. */
  readonly answeredIndex: number | undefined;
  /** The version in the result; undefined where there was none, or one that no revision has. */
  readonly negotiated: Revision | undefined;
  /** The session id that came with the answer. */
  readonly sessionId: string | undefined;
}

function negotiatedIn(exchange: ExchangeView): Revision | undefined {
  for (const { message } of exchange.server.messages) {
    const result = isObject(message.value) ? message.value['result'] : undefined;
    const version = isObject(result) ? result['protocolVersion'] : undefined;
    if (typeof version === 'string' && isRevision(version)) return version;
  }
  return undefined;
}

function handshakeOf(exchange: ExchangeView): HandshakeView {
  const { head, end } = exchange.client;
  const wasWhole = head !== undefined && head.status === 200 && end?.ending === 'complete';
  const negotiated = wasWhole ? negotiatedIn(exchange) : undefined;
  return {
    exchange,
    answeredIndex: negotiated === undefined ? undefined : end?.index,
    negotiated,
    sessionId: head === undefined ? undefined : nonEmpty(headerValue(head.headers, 'mcp-session-id')),
  };
}

function nonEmpty(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}

/** Every handshake of the history, in the order in which they were begun. */
export function handshakesOf(view: HistoryView): HandshakeView[] {
  return requestsInOrder(view).filter(isHandshake).map(handshakeOf);
}

/** Exchanges that the client began, in order; what the link made of its own accord is left out. */
export function requestsInOrder(
  view: HistoryView,
): (ExchangeView & { readonly request: NonNullable<ExchangeView['request']> })[] {
  return [...view.exchanges.values()]
    .filter(
      (exchange): exchange is typeof exchange & { request: NonNullable<ExchangeView['request']> } =>
        exchange.request?.side === 'client',
    )
    .sort((left, right) => left.request.index - right.request.index);
}

/** The session id that a request names. */
export function namedSession(exchange: ExchangeView): string | undefined {
  return exchange.request === undefined ? undefined : nonEmpty(headerValue(exchange.request.headers, 'mcp-session-id'));
}

/**
 * The handshake that a request follows: the one whose session it names, else the newest that was answered before it.
 * undefined for a request before any, and where several clients leave it open.
 */
export function handshakeBefore(view: HistoryView, exchange: ExchangeView): HandshakeView | undefined {
  const index = exchange.request?.index ?? 0;
  const named = namedSession(exchange);
  const answered = handshakesOf(view).filter((one) => one.answeredIndex !== undefined && one.answeredIndex < index);
  return answered.findLast(({ sessionId }) => named !== undefined && sessionId === named) ?? answered.at(-1);
}

/** Whether more than one client took part, so that what names no session cannot be told apart. */
export function hasSeveralClients(view: HistoryView): boolean {
  return new Set(view.clients.map(({ client }) => client)).size > 1;
}
