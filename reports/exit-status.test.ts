import { describe, expect, test } from 'vitest';
import type { Verdict } from '../harness/engine/case.js';
import type { BaselineEntry } from './baseline.js';
import { compareWithBaseline } from './baseline-compare.js';
import { exitStatus } from './exit-status.js';
import { buildReport } from './report.js';
import type { RunStatus } from './report.js';
import { sampleFacts, sampleResult } from './testing/sample-results.js';

function codeOf(
  verdicts: readonly Verdict[],
  strict: boolean,
  status: RunStatus = 'finished',
  entries?: BaselineEntry[],
): number {
  const results = verdicts.map((verdict, position) => sampleResult(`a/${position}`, { verdict }));
  const report = buildReport(sampleFacts(), results, '1', { status });
  if (entries === undefined) return exitStatus(report, { strict }).code;
  const comparison = compareWithBaseline(report.cases, { schemaVersion: 1, target: {}, expected: entries });
  return exitStatus(report, { strict, comparison }).code;
}

describe('without a baseline', () => {
  test.each<[Verdict[], number, number]>([
    [[], 0, 0],
    [['pass'], 0, 0],
    [['skip'], 0, 0],
    [['pass', 'warn'], 0, 1],
    [['pass', 'fail'], 1, 1],
    [['pass', 'inconclusive'], 4, 4],
    [['pass', 'error'], 4, 4],
    [['warn', 'error'], 4, 1],
    [['fail', 'error', 'inconclusive'], 1, 1],
  ])('%j exits with %i, under --strict with %i', (verdicts, plain, strict) => {
    expect(codeOf(verdicts, false)).toBe(plain);
    expect(codeOf(verdicts, true)).toBe(strict);
  });
});

describe('a run that did not come to its end', () => {
  test.each<[RunStatus, number]>([
    ['unreachable', 3],
    ['failed', 3],
    ['interrupted', 130],
  ])('%s exits with %i, whatever was measured', (status, code) => {
    expect(codeOf([], false, status)).toBe(code);
    expect(codeOf(['pass'], false, status)).toBe(code);
    expect(codeOf(['fail'], true, status)).toBe(code);
  });
});

describe('with a baseline', () => {
  const listed = (verdict: BaselineEntry['verdict'], id = 'a/0'): BaselineEntry => ({
    case: id,
    verdict,
    reason: 'known',
  });

  test.each<[Verdict[], BaselineEntry[], number]>([
    [['fail'], [listed('fail')], 0],
    [['fail', 'fail'], [listed('fail')], 1],
    [['inconclusive'], [listed('inconclusive')], 0],
    [['inconclusive'], [listed('fail')], 4],
    [['error'], [listed('fail')], 4],
    [['pass'], [listed('fail')], 1],
    [['skip'], [listed('fail')], 0],
    [['pass'], [listed('fail', 'other')], 0],
  ])('%j measured against %j exits with %i', (verdicts, entries, code) => {
    expect(codeOf(verdicts, false, 'finished', entries)).toBe(code);
  });

  test('an expected warning does not fail a strict run', () => {
    expect(codeOf(['warn'], true, 'finished', [listed('warn')])).toBe(0);
  });
});

test('the meaning says why', () => {
  const meaning = (verdict: Verdict, strict: boolean): string =>
    exitStatus(buildReport(sampleFacts(), [sampleResult('a', { verdict })], '1'), { strict }).meaning;
  expect(meaning('warn', true)).toBe('a case warned, and --strict is on');
  expect(meaning('skip', false)).toBe('nothing failed, nothing was checked');
});
