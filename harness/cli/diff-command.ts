import { diffReports, hasRegressions } from '../../reports/diff.js';
import { renderDiff } from '../../reports/diff-text.js';
import { loadReport } from './kept-report.js';
import type { CommandIo } from './terminal-io.js';
import { columnsOf, wantsColour } from './terminal-io.js';

export interface DiffOptions {
  readonly json?: boolean;
  readonly strict?: boolean;
}

/** `faultline diff OLD NEW`: what changed. Returns 1 when the newer report has a failure that the older one had not. */
export function diffCommand(before: string, after: string, options: DiffOptions, io: CommandIo): number {
  const diff = diffReports(loadReport(before, io.workingDirectory), loadReport(after, io.workingDirectory));
  const strict = options.strict === true;
  const text =
    options.json === true
      ? `${JSON.stringify(diff, null, 2)}\n`
      : renderDiff(diff, { columns: columnsOf(io.stdout, io), colour: wantsColour(io.stdout, io), strict });
  io.stdout.write(text);
  return hasRegressions(diff, strict) ? 1 : 0;
}
