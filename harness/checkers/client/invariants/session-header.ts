import type { HistoryView } from '../../../history/view.js';
import { isHandshake } from '../../attribution.js';
import type { Checker } from '../../checker.js';
import { oneLine } from '../../describe.js';
import { checker } from '../../judge.js';
import { handshakeBefore, handshakesOf, hasSeveralClients, namedSession, requestsInOrder } from '../handshakes.js';

const ECHO = 'http.session.client-echo';
const SECURES = 'http.session.client-secures-id';

/** Index of the head by which the client was told that a session is over: 404 to a request that named it. */
function lossOf(view: HistoryView, sessionId: string): number {
  const refused = requestsInOrder(view).find(
    (exchange) => namedSession(exchange) === sessionId && exchange.client.head?.status === 404,
  );
  return refused?.client.head?.index ?? Infinity;
}

/**
 * Every request after a handshake that assigned a session names a session that the server assigned (transports, Session
 * Management item 2), in the header and not in the URL (2025-11-25, item 1). One that was answered by 404 need not be
 * named any more.
 */
export function namesSession(): Checker {
  return checker('names-session', [ECHO, SECURES], (view, judge) => {
    const isMixed = hasSeveralClients(view);
    const assigned = new Set(handshakesOf(view).flatMap(({ sessionId }) => sessionId ?? []));
    for (const exchange of requestsInOrder(view)) {
      const { request, label } = exchange;
      const shown = [...assigned].find((id) => request.target.includes(id));
      if (shown !== undefined) {
        const expected = 'the session id is sent in its header alone';
        judge.breach(SECURES, { expected, seen: `it is in the URL of ${label}`, events: [request] });
      }
      if (isHandshake(exchange)) continue;
      const named = namedSession(exchange);
      const before = handshakeBefore(view, exchange);
      if (named === undefined) {
        if (before?.sessionId === undefined || isMixed) continue;
        if (lossOf(view, before.sessionId) < request.index) continue;
      }
      judge.saw(request);
      if (named !== undefined && assigned.has(named)) continue;
      const expected = 'each request names the session that the server assigned';
      const seen = named === undefined ? `no Mcp-Session-Id on ${label}` : `"${oneLine(named, 60)}" on ${label}`;
      judge.breach(ECHO, { expected, seen, events: [before?.exchange.client.head, request] });
    }
  });
}
