import type { HistoryEvent } from '../history/events.js';
import type { HistoryView } from '../history/view.js';
import { levelAt } from '../spec/catalogue.js';
import { guarantee, isGuaranteeId } from '../spec/guarantees.js';
import type { Revision } from '../spec/revisions.js';
import type { Checker, Finding, JudgeContext, Severity } from './checker.js';

/**
 * Two clauses and the events behind them. `severity` overrides what the rule's level gives: downwards, or up to a
 * warning, but what is no failure by its rule cannot be made one.
 */
export interface Breach {
  readonly expected: string;
  readonly seen: string;
  readonly events?: readonly (HistoryEvent | undefined)[];
  readonly severity?: Severity;
}

/** What the body of a checker works with. */
export interface Judge {
  readonly revision: Revision;
  readonly lagMs: number;
  /** Registers events of the system under test that were judged, whether good or bad. */
  saw(...events: readonly (HistoryEvent | undefined)[]): void;
  /** The rule was not kept. Also counts as evidence. */
  breach(rule: string, breach: Breach): void;
  /** What had to be there to judge was not brought about, through no fault of the system under test. */
  inconclusive(rule: string, expected: string, seen: string): void;
  /** Worth showing, no judgement. */
  note(rule: string, expected: string, seen: string, ...events: readonly (HistoryEvent | undefined)[]): void;
}

/**
 * How much a breach of a rule weighs at a revision: MUST fails, SHOULD warns, what the text merely describes warns,
 * what it only permits is a note; a rule that the revision does not have is a note too.
 */
export function severityOf(rule: string, revision: Revision): Severity {
  if (isGuaranteeId(rule)) return guarantee(rule).weight;
  switch (levelAt(rule, revision)) {
    case 'MUST':
    case 'MUST NOT':
      return 'fail';
    case 'SHOULD':
    case 'SHOULD NOT':
    case 'STATED':
      return 'warn';
    default:
      return 'note';
  }
}

function weigh(rule: string, revision: Revision, override: Severity | undefined): Severity {
  const given = severityOf(rule, revision);
  return override === undefined || (override === 'fail' && given !== 'fail') ? given : override;
}

/** A finding cites this many events at most: a flood of them would say no more. */
const CITED_EVENTS = 50;

function indexes(events: readonly (HistoryEvent | undefined)[]): number[] {
  return events.flatMap((event) => (event === undefined ? [] : [event.index]));
}

/** Makes a checker from a fold. `rules` lists every rule id that it may name. */
export function checker(
  name: string,
  rules: readonly string[],
  fold: (view: HistoryView, judge: Judge) => void,
): Checker {
  return {
    name,
    rules,
    check(view, context: JudgeContext) {
      const evidence: number[] = [];
      const findings: Finding[] = [];
      const add = (
        rule: string,
        severity: Severity,
        expected: string,
        seen: string,
        events: readonly number[],
      ): void => {
        findings.push({ checker: name, rule, severity, expected, seen, events: events.slice(0, CITED_EVENTS) });
      };
      fold(view, {
        revision: context.revision,
        lagMs: context.lagMs,
        saw: (...events) => void evidence.push(...indexes(events)),
        breach: (rule, breach) => {
          const events = indexes(breach.events ?? []);
          evidence.push(...events);
          add(rule, weigh(rule, context.revision, breach.severity), breach.expected, breach.seen, events);
        },
        inconclusive: (rule, expected, seen) => add(rule, 'inconclusive', expected, seen, []),
        note: (rule, expected, seen, ...events) => add(rule, 'note', expected, seen, indexes(events)),
      });
      return { checker: name, rules, evidence, findings };
    },
  };
}
