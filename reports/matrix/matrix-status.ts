import { isFailure } from '../../harness/matrix/outcome.js';
import type { ExitStatus } from '../exit-status.js';
import { HARNESS_EXIT_CODE, INTERRUPTED_EXIT_CODE } from '../exit-status.js';
import type { MatrixReport } from './matrix-report.js';

/** The exit status that a matrix stands for: that of a check, with cells in the place of cases. */
export function matrixExitStatus({ status, cells }: MatrixReport): ExitStatus {
  switch (status) {
    case 'interrupted':
      return { code: INTERRUPTED_EXIT_CODE, meaning: 'the run was interrupted' };
    case 'unreachable':
      return { code: HARNESS_EXIT_CODE, meaning: 'no cell could be run' };
    case 'failed':
      return { code: HARNESS_EXIT_CODE, meaning: 'the harness itself failed' };
    case 'finished':
      if (cells.some(({ outcome }) => isFailure(outcome))) return { code: 1, meaning: 'a pair failed' };
      if (cells.some(({ outcome }) => outcome === 'inconclusive')) {
        return { code: 4, meaning: 'nothing failed, but the run is incomplete' };
      }
      return { code: 0, meaning: 'nothing failed' };
  }
}
