import type { HistoryView } from '../history/view.js';
import { responsesTo } from './answers-call.js';
import type { Checker } from './checker.js';
import { describeResponse } from './describe.js';
import type { Judge } from './judge.js';
import { checker } from './judge.js';

const RULE = 'cancel.race-graceful';
const HANG = 'guarantee.no-hang';

function judgeRound(view: HistoryView, label: string, judge: Judge): void {
  const call = view.exchange(label);
  const cancellation = view.exchange(`${label}/cancel`);
  if (call?.request === undefined || cancellation?.request === undefined) return;
  const responses = responsesTo(view, label);
  const { head } = cancellation.server;
  judge.saw(head, call.server.head, ...responses);
  if (responses.length > 1) {
    const expected = `${label} is answered once at most`;
    judge.breach(RULE, { expected, seen: `${responses.length} responses`, events: responses });
  }
  if (head === undefined || head.status >= 500) {
    const expected = `the cancellation of ${label} is acknowledged or refused`;
    const events = [cancellation.request, head];
    judge.breach(RULE, { expected, seen: describeResponse(cancellation.server), events });
  }
  const { end } = call.server;
  if (end === undefined || end.ending === 'abandoned') {
    const events = [call.request, call.server.head];
    judge.breach(HANG, { expected: `${label} ends`, seen: describeResponse(call.server), events });
  }
}

/**
 * Calls that were cancelled (by `<label>/cancel`) around the moment of their completion: none is answered twice, none
 * stays open, and no cancellation upsets the server (basic/utilities/cancellation, Timing Considerations).
 */
export function racesGracefully(labels: readonly string[]): Checker {
  return checker('races-gracefully', [RULE, HANG], (view, judge) => {
    for (const label of labels) judgeRound(view, label, judge);
  });
}
