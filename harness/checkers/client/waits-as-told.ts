import type { HistoryEvent } from '../../history/events.js';
import { isResumption } from '../attribution.js';
import type { Checker } from '../checker.js';
import { checker } from '../judge.js';
import { requestsInOrder } from './handshakes.js';

const RETRY = 'http.stream.retry-respected';
const BOUNDED = 'guarantee.bounded-retries';
/** A timer may fire a little early, and the end of a stream may follow the field by a moment. */
const SLACK_MS = 50;

/**
 * After a stream that said `retry` the next GET comes no sooner than that (basic/transports, Sending Messages to the
 * Server, item 6). The wait of the client begins when it reads the end, which is after it was recorded here, so a client
 * that waits as told is never too early. A client that does not come back at all has nothing to be judged by.
 */
export function waitsForRetry(retryMs: number): Checker {
  return checker('waits-for-retry', [RETRY], (view, judge) => {
    const exchanges = requestsInOrder(view);
    const told = exchanges.find(({ server }) => server.events.some(({ event }) => event.retryMs !== undefined));
    const end = told?.client.end;
    const expected = `no GET before the ${retryMs} ms of retry are over`;
    if (told === undefined || end === undefined) {
      judge.inconclusive(RETRY, expected, 'no stream that said retry has ended');
      return;
    }
    const later = exchanges.filter(({ request }) => request.method === 'GET' && request.index > end.index);
    const next = later.find(isResumption) ?? later[0];
    if (next === undefined) {
      judge.inconclusive(RETRY, expected, 'the client did not come back');
      return;
    }
    judge.saw(next.request);
    const waitedMs = next.request.t - end.t;
    if (waitedMs >= retryMs - SLACK_MS) return;
    judge.breach(RETRY, {
      expected,
      seen: `${next.label} after ${Math.round(waitedMs)} ms`,
      events: [end, next.request],
    });
  });
}

/**
 * `retry` belongs to the stream: when a connection that continues it ends and did not repeat it, the next GET waits as
 * long again. MCP says so of the field alone, and the event stream format of the reconnection time, so that a client
 * that is sooner is warned of.
 */
export function keepsRetry(retryMs: number): Checker {
  return checker('keeps-retry', [RETRY], (view, judge) => {
    const [first, second] = requestsInOrder(view).filter(isResumption);
    const end = first?.client.end;
    const expected = `no GET before the ${retryMs} ms of retry are over, after the second cut too`;
    if (end === undefined || second === undefined) {
      judge.inconclusive(RETRY, expected, 'the client did not come back twice');
      return;
    }
    judge.saw(second.request);
    const waitedMs = second.request.t - end.t;
    if (waitedMs >= retryMs - SLACK_MS) return;
    const seen = `${second.label} after ${Math.round(waitedMs)} ms`;
    judge.breach(RETRY, { expected, seen, events: [end, second.request], severity: 'warn' });
  });
}

/**
 * After an answer with Retry-After no request like the one that it refused comes before that time is over. RFC 9110 asks
 * for no more than it says, so a client that is sooner is warned of.
 */
export function heedsRetryAfter(isLike: (label: string) => boolean, seconds: number): Checker {
  return checker('heeds-retry-after', [BOUNDED], (view, judge) => {
    const like = requestsInOrder(view).filter(({ label }) => isLike(label.replace(/#\d+$/, '')));
    const refused = like.find(({ client }) => client.head !== undefined && client.head.status >= 400);
    const head: HistoryEvent | undefined = refused?.client.head;
    const expected = `no other attempt before the ${seconds} s of Retry-After are over`;
    if (head === undefined) {
      judge.inconclusive(BOUNDED, expected, 'nothing was refused');
      return;
    }
    judge.saw(refused?.request);
    const next = like.find(({ request }) => request.index > head.index);
    const waitedMs = (next?.request.t ?? Infinity) - head.t;
    if (waitedMs >= seconds * 1000 - SLACK_MS) return;
    const seen = `${next?.label ?? ''} after ${Math.round(waitedMs)} ms`;
    judge.breach(BOUNDED, { expected, seen, events: [head, next?.request], severity: 'warn' });
  });
}
