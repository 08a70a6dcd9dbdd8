import { headerValue } from '../wire/http-head.js';
import type { Checker } from './checker.js';
import { describeResponse } from './describe.js';
import { checker } from './judge.js';

const RULE = 'guarantee.framing-exact';

/** The answer to a request of HTTP/1.0 uses no transfer coding (RFC 9112, section 6.1). */
export function suitsHttp10(label: string): Checker {
  return checker(`suits-http-1.0(${label})`, [RULE], (view, judge) => {
    const server = view.exchange(label)?.server;
    const head = server?.head;
    judge.saw(head, server?.end);
    if (server === undefined || head === undefined) return;
    const coding = headerValue(head.headers, 'transfer-encoding');
    if (coding === undefined) return;
    const expected = 'an answer to HTTP/1.0 without a transfer coding';
    judge.breach(RULE, { expected, seen: `${describeResponse(server)}, Transfer-Encoding: ${coding}`, events: [head] });
  });
}
