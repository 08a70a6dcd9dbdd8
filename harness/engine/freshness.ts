import type { CheckResult, Finding } from '../checkers/checker.js';
import type { FinishedCase } from './run-case.js';

/** Tells what a client does from what earlier cases have left behind in its process. */
export interface Freshness {
  /**
   * Whether the case is to be shown on a process that nobody has used before it is believed. What such a process does
   * is remembered, so that what the invariants of a run find is shown once and not in every case.
   */
  isDue(finished: FinishedCase): boolean;
  /**
   * What counts when it was shown: the result of the unused process, because that is what `reproduce` shows. That the
   * used one came to something else is a note: state that the client keeps, or chance, cannot be told from one another.
   */
  settle(first: FinishedCase, again: FinishedCase): FinishedCase;
}

function keysOf(invariants: readonly CheckResult[]): string[] {
  return invariants.flatMap(({ checker, findings }) =>
    findings.filter(({ severity }) => severity !== 'note').map(({ rule }) => `${checker} ${rule}`),
  );
}

function times(count: number): string {
  return count === 1 ? 'one case' : `${count} cases`;
}

function noteOf({ result, usedBefore = 0 }: FinishedCase): Finding {
  const rule = result.findings.find(({ severity }) => severity !== 'note')?.rule ?? 'guarantee.isolation';
  return {
    checker: 'fresh-process',
    rule,
    severity: 'note',
    expected: 'the same of a client process that was used before and of one that was not',
    seen: `after ${times(usedBefore)} in the same process it came to ${result.verdict} (${result.message})`,
    events: [],
  };
}

/** Nothing has been shown yet. */
export function createFreshness(): Freshness {
  const shown = new Set<string>();
  const remember = ({ invariants }: FinishedCase): void => {
    for (const key of keysOf(invariants)) shown.add(key);
  };
  return {
    isDue(finished) {
      const { result, invariants, usedBefore = 0 } = finished;
      if (usedBefore === 0) {
        remember(finished);
        return false;
      }
      if (result.verdict === 'error') return false;
      return result.verdict !== 'pass' || keysOf(invariants).some((key) => !shown.has(key));
    },
    settle(first, again) {
      remember(again);
      if (again.result.verdict === first.result.verdict) return again;
      return { ...again, result: { ...again.result, findings: [...again.result.findings, noteOf(first)] } };
    },
  };
}
