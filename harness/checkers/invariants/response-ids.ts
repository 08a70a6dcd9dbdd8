import { TEXT_LIMIT_BYTES } from '../../history/events.js';
import type { ExchangeView, HistoryView } from '../../history/view.js';
import type { JsonRpcId } from '../../wire/jsonrpc.js';
import { isObject } from '../../wire/jsonrpc.js';
import type { RecordedMessage } from '../attribution.js';
import { isResponse, isResumption, requestsOf, sessionOf } from '../attribution.js';
import type { Checker } from '../checker.js';
import { describeMessage } from '../describe.js';
import type { Judge } from '../judge.js';
import { checker } from '../judge.js';

const ECHO = 'jsonrpc.response.echo-id';
const UNREADABLE = 'jsonrpc.error.unreadable-id';
const CROSSING = 'guarantee.no-crossing';

/** Ids that the client put into an exchange, whether their messages were valid or not. */
function idsSentIn(exchange: ExchangeView): JsonRpcId[] {
  return exchange.sent.flatMap(({ message: { value } }) => {
    const id = isObject(value) ? value['id'] : undefined;
    return typeof id === 'string' || typeof id === 'number' ? [id] : [];
  });
}

/** Ids may have been read from a body that is no JSON, or from one that the history holds only in part. */
function standsInBody(exchange: ExchangeView, id: JsonRpcId): boolean {
  const { text, sizeBytes } = exchange.requestBody ?? { text: '', sizeBytes: 0 };
  if (exchange.sent.length > 0) return false;
  return text.includes(JSON.stringify(id)) || sizeBytes > TEXT_LIMIT_BYTES;
}

function sameText(left: JsonRpcId, right: JsonRpcId): boolean {
  return left !== right && String(left) === String(right);
}

/** An exchange on which another request of that id was sent, in the same session as far as that is known. */
function ownerElsewhere(view: HistoryView, exchange: ExchangeView, id: JsonRpcId): ExchangeView | undefined {
  const session = sessionOf(exchange);
  return [...view.exchanges.values()].find(
    (other) =>
      other !== exchange &&
      (session === undefined || sessionOf(other) === session) &&
      requestsOf(other).some((request) => request.message.id === id),
  );
}

function judgeForeignId(
  view: HistoryView,
  exchange: ExchangeView,
  record: RecordedMessage,
  id: JsonRpcId,
  judge: Judge,
): void {
  const own = idsSentIn(exchange);
  const seen = `${describeMessage(record.message)} on ${exchange.label}`;
  const events = [exchange.request, record];
  if (own.some((sent) => sameText(sent, id))) {
    const expected = `the id comes back with its type: ${own.map((sent) => JSON.stringify(sent)).join(', ')}`;
    judge.breach(ECHO, { expected, seen, events });
    return;
  }
  const owner = ownerElsewhere(view, exchange, id);
  if (owner !== undefined) {
    const expected = `the response to the request ${JSON.stringify(id)} of ${owner.label} comes on its own exchange`;
    judge.breach(CROSSING, { expected, seen, events });
    return;
  }
  // Under an error status nobody looks the id up: one that is made up misleads, but settles no wrong call.
  const isRefusal = (exchange.server.head?.status ?? 200) >= 400;
  const expected = 'a response has the id of the request that was sent there, or none where it could not be read';
  judge.breach(ECHO, { expected, seen, events, ...(isRefusal && { severity: 'warn' as const }) });
}

function judgeMissingId(exchange: ExchangeView, record: RecordedMessage, judge: Judge): void {
  // Under an error status the request was refused as a whole, often before its body was read.
  if ((exchange.server.head?.status ?? 200) >= 400) return;
  const readable = requestsOf(exchange);
  const isReadable = exchange.sent.length > 0 && readable.length === exchange.sent.length;
  if (!isReadable || readable.some((request) => request.message.problems.length > 0)) return;
  judge.breach(UNREADABLE, {
    expected: 'an error about a readable request names its id',
    seen: `${describeMessage(record.message)} on ${exchange.label}`,
    events: [readable[0], record],
  });
}

/**
 * Each response on the exchange of a POST has the id, with its type, of a request that was sent there (JSON-RPC 2.0,
 * Response object). Streams that resume another one are left to the cases about resumption.
 */
export function answersOwnRequests(): Checker {
  return checker('answers-own-requests', [ECHO, UNREADABLE, CROSSING], (view, judge) => {
    for (const exchange of view.exchanges.values()) {
      if (exchange.request === undefined || exchange.request.method !== 'POST' || isResumption(exchange)) continue;
      for (const record of exchange.server.messages.filter(isResponse)) {
        judge.saw(record);
        const { id } = record.message;
        if (id === undefined || id === null) {
          if (record.message.kind === 'error') judgeMissingId(exchange, record, judge);
        } else if (!idsSentIn(exchange).includes(id) && !standsInBody(exchange, id)) {
          judgeForeignId(view, exchange, record, id, judge);
        }
      }
    }
  });
}
