import type { Checker } from '../checker.js';
import { checker } from '../judge.js';
import { eventStreamsOf } from './event-streams.js';

const FIRST = 'lifecycle.init-first';

/**
 * On each event stream the first request that the client posts, but for a ping, is `initialize` (basic/lifecycle,
 * Initialization). A stream that names an endpoint of its own is a session of its own: what becomes of the earlier one
 * is not said (ambiguity `httpsse-reconnect`), but nothing says that it goes on, and a server that keeps to the
 * lifecycle refuses what comes without a handshake.
 */
export function beginsStreams(): Checker {
  return checker('begins-streams', [FIRST], (view, judge) => {
    const expected = 'the first request on each event stream is initialize';
    const streams = eventStreamsOf(view);
    if (streams.length === 0) judge.inconclusive(FIRST, expected, 'the client opened none');
    for (const [index, { stream, posts }] of streams.entries()) {
      const [first] = posts
        .flatMap(({ sent }) => sent)
        .filter(({ message: { kind, method } }) => kind === 'request' && method !== 'ping');
      judge.saw(stream.request, first);
      if (first === undefined || first.message.method === 'initialize') continue;
      judge.breach(FIRST, {
        expected,
        seen: `${first.message.method ?? ''} on ${first.exchange}, the first one on stream ${index + 1}`,
        events: [stream.request, first],
      });
    }
  });
}
