import type { ExchangeView, HistoryView } from '../history/view.js';
import type { JsonRpcId } from '../wire/jsonrpc.js';
import { isObject } from '../wire/jsonrpc.js';
import type { RecordedMessage } from './attribution.js';
import { isResponse, paramsOf, progressTokenOf, requestsOf } from './attribution.js';

/** A request whose messages can be counted: `total` numbered notifications (`faultline_emit`), then the response. */
export interface NumberedCall {
  readonly label: string;
  readonly id: JsonRpcId;
  /** The progress token as it was sent; undefined where the request has none. */
  readonly token: unknown;
  /** Notifications that the call asked for; 0 for any other request. */
  readonly total: number;
  /** What the messages of its notifications begin with, if anything. */
  readonly key: string | undefined;
}

function numberIn(args: Readonly<Record<string, unknown>>, name: string, fallback: number): number {
  return typeof args[name] === 'number' ? args[name] : fallback;
}

function totalOf(tool: unknown, args: Readonly<Record<string, unknown>>): number {
  if (tool === 'faultline_emit') return numberIn(args, 'count', 0);
  if (tool === 'faultline_disconnect') return numberIn(args, 'before', 1) + numberIn(args, 'after', 1);
  return 0;
}

/** The request of the exchange `label`, if it was sent. */
export function numberedCall(view: HistoryView, label: string): NumberedCall | undefined {
  const exchange = view.exchange(label);
  const [request] = exchange === undefined ? [] : requestsOf(exchange);
  if (request === undefined) return undefined;
  const params = paramsOf(request);
  const args = isObject(params['arguments']) ? params['arguments'] : {};
  const { key } = args;
  return {
    label,
    id: request.message.id,
    token: progressTokenOf(request),
    total: totalOf(params['name'], args),
    key: typeof key === 'string' ? key : undefined,
  };
}

/** The number that a progress notification of `call` bears: as its message says it, else its progress value. */
function sequenceOf(call: NumberedCall, params: Readonly<Record<string, unknown>>): number | undefined {
  const { message, progress } = params;
  const tail =
    typeof message === 'string' && call.key !== undefined && message.startsWith(`${call.key}:`)
      ? message.slice(call.key.length + 1)
      : '';
  const told = Number(/^\d+/.exec(tail)?.[0]);
  if (told >= 1 && told <= call.total) return told;
  return typeof progress === 'number' ? progress : undefined;
}

/** The number that a log message of `call` bears. */
function sequenceOfLog(call: NumberedCall, params: Readonly<Record<string, unknown>>): number | undefined {
  const { data } = params;
  if (!isObject(data) || data['key'] !== call.key) return undefined;
  return typeof data['seq'] === 'number' ? data['seq'] : undefined;
}

/**
 * Where a message stands among those of `call`, from 1: notifications by their number, the response right behind them.
 * `foreign`: it belongs to another call. `undefined`: it cannot be told to belong to any call.
 */
export function positionIn(call: NumberedCall, record: RecordedMessage): number | 'foreign' | undefined {
  const { message } = record;
  if (isResponse(record)) {
    if (message.id === null || message.id === undefined) return undefined;
    return message.id === call.id ? call.total + 1 : 'foreign';
  }
  const params = paramsOf(record);
  if (message.method === 'notifications/progress') {
    if (params['progressToken'] !== call.token) return 'foreign';
    return sequenceOf(call, params);
  }
  return message.method === 'notifications/message' ? sequenceOfLog(call, params) : undefined;
}

/** The exchanges that resume the stream of `label`, by the naming of their labels, in the order of their requests. */
export function resumesOf(view: HistoryView, label: string): ExchangeView[] {
  return [...view.exchanges.values()]
    .filter((exchange) => exchange.label.startsWith(`${label}/resume`))
    .sort((left, right) => (left.request?.index ?? 0) - (right.request?.index ?? 0));
}
