import type { HistoryView } from '../../history/view.js';
import type { Checker } from '../checker.js';
import { checker } from '../judge.js';
import { describeEnd, operation } from './operations.js';
import type { OperationView } from './operations.js';

const SETTLES = 'guarantee.settles';
const SAYS_SOMETHING = 'guarantee.error-says-something';

/** How an operation has to end. */
export interface Settlement {
  /** `any`: with success or an error, whichever; `ok` and `failed`: so and not otherwise. Default any. */
  readonly with?: 'any' | 'ok' | 'failed';
  /** The rule that another ending breaks; default `guarantee.settles`. */
  readonly rule?: string;
  /** What the error must say, besides that it says something. */
  readonly error?: (end: { message: string; code?: number; status?: number }) => string | undefined;
}

/** Whether an answer was waited for in vain, and came when the case was over and its client closed. */
function endedByClosing(view: HistoryView, { client, label, answer }: OperationView): boolean {
  const isLate = ({ index }: { readonly index: number }): boolean => answer !== undefined && index < answer.index;
  const missed = view.probes.some((event) => event.what === 'deadline' && event.name === label && isLate(event));
  const farewell = view.clients.find(
    (event) => event.client === client && event.what === 'operation' && event.label === `${client}/farewell`,
  );
  return missed && farewell !== undefined && isLate(farewell);
}

/**
 * The operation `label` ends exactly once, with an error that is not empty where it fails. Whoever drives it has waited
 * for its answer; what was not waited for is inconclusive.
 */
export function settles(label: string, settlement: Settlement = {}): Checker {
  const { with: wanted = 'any', rule = SETTLES, error } = settlement;
  const expected = `${label} ${wanted === 'any' ? 'ends once, with a result or an error that says why' : wanted === 'ok' ? 'succeeds' : 'fails with an error that says why'}`;
  return checker(`settles(${label})`, [...new Set([SETTLES, SAYS_SOMETHING, rule])], (view, judge) => {
    const one = operation(view, label);
    if (one === undefined) {
      judge.inconclusive(SETTLES, expected, 'the client was never told to');
      return;
    }
    const { told, answer, furtherAnswers, end } = one;
    if (end.kind === 'open' || end.kind === 'gone') {
      const waited = view.probes.some(({ what, name }) => what === 'deadline' && name === label);
      const isKnown = waited || end.kind === 'gone';
      if (isKnown) judge.breach(SETTLES, { expected, seen: `it ${describeEnd(end)}`, events: [told] });
      else judge.inconclusive(SETTLES, expected, 'the case was over before there could be an answer');
      return;
    }
    judge.saw(answer);
    if (endedByClosing(view, one)) {
      const seen = 'it did not until the client was closed';
      judge.breach(SETTLES, { expected, seen, events: [told, answer] });
      return;
    }
    if (furtherAnswers.length > 0) {
      judge.breach(SETTLES, { expected, seen: 'it was answered more than once', events: [answer, ...furtherAnswers] });
    }
    if (end.kind === 'failed' && end.message.trim() === '') {
      judge.breach(SAYS_SOMETHING, { expected, seen: `it ${describeEnd(end)}`, events: [answer] });
    }
    if (wanted !== 'any' && end.kind !== wanted) {
      judge.breach(rule, { expected, seen: `it ${describeEnd(end)}`, events: [answer] });
    }
    const wrong = end.kind === 'failed' ? error?.(end) : undefined;
    if (wrong !== undefined) judge.breach(SAYS_SOMETHING, { expected, seen: wrong, events: [answer] });
  });
}
