import picocolors from 'picocolors';
import { countsLine, describeDuration } from './counts-line.js';
import type { BaselineComparison } from './baseline-compare.js';
import { caseKey } from './case-key.js';
import { exitStatus, isRed } from './exit-status.js';
import type { Weighing } from './exit-status.js';
import type { Glyphs } from './glyphs.js';
import { groupByCase } from './group.js';
import { printableLine } from './printable.js';
import type { Report, ReportCase } from './report.js';
import type { RuleBook } from './rule-book.js';
import { expectedLines, openLines, skipLines, staleLines, warnLines } from './terminal-lists.js';
import { failureBlock } from './terminal-failure.js';
import type { Colours, Style } from './terminal-style.js';
import { hang, wrapText } from './wrap.js';

export interface TerminalOptions extends Weighing {
  readonly columns: number;
  readonly colour: boolean;
  readonly glyphs: Glyphs;
  readonly rules: RuleBook;
  /** Only the last lines: counts, exit status, written files. */
  readonly quiet?: boolean;
  /** Warnings in full, and a timeline with each failure. */
  readonly verbose?: boolean;
  /** Names of the files that were written. */
  readonly written?: readonly string[];
}

/** Longer lines are hard to read, however wide the terminal is. */
const WIDEST_COLUMNS = 120;

const NARROWEST_COLUMNS = 40;

function targetLines(report: Report, style: Style): string[] {
  const { name, version, url, command, revisions } = report.target;
  const who = [name ?? report.target.role, version].filter((part) => part !== undefined).join(' ');
  const where = url ?? command;
  const spoken = revisions.length === 0 ? '' : `, revision${revisions.length === 1 ? '' : 's'} ${revisions.join(', ')}`;
  const line = `Checked ${who}${where === undefined ? '' : ` at ${where}`}${spoken}; seed ${report.seed}`;
  return wrapText(printableLine(line), style.columns).map((text) => style.colours.dim(text));
}

function section(title: string, lines: readonly string[], style: Style): string[] {
  return lines.length === 0 ? [] : ['', style.colours.bold(title), ...lines];
}

function blocks(results: readonly ReportCase[], style: Style): string[] {
  return groupByCase(results).flatMap((group) => ['', ...failureBlock(group, style)]);
}

function expectedCases(report: Report, comparison: BaselineComparison | undefined): ReportCase[] {
  return report.cases.filter((result) => comparison?.expected.has(caseKey(result)) === true);
}

function detailLines(report: Report, options: TerminalOptions, style: Style): string[] {
  const expected = expectedCases(report, options.comparison);
  const unexpected = report.cases.filter((result) => !expected.includes(result));
  const red = unexpected.filter((result) => isRed(result, options));
  const warned = unexpected.filter((result) => result.verdict === 'warn' && !red.includes(result));
  const failed = red.filter(({ verdict }) => verdict === 'fail');
  const redWarned = red.filter(({ verdict }) => verdict === 'warn');
  const open = unexpected.filter(({ verdict }) => verdict === 'inconclusive' || verdict === 'error');
  return [
    ...blocks(failed, style),
    ...blocks(redWarned, style),
    ...(style.verbose ? blocks(warned, style) : section('Warnings', warnLines(warned, style), style)),
    ...section('Without a verdict', openLines(open, style), style),
    ...section('Expected by the baseline', expectedLines(expected, options.comparison, style), style),
    ...section('No longer true in the baseline', staleLines(options.comparison?.stale ?? [], style), style),
    ...section(
      'Skipped',
      skipLines(
        report.cases.filter(({ verdict }) => verdict === 'skip'),
        style,
      ),
      style,
    ),
  ];
}

function colourOf(code: number, colours: Colours): (text: string) => string {
  if (code === 0) return colours.green;
  return code === 4 ? colours.yellow : colours.red;
}

/** The lines that a reader in a hurry looks at: counts, exit status, files. */
function closingLines(report: Report, options: TerminalOptions, style: Style): string[] {
  const status = exitStatus(report, options);
  const line = `${countsLine(report.summary, options.comparison?.expected.size)} in ${describeDuration(report.durationMs)}`;
  // Where the run never began, a row of zeros would only hide the reason.
  const counts = report.cases.length === 0 && report.status !== 'finished' ? '' : line;
  const problem = report.problem === undefined ? [] : wrapText(printableLine(report.problem), style.columns);
  const colour = colourOf(status.code, style.colours);
  const written = options.written ?? [];
  return [
    ...problem.map((line) => style.colours.red(line)),
    ...wrapText(counts, style.columns).map((line) => style.colours.bold(colour(line))),
    ...wrapText(`Exit status ${status.code}: ${status.meaning}.`, style.columns),
    ...(written.length === 0 ? [] : hang('Written: ', wrapText(written.join(', '), style.columns - 9))),
  ];
}

/** The summary of a run for people: what failed and how to see it again, the rest in short, counts last. */
export function renderTerminal(report: Report, options: TerminalOptions): string {
  const style: Style = {
    columns: Math.min(WIDEST_COLUMNS, Math.max(NARROWEST_COLUMNS, options.columns)),
    colours: picocolors.createColors(options.colour),
    glyphs: options.glyphs,
    rules: options.rules,
    verbose: options.verbose === true,
  };
  const closing = closingLines(report, options, style);
  if (options.quiet === true) return `${closing.join('\n')}\n`;
  const head = report.status !== 'finished' && report.cases.length === 0 ? [] : targetLines(report, style);
  return `${[...head, ...detailLines(report, options, style), '', ...closing].join('\n').trimStart()}\n`;
}
