import type { Finding } from '../checkers/checker.js';
import type { FinishedCase } from './run-case.js';

/** A hold-up of this share of a deadline can be all of the reason why it was missed: what came meanwhile was not read. */
const DECISIVE_SHARE = 0.5;
/** A hold-up that is shorter than this is what every run has now and then, and no reason for anything. */
const SHORTEST_MS = 150;

/** Whether the harness itself was held up for so long that a deadline that was missed says nothing of the target. */
export function isHeldUp({ lagMs, missedMs }: Pick<FinishedCase, 'lagMs' | 'missedMs'>): boolean {
  return missedMs !== undefined && lagMs >= SHORTEST_MS && lagMs >= missedMs * DECISIVE_SHARE;
}

function doubted(finding: Finding): Finding {
  return finding.severity === 'note' ? finding : { ...finding, severity: 'inconclusive' };
}

/**
 * What a repetition comes to that was held up as well: neither `fail` nor `warn` is true of a target that nobody
 * listened to. All others are left as they are, and so is what invariants found in it: they rest on what was seen.
 */
export function withoutHeldUp(again: FinishedCase): FinishedCase {
  const { result, lagMs, missedMs = 0 } = again;
  if ((result.verdict !== 'fail' && result.verdict !== 'warn') || !isHeldUp(again)) return again;
  const message = `the harness was held up for ${Math.round(lagMs)} ms, again, while ${Math.round(missedMs)} ms were waited for something in vain; it looked like this: ${result.message}`;
  return {
    ...again,
    result: { ...result, verdict: 'inconclusive', message, findings: result.findings.map(doubted) },
  };
}
