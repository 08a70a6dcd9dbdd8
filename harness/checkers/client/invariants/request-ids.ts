import { idKey } from '../../attribution.js';
import type { RecordedMessage } from '../../attribution.js';
import type { Checker } from '../../checker.js';
import { checker } from '../../judge.js';
import { handshakeBefore, hasSeveralClients, namedSession, requestsInOrder } from '../handshakes.js';

const UNIQUE = 'jsonrpc.request.id-unique-session';

/**
 * No id is used for two requests of a session (basic, Requests). A request that is sent again word for word, because
 * its first delivery was lost, is the same request.
 */
export function numbersRequests(): Checker {
  return checker('numbers-requests', [UNIQUE], (view, judge) => {
    const isMixed = hasSeveralClients(view);
    const used = new Map<string, RecordedMessage>();
    for (const exchange of requestsInOrder(view)) {
      const session = namedSession(exchange) ?? handshakeBefore(view, exchange)?.sessionId;
      if (isMixed && session === undefined) continue;
      for (const record of exchange.sent) {
        const { kind, id } = record.message;
        if (kind !== 'request' || id === null || id === undefined) continue;
        judge.saw(record);
        const key = `${session ?? ''} ${idKey(id)}`;
        const earlier = used.get(key);
        used.set(key, record);
        if (earlier === undefined || JSON.stringify(earlier.message.value) === JSON.stringify(record.message.value))
          continue;
        judge.breach(UNIQUE, {
          expected: 'each request of a session has an id of its own',
          seen: `id ${JSON.stringify(id)} on ${earlier.exchange} and on ${record.exchange}`,
          events: [earlier, record],
        });
      }
    }
  });
}
