import type { Checker, Severity } from './checker.js';
import { checker } from './judge.js';
import { lastToolAnswer } from './tool-answer.js';

const ONCE = 'guarantee.at-most-once';

/** What a counter that one call should have raised once may show besides 1, and how much that weighs. */
export interface CounterExpectation {
  /** Weight of more than one execution; default that of `guarantee.at-most-once`. */
  readonly twice?: Severity;
  /** Rule that is broken when the call was not executed at all; without it that is a note. */
  readonly never?: string;
}

/** The last answer of `faultline_read` in the exchanges called `label` says that the call was executed exactly once. */
export function executedOnce(label: string, { twice, never }: CounterExpectation = {}): Checker {
  const expected = `the counter that ${label} reads is 1`;
  const rules = never === undefined ? [ONCE] : [ONCE, never];
  return checker(`executed-once(${label})`, rules, (view, judge) => {
    const last = lastToolAnswer(view, label);
    const value = last?.answer['value'];
    if (last === undefined || typeof value !== 'number') {
      judge.inconclusive(ONCE, expected, 'the server did not tell');
      return;
    }
    judge.saw(last.record);
    const seen = `it is ${value}`;
    const events = [last.record];
    if (value > 1) judge.breach(ONCE, { expected, seen, events, ...(twice && { severity: twice }) });
    else if (value < 1 && never !== undefined) judge.breach(never, { expected, seen, events });
    else if (value < 1) judge.note(ONCE, expected, seen, last.record);
  });
}
