import type { ExchangeView, HistoryView } from '../history/view.js';
import type { RecordedMessage } from './attribution.js';
import { isResumption, sessionOf } from './attribution.js';
import type { Checker, Severity } from './checker.js';
import { describeResponse } from './describe.js';
import { checker } from './judge.js';
import type { NumberedCall } from './numbered-call.js';
import { numberedCall, positionIn } from './numbered-call.js';

const LOSS = 'guarantee.no-loss';
const ORDER = 'guarantee.order';

/** How missing notifications are weighed. */
export interface CompletenessExpectation {
  /** Rule that is broken when some are missing. */
  readonly rule?: string;
  readonly severity?: Severity;
  /** True: none at all is no breach, because the server may leave this kind of message out. */
  readonly mayBeAbsent?: boolean;
}

interface Numbered {
  readonly position: number;
  readonly record: RecordedMessage;
}

/** The numbered messages of a call on the streams of its session, those of resumed streams aside. */
function messagesOf(view: HistoryView, call: NumberedCall, exchange: ExchangeView): Numbered[] {
  const session = sessionOf(exchange);
  return [...view.exchanges.values()]
    .filter((other) => other === exchange || (sessionOf(other) === session && !isResumption(other)))
    .flatMap((other) => other.server.messages)
    .sort((left, right) => left.index - right.index)
    .flatMap((record) => {
      const position = positionIn(call, record);
      return typeof position === 'number' ? [{ position, record }] : [];
    });
}

/**
 * The call `label` brings every notification that it was asked for, in order, and then its response. On which stream of
 * the session they come is another checker's affair.
 */
export function bringsAllNotifications(label: string, expectation: CompletenessExpectation = {}): Checker {
  const { rule = LOSS, severity, mayBeAbsent = false } = expectation;
  return checker(`brings-all-notifications(${label})`, [rule, ORDER], (view, judge) => {
    const call = numberedCall(view, label);
    const exchange = view.exchange(label);
    if (call === undefined || exchange === undefined) {
      judge.inconclusive(rule, `${label} is sent`, 'it was not');
      return;
    }
    const all = messagesOf(view, call, exchange);
    const records = all.map(({ record }) => record);
    judge.saw(exchange.server.head, ...records);
    const came = new Set(all.map(({ position }) => position));
    const missing = Array.from({ length: call.total }, (_, index) => index + 1).filter(
      (position) => !came.has(position),
    );
    if (missing.length === call.total && mayBeAbsent) {
      judge.note(rule, `${call.total} notifications for ${label}`, 'none', exchange.server.head);
      return;
    }
    if (missing.length > 0) {
      const seen = `${missing.length} missing, the first is ${String(missing[0])}; ${describeResponse(exchange.server)}`;
      const expected = `all ${call.total} notifications of ${label}`;
      judge.breach(rule, {
        expected,
        seen,
        events: [exchange.request, exchange.server.end],
        ...(severity && { severity }),
      });
    }
    // Only on one and the same stream does the order of the record tell the order of sending.
    const own = all.filter(({ record }) => record.exchange === label);
    const late = own.find(({ position }, index) => index > 0 && position < (own[index - 1]?.position ?? 0));
    if (late === undefined) return;
    const expected = `the messages of ${label} in order, the response last`;
    judge.breach(ORDER, { expected, seen: `notification ${late.position} out of place`, events: [late.record] });
  });
}
