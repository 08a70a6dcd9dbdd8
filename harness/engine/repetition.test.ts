import { loadavg } from 'node:os';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Verdict } from './case.js';
import { createRepetition } from './repetition.js';
import type { Repetition } from './repetition.js';
import type { FinishedCase } from './run-case.js';
import { bareResult } from './run-case.js';
import { aCase } from './testing/a-case.js';

vi.mock('node:os', () => ({ availableParallelism: () => 4, loadavg: vi.fn() }));

function finished(verdict: Verdict, more: Partial<FinishedCase> = {}): FinishedCase {
  const host = { role: 'server', transport: 'streamable-http', reproduce: () => '' } as const;
  const result = bareResult(aCase('a'), '2025-11-25', verdict, '', host);
  return { result, invariants: [], lagMs: 0, ...more };
}

function load(average: number): void {
  vi.mocked(loadavg).mockReturnValue([average, 0, 0]);
}

let repetition: Repetition;
beforeEach(() => {
  repetition = createRepetition();
  load(0);
});
afterEach(() => void vi.resetAllMocks());

describe('a repetition', () => {
  test.each<[Verdict, boolean]>([
    ['pass', false],
    ['error', false],
    ['fail', true],
    ['warn', true],
    ['inconclusive', true],
  ])('of a %s of a held-up harness: %s', (verdict, isDue) => {
    expect(repetition.isDue(finished(verdict, { lagMs: 150 }))).toBe(isDue);
    expect(repetition.isDue(finished(verdict, { lagMs: 149 }))).toBe(false);
  });

  test('is due for a missed deadline only while the machine is busy', () => {
    const missed = finished('fail', { missedMs: 8000 });
    load(10);
    expect(repetition.isDue(missed)).toBe(false);
    load(11);
    expect(repetition.isDue(missed)).toBe(true);
    expect(repetition.isDue(finished('fail'))).toBe(false);
  });

  test.each([
    [0, 2.5],
    [4, 2.5],
    [20, 10],
    [400, 20],
  ])('on four cores that share %d tasks has %d times the patience', (tasks, patience) => {
    load(tasks);
    expect(repetition.patience()).toBe(patience);
  });

  test('is no longer due when it has shown the same often enough, unless it once did not', () => {
    load(11);
    const missed = finished('fail', { missedMs: 8000 });
    for (let count = 0; count < 6; count += 1) repetition.note(missed, missed);
    expect(repetition.isDue(missed)).toBe(false);
    repetition.note(missed, finished('pass'));
    expect(repetition.isDue(missed)).toBe(true);
  });
});
