import type { ExchangeView, HistoryView } from '../history/view.js';
import { headerValue } from '../wire/http-head.js';
import type { Checker, Severity } from './checker.js';
import { describeResponse } from './describe.js';
import { checker } from './judge.js';
import { mediaTypeOf } from './reply-form.js';

const RULE = 'http.get.sse-or-405';

/** Whether a GET was answered with an event stream. */
export function isOpenedStream(exchange: ExchangeView | undefined): boolean {
  const head = exchange?.server.head;
  return head?.status === 200 && mediaTypeOf(headerValue(head.headers, 'content-type')) === 'text/event-stream';
}

/**
 * The GET `label` is answered with an event stream, whose head comes without waiting for an event, or with 405
 * (transports, Listening for Messages from the Server).
 */
export function opensStreamOr405(label: string): Checker {
  const expected = `${label} is answered with an event stream or with 405`;
  return checker(`opens-stream-or-405(${label})`, [RULE], (view, judge) => {
    const exchange = view.exchange(label);
    if (exchange?.request === undefined) {
      judge.inconclusive(RULE, expected, 'the request was never sent');
      return;
    }
    const { head, end } = exchange.server;
    judge.saw(head);
    if (isOpenedStream(exchange) || head?.status === 405) return;
    judge.breach(RULE, { expected, seen: describeResponse(exchange.server), events: [exchange.request, head, end] });
  });
}

/** A GET that is answered with a 2xx is answered with an event stream; warns, for GETs that are not quite right. */
export function streamsOrRefuses(label: string): Checker {
  const expected = `${label} opens an event stream or is refused`;
  return checker(`streams-or-refuses(${label})`, [RULE], (view, judge) => {
    const exchange = view.exchange(label);
    const head = exchange?.server.head;
    if (exchange === undefined || head === undefined) return;
    judge.saw(head);
    if (head.status > 299 || isOpenedStream(exchange)) return;
    judge.breach(RULE, { expected, seen: describeResponse(exchange.server), events: [head], severity: 'warn' });
  });
}

/**
 * The stream that GET `label` opened is not ended by the server before `later` was answered. Servers may end it at any
 * time, so this warns only: a client that comes back at once, and finds the same, does so for ever.
 */
export function streamStaysOpen(label: string, later: string): Checker {
  const expected = `the stream of ${label} stays open`;
  return checker(`stream-stays-open(${label})`, [RULE], (view, judge) => {
    const exchange = view.exchange(label);
    const answered = view.exchange(later)?.server.head;
    if (exchange === undefined || answered === undefined) {
      judge.inconclusive(RULE, expected, `${later} was not answered`);
      return;
    }
    judge.saw(exchange.server.head);
    const { end } = exchange.server;
    const byServer = end?.ending === 'complete' || end?.ending === 'fin' || end?.ending === 'rst';
    if (!isOpenedStream(exchange) || !byServer || end.index > answered.index) return;
    judge.breach(RULE, { expected, seen: describeResponse(exchange.server), events: [end], severity: 'warn' });
  });
}

/** The attempts `<prefix>1`, `<prefix>2`, ... in the order in which they were sent. */
function attempts(view: HistoryView, prefix: string): ExchangeView[] {
  return [...view.exchanges.values()]
    .filter(({ label }) => label.startsWith(prefix))
    .sort((left, right) => (left.request?.index ?? 0) - (right.request?.index ?? 0));
}

/** One of the GETs called `<prefix>...`, which were repeated until it did, opens a stream in the end. */
export function streamReopens(prefix: string, rule: string, severity?: Severity): Checker {
  const expected = 'a new GET opens a stream once the old one is gone';
  return checker(`stream-reopens(${prefix})`, [rule], (view, judge) => {
    const tried = attempts(view, prefix);
    const last = tried.at(-1);
    if (last?.request === undefined) {
      judge.inconclusive(rule, expected, 'no GET was sent');
      return;
    }
    judge.saw(...tried.map((exchange) => exchange.server.head));
    const { head } = last.server;
    if (isOpenedStream(last)) return;
    const lastedMs = Math.round((head?.t ?? last.request.t) - (tried[0]?.request?.t ?? 0));
    const seen = `${describeResponse(last.server)}, after ${tried.length} attempts in ${lastedMs} ms`;
    judge.breach(rule, { expected, seen, events: [last.request, head], ...(severity && { severity }) });
  });
}
