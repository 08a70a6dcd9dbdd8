import { describe, expect, test } from 'vitest';
import type { CheckResult, Finding, Severity } from '../checkers/checker.js';
import { byWeight, judge } from './verdict.js';

function finding(severity: Severity): Finding {
  return { checker: 'c', rule: 'r', severity, expected: 'this', seen: 'that', events: [1] };
}

function check(severities: readonly Severity[], evidence: readonly number[] = [1]): CheckResult {
  return { checker: 'c', rules: ['r'], evidence, findings: severities.map(finding) };
}

describe('the verdict', () => {
  test.each<[string, CheckResult[], string[], string]>([
    ['all kept, with evidence', [check([])], [], 'pass'],
    ['a note changes nothing', [check(['note'])], [], 'pass'],
    ['a SHOULD that was not kept', [check(['warn'])], [], 'warn'],
    ['a failure beats everything', [check(['warn', 'inconclusive', 'fail'])], ['reset'], 'fail'],
    ['a fault that was not seen beats a warning', [check(['warn'])], ['reset'], 'inconclusive'],
    ['a fault that was not seen beats a pass', [check([])], ['reset'], 'inconclusive'],
    ['what could not be brought about beats a warning', [check(['warn', 'inconclusive'])], [], 'inconclusive'],
    ['a checker without evidence', [check([]), check([], [])], [], 'inconclusive'],
    ['a checker without evidence beats a warning of another', [check(['warn']), check([], [])], [], 'inconclusive'],
    ['no checker at all', [], [], 'inconclusive'],
  ])('%s', (_name, checks, unseen, verdict) => {
    expect(judge(checks, unseen).verdict).toBe(verdict);
  });

  test('names the worst finding, and the fault that was not seen', () => {
    expect(judge([check(['fail'])], []).message).toBe('expected: this; seen: that');
    expect(judge([check([])], ['reset']).message).toContain('reset');
  });

  test('names the first of several findings that weigh the same', () => {
    const first = { ...finding('fail'), seen: 'the first' };
    expect(judge([{ ...check([]), findings: [finding('warn'), first, finding('fail')] }], []).message).toBe(
      'expected: this; seen: the first',
    );
  });

  test('keeps every finding, in the order in which it was found', () => {
    const severities: Severity[] = ['note', 'warn', 'fail', 'inconclusive'];
    expect(judge([check(severities)], ['reset']).findings.map(({ severity }) => severity)).toEqual(severities);
    expect([...severities.map(finding)].sort(byWeight).map(({ severity }) => severity)).toEqual([
      'fail',
      'inconclusive',
      'warn',
      'note',
    ]);
  });
});
