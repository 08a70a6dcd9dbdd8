import type { Checker, Severity } from './checker.js';
import { checker } from './judge.js';
import { lastToolAnswer } from './tool-answer.js';

/** How an answer that differs is weighed. */
export interface OutcomeExpectation {
  readonly severity?: Severity;
  /** True: the request may have been lost before the server read it, so that it knows nothing of the work. */
  readonly mayBeUnknown?: boolean;
}

/**
 * The last answer of `faultline_outcome` in the exchanges called `label` says that the work is `state`. An answer that
 * says anything else breaks `rule`.
 */
export function workIs(
  label: string,
  state: 'completed' | 'cancelled',
  rule: string,
  { severity, mayBeUnknown = false }: OutcomeExpectation = {},
): Checker {
  const expected = `the work that ${label} asks about is ${state}`;
  return checker(`work-is-${state}(${label})`, [rule], (view, judge) => {
    const last = lastToolAnswer(view, label);
    if (last === undefined) {
      judge.inconclusive(rule, expected, 'the server did not tell');
      return;
    }
    judge.saw(last.record);
    const seen = String(last.answer['state']);
    if (seen === state) return;
    if (mayBeUnknown && seen === 'unknown') judge.note(rule, expected, 'the request never reached it', last.record);
    else judge.breach(rule, { expected, seen: `it is ${seen}`, events: [last.record], ...(severity && { severity }) });
  });
}
