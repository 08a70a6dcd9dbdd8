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

/** Requests of every kind: what a client sends on a loop may change its form from round to round. */
export function requests(): Attempts {
  return (view) => requestsInOrder(view).map(({ request }) => request);
}

/** Connections that the client opened. */
export function connections(): Attempts {
  return (view) =>
    view.events.filter(
      (event) =>
        event.kind === 'connection' && event.side === 'client' && event.what === 'open' && event.from === 'peer',
    );
}

/** In no {@link WINDOW_MS} does the client make more than {@link MOST_ATTEMPTS} attempts. */
export function boundedAttempts(what: string, attempts: Attempts): Checker {
  return checker(`bounded-attempts(${what})`, [BOUNDED], (view, judge) => {
    const made = attempts(view);
    judge.saw(...made.slice(0, 1));
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
