import { describe, expect, test } from 'vitest';
import { BaselineFormatError, describeEntry, readBaseline, renderBaseline } from './baseline.js';
import type { Baseline, BaselineEntry } from './baseline.js';
import { compareWithBaseline } from './baseline-compare.js';
import { UNEXPLAINED, updateBaseline } from './baseline-update.js';
import { buildReport } from './report.js';
import { sampleFacts, sampleFinding, sampleResult } from './testing/sample-results.js';

function baseline(...expected: BaselineEntry[]): Baseline {
  return { schemaVersion: 1, target: {}, expected };
}

const failing = sampleResult('a/b', {
  verdict: 'fail',
  findings: [sampleFinding('x', 'fail'), sampleFinding('z', 'warn')],
});
const entry: BaselineEntry = { case: 'a/b', verdict: 'fail', reason: 'known' };

describe('reading', () => {
  test('gives back what was written', () => {
    const written = baseline({ ...entry, revision: '2025-11-25', rule: 'x' });
    expect(readBaseline(renderBaseline(written))).toEqual(written);
  });

  test.each([
    ['nonsense', /^not JSON: /],
    ['{"schemaVersion":1}', /^expected: .*expected array/],
    ['{"schemaVersion":1,"expected":[{"case":"a","verdict":"pass","reason":"r"}]}', /^expected\[0\]\.verdict: /],
    ['{"schemaVersion":1,"expected":[{"case":"a","verdict":"fail"}]}', /^expected\[0\]\.reason: /],
    ['{"schemaVersion":1,"expected":[{"case":"a","verdict":"fail","reason":"r","rul":"x"}]}', /^expected\[0\]: .*rul/],
    [
      '{"schemaVersion":1,"expected":[{"case":"a","verdict":"fail","reason":"r"},{"case":"a","verdict":"fail","reason":"s"}]}',
      /listed twice/,
    ],
  ])('%s is refused in one line', (text, message) => {
    expect(() => readBaseline(text)).toThrow(BaselineFormatError);
    expect(() => readBaseline(text)).toThrow(message);
  });

  test('an entry is described in a few words', () => {
    expect(describeEntry({ ...entry, revision: '2025-06-18', rule: 'x' })).toBe('a/b at 2025-06-18: fail of x');
  });
});

describe('comparing', () => {
  const outcome = (result: ReturnType<typeof sampleResult>, ...entries: BaselineEntry[]): unknown => {
    const { expected, unexpected, stale, notRun } = compareWithBaseline([result], baseline(...entries));
    return [expected.size, unexpected.size, stale.length, notRun.length];
  };

  test('a listed failure is expected, with or without revision and rule', () => {
    expect(outcome(failing, entry)).toEqual([1, 0, 0, 0]);
    expect(outcome(failing, { ...entry, revision: '2025-11-25', rule: 'x' })).toEqual([1, 0, 0, 0]);
  });

  test('another revision, verdict, case or rule is not', () => {
    expect(outcome(failing, { ...entry, revision: '2025-06-18' })).toEqual([0, 1, 0, 1]);
    expect(outcome(failing, { ...entry, verdict: 'warn' })).toEqual([0, 1, 0, 1]);
    expect(outcome(failing, { ...entry, case: 'a/c' })).toEqual([0, 1, 0, 1]);
    expect(outcome(failing, { ...entry, rule: 'z' })).toEqual([0, 1, 0, 1]);
  });

  test('every broken rule must be listed', () => {
    const both = sampleResult('a/b', {
      verdict: 'fail',
      findings: [sampleFinding('x', 'fail'), sampleFinding('y', 'fail')],
    });
    expect(outcome(both, { ...entry, rule: 'x' })).toEqual([0, 1, 0, 0]);
    expect(outcome(both, { ...entry, rule: 'x' }, { ...entry, rule: 'y' })).toEqual([1, 0, 0, 0]);
  });

  test('a listed case that passes, or only warns, makes the entry stale', () => {
    expect(outcome(sampleResult('a/b'), entry)).toEqual([0, 0, 1, 0]);
    expect(outcome(sampleResult('a/b', { verdict: 'warn' }), entry)).toEqual([0, 1, 1, 0]);
  });

  test.each(['skip', 'error', 'inconclusive'] as const)('a listed case that came to %s is tolerated', (verdict) => {
    expect(outcome(sampleResult('a/b', { verdict }), entry)).toEqual([0, verdict === 'inconclusive' ? 1 : 0, 0, 1]);
  });

  test('an entry for every revision holds as long as one of them fails', () => {
    const older = sampleResult('a/b', { revision: '2025-06-18' });
    expect(compareWithBaseline([failing, older], baseline(entry)).stale).toEqual([]);
  });

  test('an inconclusive result can be expected, one in error cannot', () => {
    expect(outcome(sampleResult('a/b', { verdict: 'inconclusive' }), { ...entry, verdict: 'inconclusive' })).toEqual([
      1, 0, 0, 0,
    ]);
    expect(outcome(sampleResult('a/b', { verdict: 'error' }), { ...entry, verdict: 'inconclusive' })).toEqual([
      0, 0, 0, 1,
    ]);
  });
});

describe('updating', () => {
  const update = (
    results: ReturnType<typeof sampleResult>[],
    previous?: Baseline,
    strict = false,
  ): readonly BaselineEntry[] => updateBaseline(buildReport(sampleFacts(), results, '1'), previous, strict).expected;

  test('lists what did not pass, by rule', () => {
    const lost = sampleResult('c', { verdict: 'inconclusive' });
    expect(
      update([failing, lost, sampleResult('d', { verdict: 'error' }), sampleResult('e', { verdict: 'skip' })]),
    ).toEqual([
      { case: 'a/b', revision: '2025-11-25', verdict: 'fail', rule: 'x', reason: UNEXPLAINED },
      { case: 'c', revision: '2025-11-25', verdict: 'inconclusive', reason: UNEXPLAINED },
    ]);
  });

  test('lists warnings under strict alone', () => {
    const warned = sampleResult('a/b', { verdict: 'warn', findings: [sampleFinding('z', 'warn')] });
    expect(update([warned])).toEqual([]);
    expect(update([warned], undefined, true)).toMatchObject([{ verdict: 'warn', rule: 'z' }]);
  });

  test('keeps entries that hold or were not run with their reasons, and drops stale ones', () => {
    const kept = [entry, { ...entry, case: 'not/run', reason: 'elsewhere' }];
    const previous = baseline(...kept, { ...entry, case: 'mended' });
    expect(update([failing, sampleResult('mended')], previous)).toEqual(kept);
  });

  test('adds a rule that is broken besides a listed one', () => {
    const both = sampleResult('a/b', {
      verdict: 'fail',
      findings: [sampleFinding('x', 'fail'), sampleFinding('y', 'fail')],
    });
    const entries = update([both], baseline({ ...entry, rule: 'x' }));
    expect(entries.map(({ rule, reason }) => [rule, reason])).toEqual([
      ['x', 'known'],
      ['y', UNEXPLAINED],
    ]);
  });

  test('gives a baseline that expects everything it was made from', () => {
    const results = [failing, sampleResult('c', { verdict: 'inconclusive' })];
    const report = buildReport(sampleFacts(), results, '1');
    const comparison = compareWithBaseline(report.cases, updateBaseline(report, undefined, false));
    expect([comparison.unexpected.size, comparison.stale.length]).toEqual([0, 0]);
  });
});
