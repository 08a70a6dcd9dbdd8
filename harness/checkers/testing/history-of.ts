import type { EventBody, HistoryEvent } from '../../history/events.js';
import { viewHistory } from '../../history/view.js';
import type { HistoryView } from '../../history/view.js';
import { parseMessages } from '../../wire/jsonrpc.js';

/** An event and the time, in ms, at which it is to stand in a history. */
export type Timed = readonly [t: number, body: EventBody];

/** The view of a made-up history. */
export function historyOf(...events: readonly Timed[]): HistoryView {
  return viewHistory(events.map(([t, body], index): HistoryEvent => ({ ...body, t, index })));
}

const SERVER = { side: 'server', connection: 'connection-1' } as const;

/** A request that was forwarded to the server. */
export function requestOf(exchange: string, method: 'GET' | 'POST' = 'POST', connection = 'connection-1'): EventBody {
  return { kind: 'request', ...SERVER, connection, exchange, method, target: '/mcp', headers: [] };
}

/** The head of an event stream that the server sent. */
export function streamHeadOf(exchange: string): EventBody {
  return {
    kind: 'response',
    ...SERVER,
    exchange,
    by: 'sut',
    status: 200,
    headers: [['Content-Type', 'text/event-stream']],
  };
}

/** Bytes of a body that the server sent. */
export function dataOf(exchange: string, offset = 0): EventBody {
  return { kind: 'data', side: 'server', exchange, offset, sizeBytes: 10 };
}

/** The complete end of a response of the server. */
export function endOf(exchange: string): EventBody {
  return { kind: 'response-end', side: 'server', exchange, ending: 'complete', framing: 'chunked', sizeBytes: 100 };
}

/** A message in either direction. */
export function messageOf(exchange: string, direction: 'to-server' | 'to-client', value: unknown): EventBody {
  const parsed = parseMessages(JSON.stringify(value));
  if (parsed.kind !== 'single') throw new Error('one message is wanted');
  const carrier = direction === 'to-server' ? 'json' : 'sse';
  return { kind: 'message', side: 'server', exchange, direction, carrier, message: parsed.message, batched: false };
}

/** A named point of a script. */
export function markOf(name: string): EventBody {
  return { kind: 'probe', what: 'mark', name };
}
