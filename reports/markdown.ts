import { describeEntry } from './baseline.js';
import { caseKey } from './case-key.js';
import { countsLine, describeDuration, plural } from './counts-line.js';
import { exitStatus, isRed } from './exit-status.js';
import type { Weighing } from './exit-status.js';
import { glyphs } from './glyphs.js';
import { groupByCase } from './group.js';
import type { CaseGroup } from './group.js';
import { markdownBlock, markdownCode, markdownText } from './markdown-text.js';
import { countVerdicts } from './report.js';
import type { Report, ReportCase } from './report.js';
import type { RuleBook } from './rule-book.js';
import { renderTimeline } from './timeline.js';

export interface MarkdownOptions extends Weighing {
  readonly rules: RuleBook;
  /** Default {@link MARKDOWN_LIMIT_BYTES}. */
  readonly limitBytes?: number;
}

/** A job summary of a CI service may hold a mebibyte at most; this leaves room for the summaries of other steps. */
export const MARKDOWN_LIMIT_BYTES = 900 * 1024;

/** Room for the line that says what was left out. */
const RESERVE_BYTES = 512;

const TIMELINE_COLUMNS = 110;
const TIMELINE_NEIGHBOURS = 4;

function titleLines(report: Report, weighing: Weighing): string[] {
  const { code, meaning } = exitStatus(report, weighing);
  const sign = code === 0 ? '✅' : code === 4 ? '⚠️' : '❌';
  const { name, version, role, url, command, revisions } = report.target;
  const where = url ?? command;
  const counts = countsLine(report.summary, weighing.comparison?.expected.size);
  return [
    `## ${sign} Faultline: ${meaning}`,
    '',
    `**${counts}** in ${describeDuration(report.durationMs)}, exit status ${code}.`,
    '',
    `Target: ${markdownText([name ?? role, version].filter((part) => part !== undefined).join(' '))}${
      where === undefined ? '' : ` at ${markdownCode(where)}`
    }${revisions.length === 0 ? '' : `, ${revisions.join(', ')}`}. Seed ${report.seed}, version ${markdownText(report.tool.version)}.`,
    ...(report.problem === undefined ? [] : ['', `**${markdownText(report.problem)}**`]),
  ];
}

function tableLines(cases: readonly ReportCase[]): string[] {
  if (cases.length === 0) return [];
  const suites = [...new Set(cases.map(({ suite }) => suite))];
  const rows = suites.map((suite) => {
    const { fail, warn, inconclusive, error, pass, skip } = countVerdicts(
      cases.filter((entry) => entry.suite === suite),
    );
    return `| ${markdownText(suite)} | ${fail} | ${warn} | ${inconclusive} | ${error} | ${pass} | ${skip} |`;
  });
  return [
    '',
    '| suite | failed | warned | inconclusive | in error | passed | skipped |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...rows,
  ];
}

function ruleLines(group: CaseGroup, rules: RuleBook): string[] {
  if (group.rules.length === 0) return ['', markdownText(group.newest.message)];
  return group.rules.flatMap(({ rule, revisions, expected, seen, moreCount }) => {
    const about = rules(rule, revisions.at(-1) ?? group.newest.revision);
    const name = about?.url === undefined ? markdownCode(rule) : `[${markdownCode(rule)}](${about.url})`;
    const level = about?.level === undefined ? '' : ` **${about.level}**`;
    const at = revisions.length < group.revisions.length ? ` at ${revisions.join(', ')}` : '';
    return [
      '',
      `${name}${level}${at}${about === undefined ? '' : `: ${markdownText(about.text)}`}`,
      '',
      `- expected: ${markdownText(expected)}`,
      `- seen: ${markdownText(seen)}${moreCount > 0 ? ` (and ${moreCount} more like it)` : ''}`,
    ];
  });
}

function timelineLines(result: ReportCase): string[] {
  const options = { columns: TIMELINE_COLUMNS, glyphs: glyphs(true), around: TIMELINE_NEIGHBOURS };
  const lines = renderTimeline(result, options);
  if (lines.length === 0) return [];
  return ['', `<details><summary>Timeline at ${result.revision}</summary>`, '', markdownBlock(lines), '', '</details>'];
}

function failureSection(group: CaseGroup, rules: RuleBook): string {
  const lines = [
    '',
    `### ${markdownText(group.id)}`,
    '',
    `${markdownText(group.title)} (${group.revisions.join(', ')})`,
    ...ruleLines(group, rules),
    '',
    markdownBlock([group.newest.reproduce], 'sh'),
    ...timelineLines(group.newest),
  ];
  return lines.join('\n');
}

function listSection(title: string, items: readonly string[]): string[] {
  return items.length === 0
    ? []
    : [['', `<details><summary>${title}</summary>`, '', ...items, '', '</details>'].join('\n')];
}

function shortSections(report: Report, weighing: Weighing): string[] {
  const { comparison } = weighing;
  const isExpected = (result: ReportCase): boolean => comparison?.expected.has(caseKey(result)) === true;
  const short = (result: ReportCase): string => `- ${markdownCode(caseKey(result))} ${markdownText(result.message)}`;
  const warned = report.cases.filter(
    (result) => result.verdict === 'warn' && !isRed(result, weighing) && !isExpected(result),
  );
  const open = report.cases.filter(({ verdict }) => verdict === 'inconclusive' || verdict === 'error');
  const unexpectedOpen = open.filter((result) => !isExpected(result));
  const expected = report.cases.filter(isExpected);
  const skipped = report.cases.filter(({ verdict }) => verdict === 'skip');
  const stale = (comparison?.stale ?? []).map(
    ({ entry, now }) => `- ${markdownText(describeEntry(entry))}, now ${now}: remove the entry`,
  );
  return [
    ...listSection(`No longer true in the baseline (${stale.length})`, stale),
    ...listSection(`${plural(unexpectedOpen.length, 'case')} without a verdict`, unexpectedOpen.map(short)),
    ...listSection(plural(warned.length, 'warning'), warned.map(short)),
    ...listSection(`Expected by the baseline (${expected.length})`, expected.map(short)),
    ...listSection(`${skipped.length} skipped`, skipped.map(short)),
  ];
}

/** The sections in order as long as there is room, and a line that says how many were left out. */
function fit(sections: readonly string[], limitBytes: number): string {
  let text = '';
  let sizeBytes = 0;
  for (const [position, section] of sections.entries()) {
    const size = Buffer.byteLength(section) + 1;
    if (sizeBytes + size > limitBytes - RESERVE_BYTES) {
      const count = sections.length - position;
      return `${text}\n_${plural(count, 'section')} left out for length. The JSON report has everything._\n`;
    }
    text += `${section}\n`;
    sizeBytes += size;
  }
  return text;
}

/** The report as a job summary in GitHub's Markdown: verdict, table by suite, each failure, the rest folded away. */
export function renderMarkdown(report: Report, options: MarkdownOptions): string {
  const red = report.cases.filter((result) => isRed(result, options));
  const groups = [
    ...groupByCase(red.filter(({ verdict }) => verdict === 'fail')),
    ...groupByCase(red.filter(({ verdict }) => verdict === 'warn')),
  ];
  const head = [...titleLines(report, options), ...tableLines(report.cases)].join('\n');
  const failures = groups.map((group) => failureSection(group, options.rules));
  return fit([head, ...failures, ...shortSections(report, options)], options.limitBytes ?? MARKDOWN_LIMIT_BYTES);
}
