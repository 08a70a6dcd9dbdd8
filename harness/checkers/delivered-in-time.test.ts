import { describe, expect, test } from 'vitest';
import type { Checker } from './checker.js';
import { deliversInTime, flushesInTime, sendsHeadEarly } from './delivered-in-time.js';
import { dataOf, endOf, historyOf, messageOf, requestOf, streamHeadOf } from './testing/history-of.js';
import type { Timed } from './testing/history-of.js';

const TOKEN = 'token-of-call';

function progress(i: number): unknown {
  const params = { progressToken: TOKEN, progress: i, total: 3, message: `key:${i}` };
  return { jsonrpc: '2.0', method: 'notifications/progress', params };
}

const CALL = {
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: { name: 'faultline_emit', arguments: { count: 3, key: 'key' }, _meta: { progressToken: TOKEN } },
};

/** A call whose head, notifications and result come at these times. */
function callWith(headAt: number, notificationsAt: readonly [number, number, number], resultAt: number): Timed[] {
  const came = (value: unknown): ReturnType<typeof messageOf> => messageOf('call', 'to-client', value);
  return [
    [0, requestOf('call')],
    [0, messageOf('call', 'to-server', CALL)],
    [headAt, streamHeadOf('call')],
    ...notificationsAt.flatMap((t, index): Timed[] => [
      [t, dataOf('call')],
      [t, came(progress(index + 1))],
    ]),
    [resultAt, dataOf('call')],
    [resultAt, came({ jsonrpc: '2.0', id: 1, result: {} })],
    [resultAt + 1, endOf('call')],
  ];
}

function severities(checker: Checker, events: readonly Timed[], lagMs = 0): string[] {
  return checker
    .check(historyOf(...events), { revision: '2025-11-25', lagMs })
    .findings.map(({ severity }) => severity);
}

const IN_TIME = callWith(5, [400, 800, 1200], 1201);
const HELD_BACK = callWith(5, [1200, 1200, 1200], 1201);

describe('deliversInTime', () => {
  test('passes notifications that come as they are sent', () => {
    expect(severities(deliversInTime('call', 400), IN_TIME)).toEqual([]);
  });

  test('fails notifications that come together with the result', () => {
    expect(severities(deliversInTime('call', 400), HELD_BACK)).toEqual(['fail']);
  });

  test('judges nothing while the harness was held up for as long', () => {
    expect(severities(deliversInTime('call', 400), HELD_BACK, 400)).toEqual(['inconclusive']);
  });

  test('judges nothing without a result', () => {
    expect(severities(deliversInTime('call', 400), IN_TIME.slice(0, 5))).toEqual(['inconclusive']);
  });
});

describe('sendsHeadEarly', () => {
  test('passes a head that comes at once and warns of one that waits for the first event', () => {
    expect(severities(sendsHeadEarly('call', 300), IN_TIME)).toEqual([]);
    expect(severities(sendsHeadEarly('call', 300), callWith(1199, [1200, 1200, 1200], 1201))).toEqual(['warn']);
  });
});

describe('flushesInTime', () => {
  test('asks for something in the middle, whatever it is', () => {
    expect(severities(flushesInTime('call', 300), IN_TIME)).toEqual([]);
    expect(severities(flushesInTime('call', 300), HELD_BACK)).toEqual(['fail']);
    expect(severities(flushesInTime('call', 300), HELD_BACK, 300)).toEqual(['inconclusive']);
  });
});
