import { httpTransportOf } from '../../spec/revisions.js';
import type { Checker } from '../checker.js';
import { checker } from '../judge.js';
import { requestsInOrder } from './handshakes.js';
import { openConnections } from './open-connections.js';
import { operation } from './operations.js';

const RETURNS = 'guarantee.resources-return';
const CLOSES = 'lifecycle.shutdown.http-close';
/** The same in the revision of HTTP+SSE. */
const SHUTDOWN = 'httpsse.shutdown';

/**
 * A closed client has ended its connections by the mark `quiet is over`: one on which an exchange runs is left behind;
 * one that lies idle in a pool is warned of, as the text says that a client leaves by closing them (basic/lifecycle,
 * Shutdown, HTTP).
 */
export function closesConnections(label: string): Checker {
  return checker(`closes-connections(${label})`, [RETURNS, CLOSES, SHUTDOWN], (view, judge) => {
    const closes = httpTransportOf(judge.revision) === 'http-sse' ? SHUTDOWN : CLOSES;
    const expected = 'a closed client leaves no connection open';
    const closed = operation(view, label)?.answer;
    const over = view.probes.find(({ what, name }) => what === 'mark' && name === 'quiet is over');
    if (closed === undefined || over === undefined) {
      judge.inconclusive(closes, expected, 'the client was not closed');
      return;
    }
    judge.saw(closed);
    const left = openConnections(view, over.index);
    for (const [connection, opened] of left) {
      const running = requestsInOrder(view).find(
        ({ request, client }) =>
          request.connection === connection &&
          request.index < over.index &&
          (client.end?.index ?? Infinity) > over.index,
      );
      judge.breach(running === undefined ? closes : RETURNS, {
        expected,
        seen:
          running === undefined ? `${connection} is open, idle` : `${connection} is open, with ${running.label} on it`,
        events: [opened, running?.request, closed],
      });
    }
  });
}
