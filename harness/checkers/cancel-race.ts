import type { HistoryEvent, ResponseEndEvent } from '../history/events.js';
import type { HistoryView } from '../history/view.js';
import { responsesTo } from './answers-call.js';
import type { Checker } from './checker.js';
import { describeResponse } from './describe.js';
import type { Judge } from './judge.js';
import { checker } from './judge.js';

const RULE = 'cancel.race-graceful';
const HANG = 'guarantee.no-hang';

function hasEnded(end: ResponseEndEvent | undefined): boolean {
  return end !== undefined && end.ending !== 'abandoned';
}

/**
 * Whether some call that was cancelled without an answer came to an end. Where none does, that is so without any race,
 * and the affair of another case.
 */
function someUnansweredEnd(view: HistoryView, labels: readonly string[]): boolean {
  return labels.some((label) => responsesTo(view, label).length === 0 && hasEnded(view.exchange(label)?.server.end));
}

interface Flaw {
  readonly rule: string;
  readonly expected: string;
  readonly seen: string;
  readonly events: readonly (HistoryEvent | undefined)[];
}

function flawsOf(view: HistoryView, label: string, judge: Judge): Flaw[] {
  const call = view.exchange(label);
  const cancellation = view.exchange(`${label}/cancel`);
  if (call?.request === undefined || cancellation?.request === undefined) return [];
  const responses = responsesTo(view, label);
  const { head } = cancellation.server;
  const { end } = call.server;
  judge.saw(head, call.server.head, ...responses);
  const flaws: Flaw[] = [];
  if (responses.length > 1) {
    const seen = `${responses.length} responses`;
    flaws.push({ rule: RULE, expected: `${label} is answered once at most`, seen, events: responses });
  }
  if (head === undefined || head.status >= 500) {
    const expected = `the cancellation of ${label} is acknowledged or refused`;
    const events = [cancellation.request, head];
    flaws.push({ rule: RULE, expected, seen: describeResponse(cancellation.server), events });
  }
  if (!hasEnded(end)) {
    const events = [call.request, call.server.head];
    flaws.push({ rule: HANG, expected: `${label} ends`, seen: describeResponse(call.server), events });
  }
  return flaws;
}

/**
 * Calls that were cancelled (by `<label>/cancel`) around the moment of their completion: none is answered twice, none
 * stays open, and no cancellation upsets the server (basic/utilities/cancellation, Timing Considerations).
 */
export function racesGracefully(labels: readonly string[]): Checker {
  return checker('races-gracefully', [RULE, HANG], (view, judge) => {
    const flaws = labels.flatMap((label) => flawsOf(view, label, judge));
    for (const rule of [RULE, HANG]) {
      const [first, ...others] = flaws.filter((flaw) => flaw.rule === rule);
      if (first === undefined) continue;
      const more = others.length === 0 ? '' : ` (and ${others.length} more of ${labels.length} rounds)`;
      const isOfTheRace = rule !== HANG || someUnansweredEnd(view, labels);
      const severity = isOfTheRace ? {} : { severity: 'note' as const };
      judge.breach(rule, { ...first, seen: first.seen + more, ...severity });
    }
  });
}
