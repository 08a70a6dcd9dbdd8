import type { ExchangeView } from '../history/view.js';
import type { RecordedMessage } from './attribution.js';
import type { NumberedCall } from './numbered-call.js';
import { positionIn } from './numbered-call.js';

/** The messages that each block of an event stream carries, by the order of the record. */
function messagesByBlock(
  exchange: ExchangeView,
): { readonly id: string | undefined; readonly messages: RecordedMessage[] }[] {
  const { events, messages } = exchange.server;
  let next = 0;
  return events.map((block, index) => {
    const end = events[index + 1]?.index ?? Number.POSITIVE_INFINITY;
    const carried: RecordedMessage[] = [];
    for (let message = messages[next]; message !== undefined && message.index < end; message = messages[next]) {
      carried.push(message);
      next += 1;
    }
    return { id: block.event.id, messages: carried };
  });
}

/**
 * How far each event id of a call's stream reaches: the number of messages of the call that are behind a client which
 * has seen that event. `exchanges` are the call's own and those that resumed it, in order; `startOf` says where a
 * resumption begins.
 */
export function positionsById(
  call: NumberedCall,
  exchanges: readonly ExchangeView[],
  startOf: (exchange: ExchangeView, known: ReadonlyMap<string, number>) => number,
): ReadonlyMap<string, number> {
  const known = new Map<string, number>();
  for (const exchange of exchanges) {
    let reached = startOf(exchange, known);
    for (const { id, messages } of messagesByBlock(exchange)) {
      for (const message of messages) {
        const position = positionIn(call, message);
        if (typeof position === 'number') reached = position;
      }
      if (id !== undefined && id !== '' && !known.has(id)) known.set(id, reached);
    }
  }
  return known;
}
