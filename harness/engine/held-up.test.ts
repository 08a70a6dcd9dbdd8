import { expect, test } from 'vitest';
import type { CheckResult } from '../checkers/checker.js';
import type { Verdict } from './case.js';
import { isHeldUp, withoutHeldUp } from './held-up.js';
import { bareResult } from './run-case.js';
import type { FinishedCase } from './run-case.js';
import { aCase } from './testing/a-case.js';

const FINDING = { checker: 'c', rule: 'ping.respond', severity: 'fail', expected: 'a', seen: 'b', events: [] } as const;
const CHECK: CheckResult = { checker: 'c', rules: ['ping.respond'], evidence: [1], findings: [FINDING] };

function finished(verdict: Verdict, more: Partial<FinishedCase>): FinishedCase {
  const host = { role: 'server', reproduce: () => '' } as const;
  const result = { ...bareResult(aCase('a'), '2025-11-25', verdict, 'no answer', host), findings: [FINDING] };
  return { result, invariants: [CHECK], lagMs: 0, ...more };
}

test.each([
  [5000, 10_000, true],
  [4999, 10_000, false],
  [5000, undefined, false],
  [0, 0, false],
  [149, 1, false],
])('a hold-up of %s ms is as good as a reason for having waited %s ms in vain: %s', (lagMs, missedMs, isOne) => {
  expect(isHeldUp({ lagMs, ...(missedMs !== undefined && { missedMs }) })).toBe(isOne);
});

test('a repetition that was held up as well is not believed, unlike what the invariants found in it', () => {
  const { result, invariants } = withoutHeldUp(finished('fail', { lagMs: 6000, missedMs: 10_000 }));
  expect(result).toMatchObject({ verdict: 'inconclusive', findings: [{ severity: 'inconclusive' }] });
  expect(result.message).toBe(
    'the harness was held up for 6000 ms, again, while 10000 ms were waited for something in vain; it looked like this: no answer',
  );
  expect(invariants).toEqual([CHECK]);
});

test.each<[Verdict, number]>([
  ['fail', 2000],
  ['pass', 6000],
  ['inconclusive', 6000],
  ['error', 6000],
])('a %s after a hold-up of %s ms stands', (verdict, lagMs) => {
  const again = finished(verdict, { lagMs, missedMs: 10_000 });
  expect(withoutHeldUp(again)).toBe(again);
});
