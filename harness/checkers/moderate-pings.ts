import type { Checker } from './checker.js';
import { checker } from './judge.js';

const RULE = 'ping.not-excessive';

/** More than this many a second, on a stream on which nothing else happens, test nothing that fewer would not. */
const PINGS_A_SECOND = 2;

/**
 * While a stream is silent, the server sends no more than two pings a second on it (utilities/ping, Implementation
 * Considerations: often enough to find a dead link, and no more; no figure is given).
 */
export function pingsModerately(label: string, until: string): Checker {
  const expected = `no more than ${PINGS_A_SECOND} pings a second on ${label}`;
  return checker(`pings-moderately(${label})`, [RULE], (view, judge) => {
    const server = view.exchange(label)?.server;
    const last = view.probes.find((event) => event.what === 'mark' && event.name === until);
    if (server?.head === undefined || last === undefined) {
      judge.inconclusive(RULE, expected, 'it was not answered');
      return;
    }
    judge.saw(server.head);
    const pings = server.messages.filter(({ message }) => message.kind === 'request' && message.method === 'ping');
    // The whole time that the stream was open: a hold-up of the harness can only make it longer.
    const seconds = (last.t - server.head.t) / 1000;
    if (pings.length <= PINGS_A_SECOND * Math.max(1, seconds)) return;
    const seen = `${pings.length} in ${seconds.toFixed(1)} s`;
    judge.breach(RULE, { expected, seen, events: [server.head, ...pings.slice(-2)] });
  });
}
