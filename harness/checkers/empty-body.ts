import type { Checker } from './checker.js';
import { describeResponse } from './describe.js';
import { checker } from './judge.js';

const RULE = 'http.post.202-no-body';

/**
 * The answer to `label`, where its status is 202, has no body, and its end can be found without closing the connection
 * (transports, Sending Messages to the Server).
 */
export function hasEmptyBody(label: string): Checker {
  const expected = `the 202 to ${label} has no body`;
  return checker(`has-empty-body(${label})`, [RULE, 'guarantee.no-hang'], (view, judge) => {
    const server = view.exchange(label)?.server;
    const { head, end, body, data } = server ?? {};
    if (server === undefined || head === undefined) {
      judge.inconclusive(RULE, expected, 'there was no answer');
      return;
    }
    judge.saw(head, end);
    if (head.status !== 202) return;
    const seen = describeResponse(server);
    if ((data?.length ?? 0) > 0) judge.breach(RULE, { expected, seen, events: [head, body ?? data?.[0]] });
    if (end === undefined) judge.breach('guarantee.no-hang', { expected: `the 202 to ${label} ends`, seen, events: [head] });
    else if (end.framing === 'close') {
      const what = 'a body without an announced length, which costs the connection';
      judge.breach(RULE, { expected, seen: what, events: [head, end], severity: 'warn' });
    }
  });
}
