import { headerValue } from '../../../wire/http-head.js';
import type { Checker } from '../../checker.js';
import { oneLine } from '../../describe.js';
import { checker } from '../../judge.js';
import { requestsInOrder } from '../handshakes.js';

const EXACT = 'guarantee.framing-exact';

/** Every request is HTTP that can be read, as long as its head says, and a POST says that its body is JSON. */
export function framesRequestsExactly(): Checker {
  return checker('frames-requests-exactly', [EXACT], (view, judge) => {
    for (const { request, label, requestBody } of requestsInOrder(view)) {
      judge.saw(request);
      if (request.method !== 'POST' || requestBody === undefined || requestBody.sizeBytes === 0) continue;
      const type = headerValue(request.headers, 'content-type') ?? '';
      if (/^application\/json\s*(;|$)/i.test(type.trim())) continue;
      const seen = type === '' ? `no Content-Type on ${label}` : `"${oneLine(type, 60)}" on ${label}`;
      judge.breach(EXACT, { expected: 'the body of a POST is application/json', seen, events: [request] });
    }
    const unreadable = view.events.find(
      (event) => event.kind === 'problem' && event.side === 'client' && event.layer === 'http',
    );
    if (unreadable?.kind !== 'problem') return;
    judge.breach(EXACT, { expected: 'every request can be read', seen: unreadable.message, events: [unreadable] });
  });
}
