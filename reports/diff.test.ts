import { expect, test } from 'vitest';
import type { CaseResult } from '../harness/engine/result.js';
import { diffReports, hasRegressions } from './diff.js';
import { renderDiff } from './diff-text.js';
import { buildReport } from './report.js';
import type { Report } from './report.js';
import { sampleFacts, sampleFinding, sampleResult } from './testing/sample-results.js';

const fails = (rule: string): Partial<CaseResult> => ({
  verdict: 'fail',
  message: `expected: the one; seen: ${rule}`,
  findings: [sampleFinding(rule, 'fail')],
});

function reportOf(cases: Readonly<Record<string, Partial<CaseResult>>>): Report {
  return buildReport(
    sampleFacts(),
    Object.entries(cases).map(([id, changes]) => sampleResult(id, changes)),
    '1',
  );
}

const before = reportOf({
  same: fails('x'),
  worse: {},
  better: fails('x'),
  other: fails('x'),
  gone: {},
  fresh: { verdict: 'skip' },
});
const after = reportOf({
  same: fails('x'),
  worse: fails('x'),
  better: {},
  other: fails('y'),
  more: {},
  fresh: fails('x'),
});

test('tells what is new, regressed, fixed, changed, added and removed', () => {
  expect(diffReports(before, after).cases.map(({ id, change }) => [id, change])).toEqual([
    ['better', 'fixed'],
    ['fresh', 'new'],
    ['gone', 'removed'],
    ['more', 'added'],
    ['other', 'changed'],
    ['worse', 'regressed'],
  ]);
});

test.each([
  ['a new failure', { a: {} }, { a: fails('x') }, true],
  ['an added case that fails', {}, { a: fails('x') }, true],
  ['another broken rule', { a: fails('x') }, { a: fails('y') }, true],
  ['a mended failure', { a: fails('x') }, { a: {} }, false],
  ['the same failure', { a: fails('x') }, { a: fails('x') }, false],
  ['a warning instead of a failure', { a: fails('x') }, { a: { verdict: 'warn' } }, false],
  ['a removed case', { a: fails('x') }, {}, false],
  ['a case that is inconclusive now', { a: {} }, { a: { verdict: 'inconclusive' } }, false],
] as const)('%s is a regression: see the last column', (_, old, now, regressed) => {
  expect(hasRegressions(diffReports(reportOf(old), reportOf(now)), false)).toBe(regressed);
});

test('a new warning is a regression under strict alone', () => {
  const diff = diffReports(reportOf({ a: {} }), reportOf({ a: { verdict: 'warn' } }));
  expect([hasRegressions(diff, false), hasRegressions(diff, true)]).toEqual([false, true]);
});

test('the text', () => {
  expect(renderDiff(diffReports(before, after), { columns: 80, colour: false, strict: false }))
    .toBe(`before  everything 1.4.0 (faultline 1): 3 failed, 2 passed, 1 skipped
after   everything 1.4.0 (faultline 1): 4 failed, 2 passed

Regressed (1)
  worse [2025-11-25] pass -> fail
    expected: the one; seen: x

New problems (1)
  fresh [2025-11-25] skip -> fail
    expected: the one; seen: x

Added cases (1)
  more [2025-11-25] pass

Changed (1)
  other [2025-11-25] fail by x -> by y
    expected: the one; seen: y

Fixed (1)
  better [2025-11-25] fail -> pass

Removed cases (1)
  gone [2025-11-25] was pass

Exit status 1: there are failures that were not there before.
`);
});

test('equal reports differ in nothing', () => {
  const text = renderDiff(diffReports(before, before), { columns: 80, colour: false, strict: false });
  expect(text).toContain('\nNo case differs.\n\nExit status 0: no failure is new.\n');
});
