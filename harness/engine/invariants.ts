import type { CheckResult, Finding } from '../checkers/checker.js';
import type { Revision } from '../spec/revisions.js';
import type { CaseDefinition } from './case.js';
import type { CaseResult } from './result.js';
import { byWeight, judge } from './verdict.js';

const EXAMPLES_KEPT = 3;

interface Sighting {
  readonly finding: Finding;
  readonly seenIn: string;
}

/** What one checker found at one revision: the worst examples, and all cases in which it found something. */
interface Sightings {
  worst: Sighting[];
  readonly cases: Set<string>;
}

/** Collects what the checkers of the invariants found in the histories of other cases. */
export interface InvariantWatch {
  /** Breaches of rules that the case itself stands for are its own findings already, and not added. */
  add(definition: CaseDefinition, revision: Revision, checks: readonly CheckResult[]): void;
  /** The result of an invariant's own case, with the worst of what was seen elsewhere held against it. */
  amend(result: CaseResult, checkers: readonly string[]): CaseResult;
}

function bySeverity(left: Sighting, right: Sighting): number {
  return byWeight(left.finding, right.finding);
}

function counts({ severity, rule }: Finding, { requirements }: CaseDefinition): boolean {
  return (severity === 'fail' || severity === 'warn') && !requirements.includes(rule);
}

export function createInvariantWatch(): InvariantWatch {
  const byChecker = new Map<string, Sightings>();
  const key = (checker: string, revision: Revision): string => `${checker}@${revision}`;
  return {
    add(definition, revision, checks) {
      // A case that restarts the target brings about much that would otherwise be a breach.
      if (definition.needs?.includes('restart') === true) return;
      for (const finding of checks.flatMap((check) => check.findings)) {
        if (!counts(finding, definition)) continue;
        const name = key(finding.checker, revision);
        const sightings = byChecker.get(name) ?? { worst: [], cases: new Set() };
        byChecker.set(name, sightings);
        sightings.cases.add(definition.id);
        // An index means nothing in another history.
        const sighting = { finding: { ...finding, events: [] }, seenIn: definition.id };
        sightings.worst = [...sightings.worst, sighting].sort(bySeverity).slice(0, EXAMPLES_KEPT);
      }
    },
    amend(result, checkers) {
      const seen = checkers.flatMap((checker) => byChecker.get(key(checker, result.revision)) ?? []);
      if (seen.length === 0 || result.verdict === 'fail' || result.verdict === 'error') return result;
      const worst = seen.flatMap((sightings) => sightings.worst).sort(bySeverity);
      const findings = worst
        .slice(0, EXAMPLES_KEPT)
        .map(({ finding, seenIn }): Finding => ({ ...finding, seen: `${finding.seen} (in case ${seenIn})` }));
      const judged = judge([{ checker: '', rules: [], evidence: [0], findings }], []);
      const cases = new Set(seen.flatMap((sightings) => [...sightings.cases]));
      const elsewhere = [...new Set(worst.map(({ seenIn }) => seenIn))].slice(0, 2).map((id) => ` --case ${id}`);
      return {
        ...result,
        verdict: judged.verdict,
        message: cases.size > 1 ? `${judged.message} (${cases.size} cases)` : judged.message,
        findings: [...result.findings, ...findings],
        reproduce: result.reproduce + elsewhere.join(''),
      };
    },
  };
}
