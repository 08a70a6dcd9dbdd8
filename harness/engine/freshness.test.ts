import { describe, expect, test } from 'vitest';
import type { CheckResult, Severity } from '../checkers/checker.js';
import type { Verdict } from './case.js';
import { createFreshness } from './freshness.js';
import { bareResult } from './run-case.js';
import type { FinishedCase } from './run-case.js';
import { aCase } from './testing/a-case.js';

function invariant(severity: Severity, rule = 'ping.respond'): CheckResult {
  const finding = { checker: 'watch', rule, severity, expected: 'a', seen: 'b', events: [] };
  return { checker: 'watch', rules: [rule], evidence: [], findings: [finding] };
}

function finished(verdict: Verdict, usedBefore: number | undefined, ...invariants: CheckResult[]): FinishedCase {
  const host = { role: 'client', reproduce: () => '' } as const;
  const result = bareResult(aCase('a'), '2025-11-25', verdict, 'no answer', host);
  return { result, invariants, lagMs: 0, ...(usedBefore !== undefined && { usedBefore }) };
}

describe('a case is shown on an unused process', () => {
  test.each<[Verdict, number | undefined, boolean]>([
    ['fail', 1, true],
    ['warn', 3, true],
    ['inconclusive', 1, true],
    ['pass', 1, false],
    ['error', 1, false],
    ['fail', 0, false],
    ['fail', undefined, false],
  ])('after a %s on one that %s cases had used: %s', (verdict, usedBefore, isDue) => {
    expect(createFreshness().isDue(finished(verdict, usedBefore))).toBe(isDue);
  });

  test('for what an invariant finds, until an unused one has shown the same', () => {
    const freshness = createFreshness();
    expect(freshness.isDue(finished('pass', 1, invariant('note')))).toBe(false);
    expect(freshness.isDue(finished('pass', 1, invariant('fail')))).toBe(true);
    freshness.isDue(finished('pass', 0, invariant('fail')));
    expect(freshness.isDue(finished('pass', 1, invariant('fail')))).toBe(false);
    expect(freshness.isDue(finished('pass', 1, invariant('fail', 'http.post.accept')))).toBe(true);
    freshness.settle(finished('pass', 1), finished('pass', 0, invariant('fail', 'http.post.accept')));
    expect(freshness.isDue(finished('pass', 1, invariant('fail', 'http.post.accept')))).toBe(false);
  });
});

describe('what counts', () => {
  test('is the unused process, with a note of what the used one came to', () => {
    const { result } = createFreshness().settle(finished('fail', 2), finished('pass', 0));
    expect(result.verdict).toBe('pass');
    expect(result.findings).toMatchObject([
      { severity: 'note', seen: 'after 2 cases in the same process it came to fail (no answer)' },
    ]);
  });

  test('is the unused process as it is, where both came to the same', () => {
    const again = finished('warn', 0);
    expect(createFreshness().settle(finished('warn', 1), again)).toBe(again);
  });
});
