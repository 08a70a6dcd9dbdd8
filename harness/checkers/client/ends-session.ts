import type { Checker } from '../checker.js';
import { checker } from '../judge.js';
import { handshakesOf, namedSession, requestsInOrder } from './handshakes.js';

const DELETE = 'http.session.client-delete';

/** Each session that the server opened is ended by DELETE with its id (basic/transports, Session Management, item 5). */
export function endsSession(): Checker {
  return checker('ends-session', [DELETE], (view, judge) => {
    const ended = requestsInOrder(view).filter(({ request }) => request.method === 'DELETE');
    judge.saw(...ended.map(({ request }) => request));
    for (const { exchange, sessionId } of handshakesOf(view)) {
      judge.saw(exchange.request);
      if (sessionId === undefined || ended.some((one) => namedSession(one) === sessionId)) continue;
      judge.breach(DELETE, {
        expected: 'the client sends DELETE with the id of its session when it is closed',
        seen: ended.length === 0 ? 'no DELETE' : 'DELETE without that id',
        events: [exchange.request, ...ended.map(({ request }) => request)],
      });
    }
  });
}
