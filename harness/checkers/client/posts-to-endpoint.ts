import type { Checker } from '../checker.js';
import { checker } from '../judge.js';
import { eventStreamsOf, uriOf } from './event-streams.js';
import { requestsInOrder } from './handshakes.js';

const RULE = 'httpsse.post-to-endpoint';

/**
 * Every message goes to the URI that an event stream has announced, as it stands, with its query (2024-11-05,
 * basic/transports, HTTP with SSE). One that was announced on an earlier stream is no breach: a POST may have been under
 * way when the next stream was opened.
 */
export function postsToEndpoint(): Checker {
  return checker('posts-to-endpoint', [RULE], (view, judge) => {
    const announced = eventStreamsOf(view).flatMap(({ endpoint }) => (endpoint === undefined ? [] : [endpoint.href]));
    for (const exchange of requestsInOrder(view)) {
      const { request, label } = exchange;
      if (request.method !== 'POST') continue;
      judge.saw(request);
      const { href } = uriOf(exchange);
      if (announced.includes(href)) continue;
      judge.breach(RULE, {
        expected: `messages are posted to ${announced.at(-1) ?? 'an endpoint that was announced'}`,
        seen: `${label} went to ${href}`,
        events: [request],
      });
    }
  });
}
