import { compareWithBaseline } from '../../reports/baseline-compare.js';
import { exitStatus, HARNESS_EXIT_CODE } from '../../reports/exit-status.js';
import type { Weighing } from '../../reports/exit-status.js';
import { glyphs } from '../../reports/glyphs.js';
import { countVerdicts } from '../../reports/report.js';
import type { Report } from '../../reports/report.js';
import { requirementStatuses } from '../../reports/requirement-status.js';
import { renderTerminal } from '../../reports/terminal.js';
import { renderTimeline } from '../../reports/timeline.js';
import { caseKey } from '../../reports/case-key.js';
import { globMatcher } from '../engine/registry.js';
import { createRedactor } from '../history/redact.js';
import { loadBaseline } from './baseline-files.js';
import { loadReport } from './kept-report.js';
import { suggestion } from './nearest.js';
import { checkOutputFiles } from './output-files.js';
import { catalogueRules } from './rule-book.js';
import type { CommandIo } from './terminal-io.js';
import { columnsOf, wantsColour, wantsUnicode } from './terminal-io.js';
import { unavailable } from './unavailable.js';
import { UsageError } from './usage-error.js';
import { writeReports } from './write-reports.js';

export interface ReportCommandOptions {
  readonly case?: string[];
  readonly timeline?: boolean;
  readonly junit?: string;
  readonly markdown?: string;
  readonly html?: string;
  readonly baseline?: string;
  readonly strict?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

/** The report with the cases that the globs name; all of them without a glob. */
function narrow(report: Report, globs: readonly string[]): Report {
  if (globs.length === 0) return report;
  const ids = report.cases.map(({ id }) => id);
  const missed = globs.find((glob) => !ids.some(globMatcher(glob)));
  if (missed !== undefined) {
    throw new UsageError(`--case: '${missed}' matches no case of the report${suggestion(missed, new Set(ids))}`);
  }
  const matchers = globs.map(globMatcher);
  const cases = report.cases.filter(({ id }) => matchers.some((matches) => matches(id)));
  return { ...report, cases, summary: countVerdicts(cases), requirements: requirementStatuses(cases) };
}

function timelines(report: Report, io: CommandIo): string {
  const options = { columns: columnsOf(io.stdout, io), glyphs: glyphs(wantsUnicode(io)) };
  const blocks = report.cases
    .filter(({ events }) => events.length > 0)
    .map((result) => [`${caseKey(result)} ${result.verdict}`, ...renderTimeline(result, options)].join('\n'));
  return blocks.length === 0 ? 'No case of the report has events.\n' : `${blocks.join('\n\n')}\n`;
}

/** `faultline report FILE`: renders a kept report again. Returns the exit status that the report stands for. */
export function reportCommand(file: string, options: ReportCommandOptions, io: CommandIo): number {
  if (options.html !== undefined) throw unavailable('--html');
  const { workingDirectory } = io;
  const report = narrow(loadReport(file, workingDirectory), options.case ?? []);
  const strict = options.strict === true;
  const weighing: Weighing =
    options.baseline === undefined
      ? { strict }
      : { strict, comparison: compareWithBaseline(report.cases, loadBaseline(options.baseline, workingDirectory)) };
  const { code } = exitStatus(report, weighing);
  if (options.timeline === true) {
    io.stdout.write(timelines(report, io));
    return code;
  }
  const outputs = {
    ...(options.junit === undefined ? {} : { junit: options.junit }),
    ...(options.markdown === undefined ? {} : { markdown: options.markdown }),
  };
  checkOutputFiles(outputs, workingDirectory);
  const { written, problems } = writeReports({
    report,
    weighing,
    outputs,
    workingDirectory,
    redactor: createRedactor([]),
  });
  const summary = renderTerminal(report, {
    ...weighing,
    columns: columnsOf(io.stdout, io),
    colour: wantsColour(io.stdout, io),
    glyphs: glyphs(wantsUnicode(io)),
    rules: catalogueRules,
    quiet: options.quiet === true,
    verbose: options.verbose === true,
    written,
  });
  io.stdout.write(summary);
  for (const line of problems) io.stderr.write(`faultline: ${line}\n`);
  return problems.length > 0 && code === 0 ? HARNESS_EXIT_CODE : code;
}
