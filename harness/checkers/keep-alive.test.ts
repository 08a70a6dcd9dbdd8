import { describe, expect, test } from 'vitest';
import { keepsAlive } from './keep-alive.js';
import { dataOf, historyOf, markOf, requestOf, streamHeadOf } from './testing/history-of.js';
import type { Timed } from './testing/history-of.js';

const BEGIN: readonly Timed[] = [
  [0, requestOf('get', 'GET')],
  [10, streamHeadOf('get')],
];

function severitiesOf(events: readonly Timed[], lagMs = 0): string[] {
  const { findings } = keepsAlive('get', 'over').check(historyOf(...BEGIN, ...events), {
    revision: '2025-11-25',
    lagMs,
  });
  return findings.map(({ severity }) => severity);
}

describe('keepsAlive', () => {
  test('warns when nothing came for 30 s, at the beginning, between two pieces, or at the end', () => {
    expect(severitiesOf([[30_011, markOf('over')]])).toEqual(['warn']);
    expect(
      severitiesOf([
        [5000, dataOf('get')],
        [36_000, dataOf('get', 10)],
        [37_000, markOf('over')],
      ]),
    ).toEqual(['warn']);
    expect(
      severitiesOf([
        [5000, dataOf('get')],
        [36_000, markOf('over')],
      ]),
    ).toEqual(['warn']);
  });

  test('is content with something every 15 s', () => {
    const pieces = [15_000, 30_000, 45_000, 60_000].map((t): Timed => [t, dataOf('get')]);
    expect(severitiesOf([...pieces, [61_000, markOf('over')]])).toEqual([]);
  });

  test('only notes a silence that is too short to judge by', () => {
    expect(severitiesOf([[3000, markOf('over')]])).toEqual(['note']);
  });

  test('allows for a hold-up of the harness', () => {
    expect(severitiesOf([[30_100, markOf('over')]], 500)).toEqual(['note']);
  });

  test('cannot say anything when the stream was never opened', () => {
    const { findings } = keepsAlive('post', 'over').check(historyOf([1, markOf('over')]), {
      revision: '2025-11-25',
      lagMs: 0,
    });
    expect(findings.map(({ severity }) => severity)).toEqual(['inconclusive']);
  });
});
