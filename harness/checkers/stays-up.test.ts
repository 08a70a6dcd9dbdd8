import { describe, expect, test } from 'vitest';
import type { ConnectionEvent } from '../history/events.js';
import { staysUp } from './stays-up.js';
import { historyOf, requestOf } from './testing/history-of.js';
import type { Timed } from './testing/history-of.js';

function connection(
  what: ConnectionEvent['what'],
  from: ConnectionEvent['from'] = 'peer',
  side: ConnectionEvent['side'] = 'server',
): ConnectionEvent {
  return { kind: 'connection', side, connection: 'connection-1', what, from };
}

function breaches(...events: readonly Timed[]): number {
  return staysUp().check(historyOf(...events), { revision: '2025-11-25', lagMs: 0 }).findings.length;
}

describe('staysUp', () => {
  test('fails a refused connection', () => {
    expect(breaches([0, connection('refused')])).toBe(1);
  });

  test('fails a connection that the server ends before a request could be sent, or although one follows', () => {
    expect(breaches([0, connection('open', 'link')], [1, connection('fin')])).toBe(1);
    expect(breaches([0, connection('open', 'link')], [1, connection('rst')], [2, requestOf('late')])).toBe(1);
  });

  test('lets the server end a connection that has served a request', () => {
    expect(breaches([0, connection('open', 'link')], [1, requestOf('call')], [2, connection('fin')])).toBe(0);
  });

  test('does not blame the server for what the link or the client ended', () => {
    expect(breaches([0, connection('open', 'link')], [1, connection('rst', 'link')], [2, connection('fin')])).toBe(0);
    expect(breaches([0, connection('open', 'peer', 'client')], [1, connection('fin', 'peer', 'client')])).toBe(0);
  });
});
