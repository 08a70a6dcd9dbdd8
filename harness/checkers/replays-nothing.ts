import type { RecordedMessage } from './attribution.js';
import { isResponse } from './attribution.js';
import type { Checker } from './checker.js';
import { describeMessage, describeResponse } from './describe.js';
import type { Judge } from './judge.js';
import { checker } from './judge.js';
import type { HistoryView } from '../history/view.js';

/** Whether a message belongs to a call, so that a stream of no call must not carry it. */
function belongsToCall(record: RecordedMessage): boolean {
  return isResponse(record) || record.message.method === 'notifications/progress';
}

function judgeOne(view: HistoryView, label: string, rule: string, judge: Judge): void {
  const exchange = view.exchange(label);
  const head = exchange?.server.head;
  if (exchange === undefined || head === undefined) {
    // A stream whose head is kept back until its first event has replayed nothing either.
    judge.note(rule, `${label} is answered`, 'nothing came');
    return;
  }
  judge.saw(head);
  if (head.status >= 500) {
    const expected = `${label} is refused with a 4xx or gets a new stream`;
    judge.breach('guarantee.clean-errors', { expected, seen: describeResponse(exchange.server), events: [head] });
  }
  const stray = head.status === 200 ? exchange.server.messages.find(belongsToCall) : undefined;
  if (stray === undefined) return;
  judge.breach(rule, {
    expected: `nothing of any call comes on ${label}`,
    seen: describeMessage(stray.message),
    events: [exchange.request, stray],
  });
}

/**
 * GETs that name an event which is not their own to continue after are refused, or get a new stream, and in no case
 * messages of calls (see the ambiguity `unknown-last-event-id`). `rule` is the one that such messages break.
 */
export function replaysNothing(labels: readonly string[], rule: string): Checker {
  return checker(`replays-nothing(${labels.join(', ')})`, [rule, 'guarantee.clean-errors'], (view, judge) => {
    for (const label of labels) judgeOne(view, label, rule, judge);
  });
}
