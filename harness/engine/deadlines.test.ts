import { describe, expect, test } from 'vitest';
import { answerDeadlineOf, budgetOf } from './deadlines.js';

const ORDINARY = { timeScale: 1, patience: 1 };

describe('deadlines', () => {
  test.each([
    [0, 1, 6000],
    [120, 1, 6000],
    [500, 1, 25_000],
    [0, 2.5, 15_000],
    [500, 2, 50_000],
  ])(
    'an answer of a target that takes %i ms for a ping has, with patience %d, %i ms',
    (answerMs, patience, limitMs) => {
      expect(answerDeadlineOf({ answerMs }, patience)).toBe(limitMs);
    },
  );

  test('a script has as many answer deadlines of a slow target as of a quick one', () => {
    expect(budgetOf({}, { answerMs: 1 }, ORDINARY)).toBe(20_000);
    const slow = { answerMs: 1200 };
    expect(budgetOf({}, slow, ORDINARY) / answerDeadlineOf(slow, 1)).toBeCloseTo(20_000 / 6000);
  });

  test('a script has its own budget, more where time is stretched, and no less where it is shortened', () => {
    expect(budgetOf({ budgetMs: 60_000 }, { answerMs: 1 }, ORDINARY)).toBe(60_000);
    expect(budgetOf({}, { answerMs: 1 }, { timeScale: 10, patience: 1 })).toBe(200_000);
    expect(budgetOf({}, { answerMs: 1 }, { timeScale: 0.1, patience: 1 })).toBe(20_000);
    expect(budgetOf({}, { answerMs: 1 }, { timeScale: 1, patience: 2.5 })).toBe(50_000);
  });
});
