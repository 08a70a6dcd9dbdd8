import { headerValue } from '../wire/http-head.js';
import type { Checker } from './checker.js';
import { describeResponse } from './describe.js';
import { checker } from './judge.js';

/** The two forms in which a request may be answered (transports, Sending Messages to the Server). */
export type ReplyType = 'application/json' | 'text/event-stream';

const RULE = 'http.post.reply-json-or-sse';

/** The media type of a Content-Type value, without parameters and in lower case. */
export function mediaTypeOf(value: string | undefined): string {
  return (value?.split(';', 1)[0] ?? '').trim().toLowerCase();
}

/**
 * A successful answer to the request `label` is one JSON object or an event stream. `accepted` names the types that the
 * client asked for; another one of the two then deserves a warning, because the client cannot read it.
 */
export function repliesInForm(label: string, accepted: readonly ReplyType[] = ['application/json', 'text/event-stream']): Checker {
  const expected = `${label} is answered as ${accepted.join(' or ')}`;
  return checker(`replies-in-form(${label})`, [RULE], (view, judge) => {
    const exchange = view.exchange(label);
    const head = exchange?.server.head;
    if (exchange === undefined || head === undefined) {
      judge.inconclusive(RULE, expected, 'there was no answer');
      return;
    }
    judge.saw(head);
    if (head.status < 200 || head.status > 299) return;
    const type = mediaTypeOf(headerValue(head.headers, 'content-type'));
    const seen = describeResponse(exchange.server);
    if (type !== 'application/json' && type !== 'text/event-stream') {
      judge.breach(RULE, { expected, seen, events: [head] });
      return;
    }
    if (!accepted.includes(type)) judge.breach(RULE, { expected, seen, events: [head], severity: 'warn' });
    if (type !== 'application/json') return;
    const { messages, body } = exchange.server;
    const single = messages.length === 1 && messages[0]?.batched === false;
    if (!single) judge.breach(RULE, { expected: `${label} is answered with one JSON object`, seen, events: [head, body] });
  });
}
