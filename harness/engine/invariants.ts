import type { CheckResult, Finding } from '../checkers/checker.js';
import type { Revision } from '../spec/revisions.js';
import type { ServerCase } from './case.js';
import type { CaseResult } from './result.js';
import { judge } from './verdict.js';

const EXAMPLES_KEPT = 3;

interface Sighting {
  readonly finding: Finding;
  readonly seenIn: string;
}

/** Collects what the checkers of the invariants found in the histories of other cases. */
export interface InvariantWatch {
  /** Breaches of rules that the case itself stands for are its own findings already, and not added. */
  add(definition: ServerCase, revision: Revision, checks: readonly CheckResult[]): void;
  /** The result of an invariant's own case, with the worst of what was seen elsewhere held against it. */
  amend(result: CaseResult, checkers: readonly string[]): CaseResult;
}

export function createInvariantWatch(): InvariantWatch {
  const sightings = new Map<string, Sighting[]>();
  const key = (checker: string, revision: Revision): string => `${checker}@${revision}`;
  return {
    add(definition, revision, checks) {
      // A case that restarts the target brings about much that would otherwise be a breach.
      if (definition.needs?.includes('restart') === true) return;
      for (const finding of checks.flatMap((check) => check.findings)) {
        if (
          finding.severity === 'note' ||
          finding.severity === 'inconclusive' ||
          definition.requirements.includes(finding.rule)
        )
          continue;
        const list = sightings.get(key(finding.checker, revision)) ?? [];
        list.push({ finding, seenIn: definition.id });
        sightings.set(key(finding.checker, revision), list);
      }
    },
    amend(result, checkers) {
      const seen = checkers.flatMap((checker) => sightings.get(key(checker, result.revision)) ?? []);
      if (seen.length === 0 || result.verdict === 'fail' || result.verdict === 'error') return result;
      const worst = [...seen.filter((entry) => entry.finding.severity === 'fail'), ...seen].slice(0, EXAMPLES_KEPT);
      const cases = [...new Set(seen.map((entry) => entry.seenIn))];
      const findings = worst.map((entry): Finding => ({
        ...entry.finding,
        events: [],
        seen: `${entry.finding.seen} (in case ${entry.seenIn})`,
      }));
      const judged = judge([{ checker: '', rules: [], evidence: [0], findings }], []);
      const elsewhere = cases.slice(0, 2).map((id) => ` --case ${id}`);
      return {
        ...result,
        verdict: judged.verdict,
        message: cases.length > 1 ? `${judged.message} (${cases.length} cases)` : judged.message,
        findings: [...result.findings, ...findings],
        reproduce: result.reproduce + elsewhere.join(''),
      };
    },
  };
}
