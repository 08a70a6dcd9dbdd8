import { hasBatches } from '../../../spec/revisions.js';
import type { Checker } from '../../checker.js';
import { oneLine } from '../../describe.js';
import { checker } from '../../judge.js';
import { handshakeBefore, requestsInOrder } from '../handshakes.js';

const SINGLE = 'http.post.body-single';
const KINDS = 'http.post.body-batch-kinds';
const NO_INITIALIZE = 'jsonrpc.batch.no-initialize';
const FOLLOWS = 'jsonrpc.follow-2.0';

/** A POST carries one message; in 2025-03-26 also an array, of responses or of others (transports, Sending Messages). */
export function postsSingleMessages(): Checker {
  return checker('posts-single-messages', [SINGLE, KINDS, NO_INITIALIZE, FOLLOWS], (view, judge) => {
    for (const exchange of requestsInOrder(view)) {
      const { request, requestBody, sent, label } = exchange;
      if (request.method !== 'POST' || requestBody?.complete !== true) continue;
      judge.saw(request);
      const [first] = sent;
      if (first === undefined) {
        const seen = `"${oneLine(requestBody.text, 60)}" on ${label}`;
        judge.breach(FOLLOWS, {
          expected: 'the body of a POST is a JSON-RPC message',
          seen,
          events: [request, requestBody],
        });
        continue;
      }
      if (!first.batched) continue;
      const revision = handshakeBefore(view, exchange)?.negotiated ?? judge.revision;
      if (!hasBatches(revision)) {
        judge.breach(SINGLE, { expected: `no array in ${revision}`, seen: `an array on ${label}`, events: [first] });
      }
      if (sent.some(({ message }) => message.method === 'initialize')) {
        judge.breach(NO_INITIALIZE, {
          expected: 'initialize comes alone',
          seen: `it is in an array on ${label}`,
          events: [first],
        });
      }
      const responses = sent.filter(({ message }) => message.kind === 'result' || message.kind === 'error');
      if (responses.length === 0 || responses.length === sent.length) continue;
      const expected = 'an array holds responses only, or none';
      judge.breach(KINDS, { expected, seen: `${responses.length} of ${sent.length} on ${label}`, events: [first] });
    }
  });
}
