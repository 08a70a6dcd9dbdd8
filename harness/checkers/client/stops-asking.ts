import type { Checker } from '../checker.js';
import { isListening } from '../attribution.js';
import { checker } from '../judge.js';
import { namedSession, requestsInOrder } from './handshakes.js';

const TOLERATES = 'http.get.405-tolerated';

/** Once GET was answered by 405 the client opens no further stream in that session: there is none. */
export function stopsAsking(): Checker {
  return checker('stops-asking', [TOLERATES], (view, judge) => {
    const asked = requestsInOrder(view).filter(isListening);
    judge.saw(
      ...requestsInOrder(view)
        .map(({ request }) => request)
        .slice(0, 1),
      ...asked.map(({ request }) => request),
    );
    const refused = asked.find(({ client }) => client.head?.status === 405);
    if (refused === undefined) return;
    const again = asked.filter(
      (one) => one.request.index > (refused.client.head?.index ?? 0) && namedSession(one) === namedSession(refused),
    );
    if (again.length === 0) return;
    judge.breach(TOLERATES, {
      expected: 'no further GET after 405',
      seen: `${again.length} more`,
      events: [refused.request, ...again.map(({ request }) => request)],
    });
  });
}
