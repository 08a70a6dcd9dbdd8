import { headerValue } from '../../../wire/http-head.js';
import type { Checker } from '../../checker.js';
import { oneLine } from '../../describe.js';
import { checker } from '../../judge.js';
import { requestsInOrder } from '../handshakes.js';

const POST = 'http.post.accept-both';
const GET = 'http.get.accept-sse';

/** Whether an Accept header allows for the media type. A range such as a star counts: it allows for it as well. */
function lists(accept: string, type: string): boolean {
  const [family = ''] = type.split('/');
  return accept.split(',').some((part) => {
    const [range = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
    return [type, `${family}/*`, '*/*'].includes(range) && !parameters.some((piece) => /^q=0(\.0*)?$/.test(piece));
  });
}

/** Each POST offers JSON and event streams, each GET event streams (transports, Sending Messages and Listening). */
export function offersMediaTypes(): Checker {
  return checker('offers-media-types', [POST, GET], (view, judge) => {
    for (const { request, label } of requestsInOrder(view)) {
      const { method } = request;
      if (method !== 'POST' && method !== 'GET') continue;
      judge.saw(request);
      const accept = headerValue(request.headers, 'accept') ?? '';
      const wanted = method === 'POST' ? ['application/json', 'text/event-stream'] : ['text/event-stream'];
      if (wanted.every((type) => lists(accept, type))) continue;
      const seen = accept === '' ? `no Accept on ${label}` : `Accept "${oneLine(accept, 80)}" on ${label}`;
      judge.breach(method === 'POST' ? POST : GET, {
        expected: `each ${method} accepts ${wanted.join(' and ')}`,
        seen,
        events: [request],
      });
    }
  });
}
