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
 * A successful answer to `label` is of the one type that the client asked for. Another type deserves a warning: the
 * client cannot read it, but the specification asks clients to accept both.
 */
export function repliesAs(label: string, accepted: ReplyType): Checker {
  const expected = `${label} is answered as ${accepted} or refused`;
  return checker(`replies-as(${label})`, [RULE], (view, judge) => {
    const server = view.exchange(label)?.server;
    const head = server?.head;
    if (server === undefined || head === undefined) {
      judge.inconclusive(RULE, expected, 'there was no answer');
      return;
    }
    judge.saw(head);
    if (head.status < 200 || head.status > 299) return;
    if (mediaTypeOf(headerValue(head.headers, 'content-type')) === accepted) return;
    judge.breach(RULE, { expected, seen: describeResponse(server), events: [head], severity: 'warn' });
  });
}
