import type { Baseline } from '../../reports/baseline.js';
import { compareWithBaseline } from '../../reports/baseline-compare.js';
import { updateBaseline } from '../../reports/baseline-update.js';
import { exitStatus, HARNESS_EXIT_CODE } from '../../reports/exit-status.js';
import type { Weighing } from '../../reports/exit-status.js';
import { glyphs } from '../../reports/glyphs.js';
import type { Report } from '../../reports/report.js';
import { buildReport } from '../../reports/report.js';
import { renderTerminal } from '../../reports/terminal.js';
import type { RunOutcome } from '../engine/run.js';
import type { Redactor } from '../history/redact.js';
import type { CheckOptions } from './options.js';
import { catalogueRules } from './rule-book.js';
import type { CommandIo } from './terminal-io.js';
import { columnsOf, wantsColour, wantsUnicode } from './terminal-io.js';
import { toolVersion } from './tool-version.js';
import { writeReports } from './write-reports.js';

/** What the end of a run has to know of it. */
export interface Conclusion {
  readonly options: CheckOptions;
  readonly io: CommandIo;
  readonly redactor: Redactor;
  readonly baseline: Baseline | undefined;
  /** What `--update-baseline` starts from. */
  readonly previous: Baseline | undefined;
}

function weighingOf(report: Report, baseline: Baseline | undefined, strict: boolean): Weighing {
  return baseline === undefined ? { strict } : { strict, comparison: compareWithBaseline(report.cases, baseline) };
}

/** Writes the files and the summary of a run that has ended in any way; returns the exit status. */
export function conclude(run: Conclusion, outcome: RunOutcome): number {
  const { options, io, redactor } = run;
  const { facts, results, status } = outcome;
  const problem = outcome.problem ?? facts.problem;
  const complete = { ...facts, ...(problem === undefined ? {} : { problem }) };
  const report = buildReport(complete, results, toolVersion(), { status, redactor });
  const updates = options.outputs.updateBaseline !== undefined && status === 'finished';
  const updatedBaseline = updates ? updateBaseline(report, run.previous, options.strict) : undefined;
  const weighing = weighingOf(report, updatedBaseline ?? run.baseline, options.strict);
  const { workingDirectory } = io;
  const { written, problems } = writeReports({
    report,
    weighing,
    outputs: options.outputs,
    workingDirectory,
    results,
    redactor,
    ...(updatedBaseline === undefined ? {} : { updatedBaseline }),
  });
  const summary = renderTerminal(report, {
    ...weighing,
    columns: columnsOf(io.stdout, io),
    colour: wantsColour(io.stdout, io),
    glyphs: glyphs(wantsUnicode(io)),
    rules: catalogueRules,
    quiet: options.quiet,
    verbose: options.verbose,
    written,
  });
  io.stdout.write(options.quiet ? summary : `\n${summary}`);
  for (const line of problems) io.stderr.write(`faultline: ${line}\n`);
  const { code } = exitStatus(report, weighing);
  return problems.length > 0 && code === 0 ? HARNESS_EXIT_CODE : code;
}
