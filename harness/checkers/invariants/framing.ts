import type { ExchangeView, HistoryView } from '../../history/view.js';
import { isDisturbed, isFaulted } from '../attribution.js';
import type { Checker } from '../checker.js';
import { describeResponse } from '../describe.js';
import type { Judge } from '../judge.js';
import { checker } from '../judge.js';

const EXACT = 'guarantee.framing-exact';
const NO_BODY = 'http.post.202-no-body';

/** Whether a whole exchange went over the connection before, so that the two ends had not lost each other by then. */
function hadExchangeBefore(view: HistoryView, connection: string, index: number): boolean {
  return [...view.exchanges.values()].some(
    ({ request, server }) =>
      request !== undefined &&
      server.head?.connection === connection &&
      server.end?.ending === 'complete' &&
      server.end.index < index,
  );
}

function judgeUnasked(view: HistoryView, exchange: ExchangeView, judge: Judge): void {
  const { head } = exchange.server;
  // An error before the connection is closed, such as 408, needs no request.
  if (head === undefined || head.status >= 400 || !hadExchangeBefore(view, head.connection, head.index)) return;
  const expected = 'nothing comes on a connection without a request';
  judge.breach(EXACT, { expected, seen: describeResponse(exchange.server), events: [head] });
}

/** Bytes between two exchanges that are no response at all. */
function judgeStray(view: HistoryView, judge: Judge): void {
  for (const event of view.events) {
    if (event.kind !== 'problem' || event.code !== 'unasked-bytes' || event.connection === undefined) continue;
    if (!hadExchangeBefore(view, event.connection, event.index)) continue;
    const seen = `bytes after the end of the response before: ${event.message}`;
    judge.breach(EXACT, { expected: 'nothing comes on a connection without a request', seen, events: [event] });
  }
}

function judgeLength(view: HistoryView, exchange: ExchangeView, judge: Judge): void {
  const { head, end, problems } = exchange.server;
  const expected = `the response to ${exchange.label} is framed as its head says`;
  const unreadable = problems.find((problem) => problem.layer === 'http');
  if (unreadable !== undefined && !isFaulted(view, exchange.label)) {
    judge.breach(EXACT, { expected, seen: unreadable.message, events: [head, unreadable] });
    return;
  }
  const isShort = (end?.ending === 'fin' || end?.ending === 'rst') && end.framing === 'content-length';
  if (!isShort || isDisturbed(view)) return;
  const seen = `${describeResponse(exchange.server)} after ${end.sizeBytes} bytes`;
  judge.breach(EXACT, { expected, seen, events: [head, end] });
}

/**
 * Every response is as long as it says, nothing comes without a request, and a 202 has no body (transports, Sending
 * Messages to the Server). Streams that end early are not looked at: their connection may be cut by anybody.
 */
export function framesResponsesExactly(): Checker {
  return checker('frames-responses-exactly', [EXACT, NO_BODY], (view, judge) => {
    judgeStray(view, judge);
    for (const exchange of view.exchanges.values()) {
      const { head, end, data } = exchange.server;
      if (head === undefined) continue;
      judge.saw(head, end);
      if (exchange.request === undefined) judgeUnasked(view, exchange, judge);
      else judgeLength(view, exchange, judge);
      if (exchange.request?.method !== 'POST' || head.status !== 202 || data.length === 0) continue;
      const seen = describeResponse(exchange.server);
      judge.breach(NO_BODY, { expected: `the 202 to ${exchange.label} has no body`, seen, events: [head, data[0]] });
    }
  });
}
