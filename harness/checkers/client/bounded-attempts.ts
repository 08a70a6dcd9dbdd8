import type { HistoryEvent } from '../../history/events.js';
import type { HistoryView } from '../../history/view.js';
import type { Checker } from '../checker.js';
import { checker } from '../judge.js';
import { requestsInOrder } from './handshakes.js';

const BOUNDED = 'guarantee.bounded-retries';

/**
 * So many attempts within {@link WINDOW_MS} are still called bounded. A back-off that begins with 100 ms and doubles
 * makes 6 of them, one that waits 200 ms each time 13; a loop without a delay makes hundreds. In between lies what a
 * client may argue for, so that nothing there is judged.
 */
export const MOST_ATTEMPTS = 20;

/** The time over which attempts are counted, in ms. A slow machine makes fewer of them, never more. */
export const WINDOW_MS = 2500;

/** Which events of a history are attempts of the client. */
export type Attempts = (view: HistoryView) => readonly HistoryEvent[];

/** GETs that were refused or came to nothing: all of them, for a server that has no better answer. */
export function gets(): Attempts {
  return requestsOf('GET');
}

/** POSTs, whatever they hold. */
export function posts(): Attempts {
  return requestsOf('POST');
}

function requestsOf(method: string): Attempts {
  return (view) => requestsInOrder(view).flatMap(({ request }) => (request.method === method ? [request] : []));
}

/** Connections that the client opened. */
export function connections(): Attempts {
  return (view) =>
    view.events.filter(
      (event) =>
        event.kind === 'connection' && event.side === 'client' && event.what === 'open' && event.from === 'peer',
    );
}

/**
 * In no {@link WINDOW_MS} does the client make more than {@link MOST_ATTEMPTS} attempts. Without a single attempt there
 * is nothing to bound: the case needs another checker then.
 */
export function boundedAttempts(what: string, attempts: Attempts): Checker {
  return checker(`bounded-attempts(${what})`, [BOUNDED], (view, judge) => {
    const made = attempts(view);
    judge.saw(view.events[0], ...made.slice(0, 1));
    for (const [index, first] of made.entries()) {
      const last = made[index + MOST_ATTEMPTS];
      if (last === undefined || last.t - first.t > WINDOW_MS) continue;
      judge.breach(BOUNDED, {
        expected: `at most ${MOST_ATTEMPTS} attempts in ${WINDOW_MS} ms (${what})`,
        seen: `${MOST_ATTEMPTS + 1} of them in ${Math.round(last.t - first.t)} ms, ${made.length} in all`,
        events: made.slice(index, index + MOST_ATTEMPTS + 1),
      });
      return;
    }
  });
}
