import { describe, expect, test } from 'vitest';
import { emitsCompletely } from './complete-emission.js';
import { historyOf, messageOf, requestOf, streamHeadOf } from './testing/history-of.js';

const TOKEN = 7;

/** The rules that a stream breaks which carries these notifications, and 4 for the result. */
function rulesBroken(...positions: readonly number[]): string[] {
  const call = {
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: { name: 'faultline_emit', arguments: { count: 3 }, _meta: { progressToken: TOKEN } },
  };
  const messages = positions.map((position) =>
    position === 4
      ? { jsonrpc: '2.0', id: 1, result: {} }
      : { jsonrpc: '2.0', method: 'notifications/progress', params: { progressToken: TOKEN, progress: position } },
  );
  const view = historyOf(
    [0, requestOf('call')],
    [0, messageOf('call', 'to-server', call)],
    [1, streamHeadOf('call')],
    ...messages.map((value, index) => [index + 2, messageOf('call', 'to-client', value)] as const),
  );
  return emitsCompletely('call')
    .check(view, { revision: '2025-11-25', lagMs: 0 })
    .findings.map(({ rule }) => rule);
}

describe('emitsCompletely', () => {
  test('passes each once, in order, and the result last', () => {
    expect(rulesBroken(1, 2, 3, 4)).toEqual([]);
  });

  test.each([
    ['a gap', [1, 3, 4], 'guarantee.no-loss'],
    ['no result', [1, 2, 3], 'guarantee.no-loss'],
    ['nothing', [], 'guarantee.no-loss'],
    ['a repetition', [1, 1, 2, 3, 4], 'guarantee.no-duplicate'],
    ['a second result', [1, 2, 3, 4, 4], 'guarantee.no-duplicate'],
    ['an exchange', [1, 3, 2, 4], 'guarantee.order'],
    ['a result that overtakes', [1, 2, 4, 3], 'guarantee.order'],
  ])('names %s', (_, positions, rule) => {
    expect(rulesBroken(...positions)).toEqual([rule]);
  });
});
