import type { HistoryEvent, MessageRecord } from '../history/events.js';
import type { ExchangeView, HistoryView } from '../history/view.js';
import { headerValue } from '../wire/http-head.js';
import type { JsonRpcId } from '../wire/jsonrpc.js';
import { isObject } from '../wire/jsonrpc.js';

/** A message as it stands in a history. */
export type RecordedMessage = MessageRecord & HistoryEvent;

/** The id of a message with its type, so that 1 and "1" are different keys. */
export function idKey(id: JsonRpcId): string {
  return `${typeof id}:${id}`;
}

/** Whether a GET names an event to continue after. An empty `Last-Event-ID` names nothing. */
export function isResumption(exchange: ExchangeView): boolean {
  const { request } = exchange;
  return request?.method === 'GET' && (headerValue(request.headers, 'last-event-id') ?? '') !== '';
}

/** Whether a GET opens a stream of its own. */
export function isListening(exchange: ExchangeView): boolean {
  return exchange.request?.method === 'GET' && !isResumption(exchange);
}

/** Whether `initialize` was sent in the exchange. */
export function isHandshake(exchange: ExchangeView): boolean {
  return exchange.sent.some((record) => record.message.method === 'initialize');
}

/**
 * The id of the session that an exchange belongs to: the one that `initialize` was answered with, else the one that the
 * request named. `undefined` where there is none, so that nothing can be said about its session.
 */
export function sessionOf(exchange: ExchangeView): string | undefined {
  const assigned = isHandshake(exchange)
    ? exchange.server.head && sessionHeader(exchange.server.head.headers)
    : undefined;
  return assigned ?? (exchange.request && sessionHeader(exchange.request.headers));
}

function sessionHeader(headers: Parameters<typeof headerValue>[0]): string | undefined {
  const id = headerValue(headers, 'mcp-session-id');
  return id === '' ? undefined : id;
}

/** The exchanges of each session; those of no session are left out. */
export function exchangesBySession(view: HistoryView): ReadonlyMap<string, readonly ExchangeView[]> {
  const sessions = new Map<string, ExchangeView[]>();
  for (const exchange of view.exchanges.values()) {
    const session = sessionOf(exchange);
    if (session === undefined) continue;
    const list = sessions.get(session) ?? [];
    list.push(exchange);
    sessions.set(session, list);
  }
  return sessions;
}

/** Whether a fault that struck could have had to do with this exchange: one on it, or one on the whole link. */
export function isFaulted(view: HistoryView, label: string): boolean {
  return view.faults.some(
    (event) => event.status === 'fired' && (event.exchange === undefined || event.exchange === label),
  );
}

/** Whether anything that is not the server's own doing could have ended its connections: a fault, or a restart of it. */
export function isDisturbed(view: HistoryView): boolean {
  return (
    view.faults.some((event) => event.status === 'fired') ||
    view.probes.some((event) => event.what === 'mark' && event.name === 'restart')
  );
}

/** Whether the message is a result or an error. */
export function isResponse(record: RecordedMessage): boolean {
  return record.message.kind === 'result' || record.message.kind === 'error';
}

/** The requests that the client sent in an exchange, with usable ids. */
export function requestsOf(
  exchange: ExchangeView,
): readonly (RecordedMessage & { readonly message: { id: JsonRpcId } })[] {
  return exchange.sent.filter(
    (record): record is typeof record & { message: { id: JsonRpcId } } =>
      record.message.kind === 'request' && record.message.id !== null && record.message.id !== undefined,
  );
}

/** The params of a message, where it has any that are an object. */
export function paramsOf(record: RecordedMessage): Readonly<Record<string, unknown>> {
  const { value } = record.message;
  const params = isObject(value) ? value['params'] : undefined;
  return isObject(params) ? params : {};
}

/** The progress token that a request carries, if any. */
export function progressTokenOf(record: RecordedMessage): unknown {
  const meta = paramsOf(record)['_meta'];
  return isObject(meta) ? meta['progressToken'] : undefined;
}

/** Every message that the server sent, in the order in which it was recorded. */
export function messagesOfServer(view: HistoryView): readonly RecordedMessage[] {
  return view.events.filter(
    (event): event is RecordedMessage =>
      event.kind === 'message' && event.side === 'server' && event.direction === 'to-client',
  );
}
