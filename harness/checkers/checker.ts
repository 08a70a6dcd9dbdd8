import type { HistoryView } from '../history/view.js';
import type { Revision } from '../spec/revisions.js';

/** How much a finding weighs. `note` is shown but changes nothing. */
export type Severity = 'fail' | 'warn' | 'inconclusive' | 'note';

/** One thing that was not as it should be. */
export interface Finding {
  readonly checker: string;
  /** Requirement id of the specification, or `guarantee.*`. */
  readonly rule: string;
  readonly severity: Severity;
  /** What the rule demands here, and what was seen instead: two short clauses. */
  readonly expected: string;
  readonly seen: string;
  /** Indexes of the events that decide. */
  readonly events: readonly number[];
}

/**
 * What a checker concluded. `evidence` holds the events, sent by the system under test, that it judged: without any
 * the checker has seen nothing to judge, and the case can't pass on it.
 */
export interface CheckResult {
  readonly checker: string;
  readonly rules: readonly string[];
  readonly evidence: readonly number[];
  readonly findings: readonly Finding[];
}

/** What a checker may know besides the history. */
export interface JudgeContext {
  readonly revision: Revision;
  /** Longest time, in ms, that the harness itself was held up while the case ran: added to every upper time bound. */
  readonly lagMs: number;
}

/** A pure fold over a history. It never touches a socket and never throws for anything that a server sent. */
export interface Checker {
  readonly name: string;
  readonly rules: readonly string[];
  check(view: HistoryView, context: JudgeContext): CheckResult;
}
