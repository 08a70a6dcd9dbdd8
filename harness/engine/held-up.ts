import type { CheckResult, Finding } from '../checkers/checker.js';
import type { FinishedCase } from './run-case.js';

/** A hold-up of this share of a deadline can be all of the reason why it was missed: what came meanwhile was not read. */
const DECISIVE_SHARE = 0.25;

/** Whether the harness itself was held up for so long that a deadline that was missed says nothing of the target. */
export function isHeldUp({ lagMs, missedMs }: Pick<FinishedCase, 'lagMs' | 'missedMs'>): boolean {
  return missedMs !== undefined && lagMs > 0 && lagMs >= missedMs * DECISIVE_SHARE;
}

function doubted(finding: Finding): Finding {
  return finding.severity === 'note' ? finding : { ...finding, severity: 'inconclusive' };
}

function doubtedCheck(check: CheckResult): CheckResult {
  return { ...check, findings: check.findings.map(doubted) };
}

/**
 * What a repetition comes to that was held up as well: neither `fail` nor `warn` is true of a target that nobody
 * listened to. All others are left as they are.
 */
export function withoutHeldUp(again: FinishedCase): FinishedCase {
  const { result, lagMs, missedMs = 0 } = again;
  if ((result.verdict !== 'fail' && result.verdict !== 'warn') || !isHeldUp(again)) return again;
  const message = `the harness was held up for ${Math.round(lagMs)} ms, again, while ${Math.round(missedMs)} ms were waited for something in vain; it looked like this: ${result.message}`;
  return {
    ...again,
    result: { ...result, verdict: 'inconclusive', message, findings: result.findings.map(doubted) },
    invariants: again.invariants.map(doubtedCheck),
  };
}
