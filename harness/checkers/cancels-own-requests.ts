import type { Checker } from './checker.js';
import { messagesOfServer, paramsOf } from './attribution.js';
import { checker } from './judge.js';

const RULE = 'cancel.own-inflight-only';

/**
 * Each `notifications/cancelled` of the server names a request that it made before (basic/utilities/cancellation, Behavior
 * Requirements). `evidence` is an exchange that shows that the server had something to say.
 */
export function cancelsOwnRequests(evidence: string): Checker {
  return checker('cancels-own-requests', [RULE], (view, judge) => {
    judge.saw(view.exchange(evidence)?.server.head);
    const asked = new Set<unknown>();
    for (const record of messagesOfServer(view)) {
      if (record.message.kind === 'request') asked.add(record.message.id);
      if (record.message.method !== 'notifications/cancelled') continue;
      judge.saw(record);
      const { requestId } = paramsOf(record);
      if (asked.has(requestId)) continue;
      const expected = 'the server cancels a request that it has made';
      judge.breach(RULE, { expected, seen: `it cancels ${JSON.stringify(requestId)}`, events: [record] });
    }
  });
}
