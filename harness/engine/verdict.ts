import type { CheckResult, Finding, Severity } from '../checkers/checker.js';
import type { Verdict } from './case.js';

/** What a case came to, and the sentence that says why. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly message: string;
  readonly findings: readonly Finding[];
}

const WEIGHT: Readonly<Record<Severity, number>> = { note: 0, warn: 1, inconclusive: 2, fail: 3 };

/** Orders findings by how much they weigh, the heaviest first. */
export function byWeight(left: Pick<Finding, 'severity'>, right: Pick<Finding, 'severity'>): number {
  return WEIGHT[right.severity] - WEIGHT[left.severity];
}

function sentence(finding: Finding): string {
  return `expected: ${finding.expected}; seen: ${finding.seen}`;
}

/**
 * Joins what the checkers found. A failure stands whatever else happened; then a fault that was not seen on the wire,
 * or a checker without evidence, makes the case inconclusive; only then can it warn or pass.
 */
export function judge(results: readonly CheckResult[], unseenFaults: readonly string[]): Judgement {
  const findings = results.flatMap((result) => result.findings);
  const [worst] = findings.toSorted(byWeight);
  if (worst?.severity === 'fail') return { verdict: 'fail', message: sentence(worst), findings };
  if (unseenFaults.length > 0) {
    return {
      verdict: 'inconclusive',
      message: `the fault was planned but not seen on the wire: ${unseenFaults.join(', ')}`,
      findings,
    };
  }
  if (worst?.severity === 'inconclusive') return { verdict: 'inconclusive', message: sentence(worst), findings };
  const vacuous = results.find((result) => result.evidence.length === 0);
  if (vacuous !== undefined || results.length === 0) {
    const name = vacuous?.checker ?? 'the case';
    return { verdict: 'inconclusive', message: `the target sent nothing that ${name} could judge`, findings };
  }
  if (worst?.severity === 'warn') return { verdict: 'warn', message: sentence(worst), findings };
  return { verdict: 'pass', message: 'as expected', findings };
}
