import { headerValue } from '../wire/http-head.js';
import type { MessageRecord, ResponseEnding, ResponseEvent, SseRecord } from './events.js';
import type { ExchangeView, HistoryView, ResponseView } from './view.js';

type Recorded<T> = T & { readonly index: number; readonly t: number };

/** What of a response left the link towards the client. */
export interface Delivery {
  /** As it was written to the client; undefined where nothing was. `by` tells whether a fault answered. */
  readonly head: Recorded<ResponseEvent> | undefined;
  /** Payload bytes that were written to the client, as they were coded there. */
  readonly sizeBytes: number;
  /** Blocks of the event stream that left completely, in order. */
  readonly events: readonly Recorded<SseRecord>[];
  /** Messages of those blocks, or of a JSON body that left completely. */
  readonly messages: readonly Recorded<MessageRecord>[];
  /** How the response ended for the client; undefined while it goes on. */
  readonly ending: ResponseEnding | undefined;
  /**
   * False where the link has recoded the body and not finished it: `events` and `messages` are then empty, and the
   * client may have read some of them all the same.
   */
  readonly isExact: boolean;
}

const NOTHING = { events: [], messages: [] } as const;

/**
 * What was delivered of the response to an exchange; undefined where there is no such exchange. Bytes that the link
 * wrote can still be lost with a reset, so this is the most that the client can have read. Pure.
 */
export function delivered(view: HistoryView, label: string): Delivery | undefined {
  const exchange = view.exchange(label);
  if (exchange === undefined) return undefined;
  const { client } = exchange;
  const sizeBytes = client.data.reduce((sum, data) => sum + data.sizeBytes, 0);
  return { head: client.head, sizeBytes, ending: client.end?.ending, ...contentOf(exchange, sizeBytes) };
}

function contentOf(
  { server, client }: ExchangeView,
  sizeBytes: number,
): Pick<Delivery, 'events' | 'messages' | 'isExact'> {
  // What a fault answers with is not what the server said.
  if (client.head === undefined || client.head.by === 'link') return { ...NOTHING, isExact: true };
  if (codingOf(server) === codingOf(client)) return { ...within(server, sizeBytes), isExact: true };
  if (client.end?.ending !== 'complete') return { ...NOTHING, isExact: false };
  return { ...within(server, Number.POSITIVE_INFINITY), isExact: true };
}

/** What lies in the first bytes of a body. */
function within(server: ResponseView, sizeBytes: number): Pick<Delivery, 'events' | 'messages'> {
  // The end of a block can be told one byte too far, where line endings are mixed.
  const totalBytes = server.data.reduce((sum, data) => sum + data.sizeBytes, 0);
  const events = server.events.filter(({ event }) => Math.min(event.endOffset, totalBytes) <= sizeBytes);
  const next = server.events[events.length]?.index ?? Number.POSITIVE_INFINITY;
  // A message is recorded behind the block that carries it, and that of a JSON body once all of it has come.
  const messages = server.messages.filter(({ carrier, index }) =>
    carrier === 'sse' ? index < next : totalBytes <= sizeBytes,
  );
  return { events, messages };
}

function codingOf({ head }: ResponseView): string {
  return (
    headerValue(head?.headers ?? [], 'Content-Encoding')
      ?.trim()
      .toLowerCase() ?? ''
  );
}
