import { describe, expect, test } from 'vitest';
import type { ClientEvent } from '../../history/events.js';
import { historyOf } from '../testing/history-of.js';
import type { Timed } from '../testing/history-of.js';
import { keepsAdapterContract } from './adapter-contract.js';
import { clientStaysUp } from './client-stays-up.js';

function said(t: number, body: Omit<ClientEvent, 'kind' | 'client'>): Timed {
  return [t, { kind: 'client', client: 'client', ...body }];
}

const READY = said(0, { what: 'ready', value: { ops: ['connect', 'state', 'close'] } });

function seenIn(...events: readonly Timed[]): string[] {
  const { findings } = keepsAdapterContract().check(historyOf(READY, ...events), {
    revision: '2025-11-25',
    lagMs: 0,
  });
  return findings.map(({ seen }) => seen);
}

function crashes(...events: readonly Timed[]): number {
  return clientStaysUp().check(historyOf(READY, ...events), { revision: '2025-11-25', lagMs: 0 }).findings.length;
}

function asked(id: number, op: string): Timed {
  return said(id, { what: 'operation', id, op, label: `client/${op}` });
}

function answered(id: number, op: string, result: object): Timed {
  return said(id, { what: 'answer', id, op, label: `client/${op}`, value: { ok: true, result } });
}

describe('keepsAdapterContract', () => {
  test('passes what is as it should be', () => {
    const connected = { protocolVersion: '2025-11-25', serverInfo: null };
    expect(
      seenIn(
        asked(1, 'connect'),
        answered(1, 'connect', connected),
        asked(2, 'close'),
        answered(2, 'close', {}),
        said(3, { what: 'stdin-closed' }),
        said(4000, { what: 'exit', status: 0, signal: null }),
      ),
    ).toEqual([]);
  });

  test('names each kind of noise once', () => {
    const noise = { what: 'noise', code: 'bad-json', reason: 'the line is no JSON object', text: 'hello' } as const;
    expect(seenIn(said(1, noise), said(2, noise))).toEqual(['bad-json 2 x: the line is no JSON object (hello)']);
  });

  test('fails a result that lacks what it must hold', () => {
    expect(seenIn(asked(1, 'connect'), answered(1, 'connect', {}))).toEqual(['there is no string "protocolVersion"']);
    expect(seenIn(asked(1, 'state'), answered(1, 'state', { connected: 'yes' }))).toEqual([
      '"connected" is neither true nor false',
    ]);
    expect(seenIn(asked(1, 'state'), answered(1, 'state', {}))).toEqual([]);
  });

  test('fails an operation that is claimed and not there', () => {
    const value = { ok: false, error: { message: 'Unknown op: state' } };
    expect(seenIn(said(1, { what: 'answer', id: 1, op: 'state', value }))).toEqual([
      'state was answered "Unknown op: state"',
    ]);
    expect(seenIn(said(1, { what: 'answer', id: 1, op: 'listen', value }))).toEqual([]);
  });

  test('fails a close that is answered before what is in flight', () => {
    expect(seenIn(asked(1, 'state'), asked(2, 'close'), answered(2, 'close', {}))).toEqual(['client/state was not']);
  });

  test('passes a close that is answered before a second one that was written after it', () => {
    const closes = [asked(1, 'close'), asked(2, 'close'), answered(1, 'close', {}), answered(2, 'close', {})];
    expect(
      seenIn(...closes, said(3, { what: 'stdin-closed' }), said(4, { what: 'exit', status: 0, signal: null })),
    ).toEqual([]);
  });

  test('fails an adapter that outlives its input, or ends badly; not one that the harness ended', () => {
    const closed = said(1, { what: 'stdin-closed' });
    expect(seenIn(closed, said(6000, { what: 'killed' }))).toEqual(['it was still there after 5999 ms']);
    expect(seenIn(closed, said(9, { what: 'exit', status: 1, signal: null }))).toEqual(['status 1']);
    expect(
      seenIn(closed, said(9, { what: 'killed' }), said(10, { what: 'exit', status: null, signal: 'SIGTERM' })),
    ).toEqual([]);
  });

  test('fails an adapter that ends for a line that it cannot read', () => {
    const exit = said(2, { what: 'exit', status: 1, signal: null });
    expect(seenIn(said(1, { what: 'operation', text: '{' }), exit)).toEqual(['the adapter ended']);
    expect(seenIn(asked(1, 'connect'), exit)).toEqual([]);
  });
});

describe('clientStaysUp', () => {
  test('fails an end that nobody asked for', () => {
    const exit = said(9, { what: 'exit', status: 1, signal: null });
    expect(crashes(exit)).toBe(1);
    expect(crashes(said(1, { what: 'killed' }), exit)).toBe(0);
    expect(crashes(said(1, { what: 'stdin-closed' }), exit)).toBe(0);
  });
});
