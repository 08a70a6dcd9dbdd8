import type { Checker } from '../checker.js';
import { checker } from '../judge.js';
import { eventStreamsOf } from './event-streams.js';

const RULE = 'httpsse.post-to-endpoint';

/**
 * The client posts to the endpoint that was announced by a relative reference, resolved against the URI of the stream.
 * That it may be relative is not said (ambiguity `httpsse-endpoint-uri`), so that it is a warning.
 */
export function findsEndpoint(): Checker {
  return checker('finds-endpoint', [RULE], (view, judge) => {
    const expected = 'the reference is resolved against the URI of the stream';
    const [first] = eventStreamsOf(view);
    if (first?.endpoint === undefined) {
      judge.inconclusive(RULE, expected, 'no endpoint was announced');
      return;
    }
    judge.saw(first.stream.request);
    if (first.posts.length > 0) return;
    const seen = `nothing was posted to ${first.endpoint.href}`;
    judge.breach(RULE, { expected, seen, events: [first.stream.request], severity: 'warn' });
  });
}
