import type { Severity } from '../harness/checkers/checker.js';
import type { Verdict } from '../harness/engine/case.js';

/** What a run says about one requirement. */
export type RequirementStatus = 'pass' | 'fail' | 'warn' | 'untested';

interface Judged {
  readonly verdict: Verdict;
  readonly requirements: readonly string[];
  readonly findings: readonly { readonly rule: string; readonly severity: Severity }[];
}

const WEIGHT: Readonly<Record<RequirementStatus, number>> = { untested: 0, pass: 1, warn: 2, fail: 3 };

/** Verdicts of cases that ran to their end, so that a rule without a finding was kept. */
const CONCLUSIVE: ReadonlySet<Verdict> = new Set(['pass', 'warn', 'fail']);

function statusIn(result: Judged, requirement: string): RequirementStatus {
  const severities = result.findings.filter(({ rule }) => rule === requirement).map(({ severity }) => severity);
  if (severities.includes('fail')) return 'fail';
  if (severities.includes('warn')) return 'warn';
  return CONCLUSIVE.has(result.verdict) && !severities.includes('inconclusive') ? 'pass' : 'untested';
}

/**
 * The worst that the cases say about each requirement that one of them stands for or that a finding of theirs names,
 * by id in alphabetical order.
 */
export function requirementStatuses(cases: readonly Judged[]): Record<string, RequirementStatus> {
  const statuses = new Map<string, RequirementStatus>();
  for (const result of cases) {
    const broken = result.findings.filter(({ severity }) => severity === 'fail' || severity === 'warn');
    for (const requirement of new Set([...result.requirements, ...broken.map(({ rule }) => rule)])) {
      const status = statusIn(result, requirement);
      const before = statuses.get(requirement);
      if (before === undefined || WEIGHT[status] > WEIGHT[before]) statuses.set(requirement, status);
    }
  }
  return Object.fromEntries([...statuses].sort(([a], [b]) => (a < b ? -1 : 1)));
}
