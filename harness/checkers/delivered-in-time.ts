import type { HistoryEvent } from '../history/events.js';
import { headerValue } from '../wire/http-head.js';
import type { ExchangeView } from '../history/view.js';
import { responsesTo } from './answers-call.js';
import type { Checker, Severity } from './checker.js';
import { describeResponse } from './describe.js';
import type { Judge } from './judge.js';
import { checker } from './judge.js';
import { numberedCall, positionIn } from './numbered-call.js';
import { mediaTypeOf } from './reply-form.js';

const RULE = 'guarantee.delivered-in-time';

/** Whether the answer is an event stream, in which something can come before the result. */
function isStream(exchange: ExchangeView): boolean {
  const { head } = exchange.server;
  return head !== undefined && mediaTypeOf(headerValue(head.headers, 'content-type')) === 'text/event-stream';
}

interface Lead {
  readonly expected: string;
  readonly early: HistoryEvent;
  readonly late: HistoryEvent;
  readonly leastMs: number;
  readonly severity?: Severity;
}

/** `early` was seen at least so long before `late`. A hold-up of the harness can only have made that look shorter. */
function judgeLead({ expected, early, late, leastMs, severity }: Lead, judge: Judge): void {
  const leadMs = late.t - early.t;
  judge.saw(early, late);
  if (leadMs >= leastMs) return;
  const seen = `${Math.round(leadMs)} ms before`;
  if (leadMs + judge.lagMs >= leastMs) {
    judge.inconclusive(RULE, expected, `${seen}, while the harness was held up for ${Math.round(judge.lagMs)} ms`);
    return;
  }
  judge.breach(RULE, { expected, seen, events: [early, late], ...(severity && { severity }) });
}

/**
 * The first of the numbered notifications of `label`, which the tool sends `intervalMs` apart, comes at least one interval
 * before the result, because it was written at least two before. The call must ask for three or more.
 */
export function deliversInTime(label: string, intervalMs: number): Checker {
  const expected = `the first notification of ${label} comes at least ${intervalMs} ms before its result`;
  return checker(`delivers-in-time(${label})`, [RULE], (view, judge) => {
    const call = numberedCall(view, label);
    const exchange = view.exchange(label);
    if (call === undefined || exchange === undefined) {
      judge.inconclusive(RULE, expected, 'it was never sent');
      return;
    }
    const { messages } = exchange.server;
    const late = messages.find((record) => positionIn(call, record) === call.total + 1);
    const early = messages.find((record) => typeof positionIn(call, record) === 'number');
    if (early === undefined || late === undefined || early === late) {
      judge.inconclusive(RULE, expected, describeResponse(exchange.server));
      return;
    }
    judgeLead({ expected, early, late, leastMs: intervalMs }, judge);
  });
}

/** The head of the event stream that answers `label` comes at least `leadMs` before the result. Warns, as no text asks for it. */
export function sendsHeadEarly(label: string, leadMs: number): Checker {
  const expected = `the response head of ${label} comes at least ${leadMs} ms before the result`;
  return checker(`sends-head-early(${label})`, [RULE], (view, judge) => {
    const exchange = view.exchange(label);
    const head = exchange?.server.head;
    const [late] = responsesTo(view, label);
    if (exchange === undefined || head === undefined || late === undefined) {
      judge.inconclusive(
        RULE,
        expected,
        exchange === undefined ? 'it was never sent' : describeResponse(exchange.server),
      );
      return;
    }
    judge.saw(head);
    if (!isStream(exchange)) return;
    judgeLead({ expected, early: head, late, leastMs: leadMs, severity: 'warn' }, judge);
  });
}

/**
 * Something of the body of `label`, compressed or not, comes at least `intervalMs` before its end and as long after its
 * head. The call must take at least four intervals and send something in the middle.
 */
export function flushesInTime(label: string, intervalMs: number): Checker {
  const expected = `some of the body of ${label} comes in the time between its head and its end`;
  return checker(`flushes-in-time(${label})`, [RULE], (view, judge) => {
    const exchange = view.exchange(label);
    const { request } = exchange ?? {};
    const { head, end, data } = exchange?.server ?? {};
    if (
      exchange === undefined ||
      request === undefined ||
      head === undefined ||
      end === undefined ||
      data === undefined
    ) {
      judge.inconclusive(
        RULE,
        expected,
        exchange === undefined ? 'it was never sent' : describeResponse(exchange.server),
      );
      return;
    }
    judge.saw(head, end);
    if (!isStream(exchange)) return;
    const inBetween = data.find((event) => event.t >= request.t + intervalMs && event.t <= end.t - intervalMs);
    if (inBetween !== undefined) return;
    const coding = headerValue(head.headers, 'content-encoding');
    const seen = `${data.length} piece(s), all of them at its beginning or its end (Content-Encoding: ${coding ?? 'none'})`;
    if (judge.lagMs >= intervalMs) judge.inconclusive(RULE, expected, `${seen}, while the harness was held up`);
    else judge.breach(RULE, { expected, seen, events: [head, data.at(-1), end] });
  });
}
