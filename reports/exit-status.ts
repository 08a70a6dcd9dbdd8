import type { BaselineComparison } from './baseline-compare.js';
import { caseKey } from './case-key.js';
import type { Report, ReportCase } from './report.js';

/** How results are weighed. */
export interface Weighing {
  /** A warning counts as a failure. */
  readonly strict: boolean;
  readonly comparison?: BaselineComparison;
}

/** The exit status of a run and, for its last line, what it means. */
export interface ExitStatus {
  readonly code: 0 | 1 | 3 | 4 | 130;
  readonly meaning: string;
}

/** Exit status for a command line, or a file it names, that can't be used. */
export const USAGE_EXIT_CODE = 2;

/** Exit status when the harness itself failed. */
export const HARNESS_EXIT_CODE = 3;

/** Exit status after Ctrl-C or SIGTERM. */
export const INTERRUPTED_EXIT_CODE = 130;

/** Whether a result turns a run red: a failure, or under `strict` a warning, that no baseline expects. */
export function isRed(result: ReportCase, { strict, comparison }: Weighing): boolean {
  const weighs = result.verdict === 'fail' || (strict && result.verdict === 'warn');
  return weighs && comparison?.expected.has(caseKey(result)) !== true;
}

/** Whether a result leaves a run incomplete. */
export function isOpen(result: ReportCase, { comparison }: Weighing): boolean {
  const open = result.verdict === 'inconclusive' || result.verdict === 'error';
  return open && comparison?.expected.has(caseKey(result)) !== true;
}

function finishedStatus(report: Report, weighing: Weighing): ExitStatus {
  const red = report.cases.filter((result) => isRed(result, weighing));
  const stale = weighing.comparison?.stale.length ?? 0;
  if (red.length > 0) {
    const failed = red.some(({ verdict }) => verdict === 'fail');
    return { code: 1, meaning: failed ? 'a case failed' : 'a case warned, and --strict is on' };
  }
  if (stale > 0) return { code: 1, meaning: 'the baseline lists what is mended: remove it there' };
  if (report.cases.some((result) => isOpen(result, weighing))) {
    return { code: 4, meaning: 'nothing failed, but the run is incomplete' };
  }
  if (report.cases.every(({ verdict }) => verdict === 'skip'))
    return { code: 0, meaning: 'nothing failed, nothing was checked' };
  const expected = (weighing.comparison?.expected.size ?? 0) > 0;
  return { code: 0, meaning: expected ? 'nothing failed that the baseline does not expect' : 'nothing failed' };
}

/**
 * The exit status that a report stands for. The process and the text of every writer use this one function, so that
 * they can't disagree.
 */
export function exitStatus(report: Report, weighing: Weighing): ExitStatus {
  switch (report.status) {
    case 'interrupted':
      return { code: INTERRUPTED_EXIT_CODE, meaning: 'the run was interrupted' };
    case 'unreachable':
      return { code: HARNESS_EXIT_CODE, meaning: 'the target could not be checked' };
    case 'failed':
      return { code: HARNESS_EXIT_CODE, meaning: 'the harness itself failed' };
    case 'finished':
      return finishedStatus(report, weighing);
  }
}
