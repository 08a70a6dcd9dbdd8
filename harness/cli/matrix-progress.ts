import { OUTCOME_SIGNS } from '../../reports/matrix/signs.js';
import { describeDuration } from '../../reports/counts-line.js';
import { isFailure } from '../matrix/outcome.js';
import type { CellResult } from '../matrix/result.js';
import type { Output } from './terminal-io.js';

/** What is shown while a matrix is run. */
export interface MatrixProgress {
  onCell(cell: CellResult): void;
  note(text: string): void;
  /** Takes the status line away. Idempotent. */
  finish(): void;
}

export interface MatrixProgressOptions {
  readonly output: Output;
  /** True: one line is rewritten in place. False: a line now and then. */
  readonly live: boolean;
  readonly total: number;
  readonly columns: number;
}

const ERASE_LINE = '\r\u001B[2K';
/** Lines of a log for a whole run. */
const LOG_LINES = 10;

/** Follows a matrix on a terminal or, plainly, in a log. */
export function createMatrixProgress({ output, live, total, columns }: MatrixProgressOptions): MatrixProgress {
  const beganAt = performance.now();
  let [done, failed, isDrawn] = [0, 0, false];

  function erase(): void {
    if (isDrawn) output.write(ERASE_LINE);
    isDrawn = false;
  }

  function statusOf({ client, server, fault, outcome }: CellResult): string {
    const elapsed = describeDuration(performance.now() - beganAt);
    return `${done}/${total}  ${elapsed}  ${failed} failed  ${client}, ${server}, ${fault}: ${OUTCOME_SIGNS[outcome].word}`;
  }

  return {
    onCell(cell) {
      done += 1;
      if (isFailure(cell.outcome)) failed += 1;
      if (live) {
        output.write(`${ERASE_LINE}${statusOf(cell).slice(0, Math.max(1, columns - 1))}`);
        isDrawn = true;
      } else if (done % Math.max(1, Math.ceil(total / LOG_LINES)) === 0 && done < total) {
        output.write(`${done}/${total} cells, ${describeDuration(performance.now() - beganAt)}, ${failed} failed\n`);
      }
    },
    note(text) {
      erase();
      output.write(`${text}\n`);
    },
    finish: erase,
  };
}

/** Shows nothing. */
export const SILENT_MATRIX_PROGRESS: MatrixProgress = {
  onCell: () => undefined,
  note: () => undefined,
  finish: () => undefined,
};
