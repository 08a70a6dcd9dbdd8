import type { BaselineComparison, StaleEntry } from './baseline-compare.js';
import { describeEntry } from './baseline.js';
import { caseKey } from './case-key.js';
import { exitStatus, isRed } from './exit-status.js';
import type { Weighing } from './exit-status.js';
import type { Report, ReportCase } from './report.js';
import { xmlAttributes, xmlText } from './xml.js';

type Outcome = 'passed' | 'failure' | 'error' | 'skipped';

interface TestCase {
  readonly outcome: Outcome;
  readonly durationMs: number;
  readonly xml: string;
}

function seconds(ms: number): string {
  return (Math.max(0, ms) / 1000).toFixed(3);
}

function element(name: string, message: string, text: string, type?: string): string {
  const attributes = xmlAttributes({ message, ...(type === undefined ? {} : { type }) });
  return text === '' ? `      <${name}${attributes}/>\n` : `      <${name}${attributes}>${xmlText(text)}</${name}>\n`;
}

function details(result: ReportCase): string {
  return result.findings
    .map(({ rule, severity, expected, seen }) => `${severity} ${rule}\n  expected: ${expected}\n  seen: ${seen}`)
    .join('\n');
}

function expectedMessage(result: ReportCase, comparison: BaselineComparison | undefined): string | undefined {
  const entries = comparison?.expected.get(caseKey(result));
  if (entries === undefined) return undefined;
  const word = result.verdict === 'fail' ? 'failure' : result.verdict === 'warn' ? 'warning' : 'inconclusive result';
  return `expected ${word}: ${[...new Set(entries.map(({ reason }) => reason))].join('; ')}`;
}

function outcomeOf(result: ReportCase, weighing: Weighing): { readonly outcome: Outcome; readonly child: string } {
  const expected = expectedMessage(result, weighing.comparison);
  if (expected !== undefined) return { outcome: 'skipped', child: element('skipped', expected, '') };
  if (isRed(result, weighing)) {
    const type = result.findings.find(({ severity }) => severity === result.verdict)?.rule ?? result.verdict;
    return { outcome: 'failure', child: element('failure', result.message, details(result), type) };
  }
  switch (result.verdict) {
    case 'error':
    case 'inconclusive':
      return { outcome: 'error', child: element('error', result.message, details(result), result.verdict) };
    case 'skip':
      return { outcome: 'skipped', child: element('skipped', result.message, '') };
    default:
      return { outcome: 'passed', child: '' };
  }
}

function outputOf(result: ReportCase, outcome: Outcome): string {
  if (result.verdict === 'pass' || result.verdict === 'skip') return '';
  const warning = outcome === 'passed' ? `warning: ${result.message}\n` : '';
  return `      <system-out>${xmlText(`${warning}reproduce: ${result.reproduce}`)}</system-out>\n`;
}

function testCase(result: ReportCase, weighing: Weighing): TestCase {
  const { outcome, child } = outcomeOf(result, weighing);
  const attributes = xmlAttributes({
    classname: result.suite,
    name: caseKey(result),
    time: seconds(result.durationMs),
  });
  const content = `${child}${outputOf(result, outcome)}`;
  const xml =
    content === '' ? `    <testcase${attributes}/>\n` : `    <testcase${attributes}>\n${content}    </testcase>\n`;
  return { outcome, durationMs: result.durationMs, xml };
}

function staleCase({ entry, now }: StaleEntry): TestCase {
  const attributes = xmlAttributes({ classname: 'baseline', name: describeEntry(entry), time: seconds(0) });
  const message = `the baseline expects ${entry.verdict}, the result is ${now}: remove the entry`;
  const xml = `    <testcase${attributes}>\n${element('failure', message, '', 'stale-baseline')}    </testcase>\n`;
  return { outcome: 'failure', durationMs: 0, xml };
}

/** A run that did not come to its end must not look green to a reader that knows JUnit alone. */
function runCase(report: Report, weighing: Weighing): TestCase {
  const { code, meaning } = exitStatus(report, weighing);
  const attributes = xmlAttributes({ classname: 'run', name: 'the run came to its end', time: seconds(0) });
  const error = element('error', report.problem ?? meaning, `exit status ${code}: ${meaning}`, report.status);
  return { outcome: 'error', durationMs: 0, xml: `    <testcase${attributes}>\n${error}    </testcase>\n` };
}

function counts(cases: readonly TestCase[]): Record<string, string | number> {
  const count = (outcome: Outcome): number => cases.filter((entry) => entry.outcome === outcome).length;
  return {
    tests: cases.length,
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
    time: seconds(cases.reduce((sum, { durationMs }) => sum + durationMs, 0)),
  };
}

function properties(report: Report): string {
  const { target, seed, tool } = report;
  const values = { 'faultline.version': tool.version, seed, target: target.url ?? target.command };
  const lines = Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `      <property${xmlAttributes({ name, value })}/>\n`);
  return `    <properties>\n${lines.join('')}    </properties>\n`;
}

function suite(name: string, cases: readonly TestCase[], report: Report): string {
  const timestamp = report.startedAt.replace(/(?:\.\d+)?Z$/, '');
  const attributes = xmlAttributes({ name, ...counts(cases), timestamp });
  return `  <testsuite${attributes}>\n${properties(report)}${cases.map(({ xml }) => xml).join('')}  </testsuite>\n`;
}

/** The report as JUnit XML: one test suite a suite, one test case a case and revision. Counts are those of its elements. */
export function renderJunit(report: Report, weighing: Weighing): string {
  const suites = new Map<string, TestCase[]>();
  const add = (name: string, entry: TestCase): void => void suites.set(name, [...(suites.get(name) ?? []), entry]);
  for (const result of report.cases) add(result.suite, testCase(result, weighing));
  for (const stale of weighing.comparison?.stale ?? []) add('baseline', staleCase(stale));
  if (report.status !== 'finished') add('run', runCase(report, weighing));
  const attributes = xmlAttributes({ name: 'faultline', ...counts([...suites.values()].flat()) });
  const content = [...suites].map(([name, cases]) => suite(name, cases, report)).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${attributes}>\n${content}</testsuites>\n`;
}
