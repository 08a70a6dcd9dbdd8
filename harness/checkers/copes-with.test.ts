import { describe, expect, test } from 'vitest';
import type { EventBody } from '../history/events.js';
import { copesWith } from './copes-with.js';
import { historyOf, requestOf } from './testing/history-of.js';

const SERVER = { side: 'server', connection: 'connection-1' } as const;
const EXPECTED = { rule: 'http.post.reply-json-or-sse', allowed: ['2xx', 406], tolerated: ['4xx'] } as const;

function head(status: number): EventBody {
  return { kind: 'response', ...SERVER, exchange: 'x', by: 'sut', status, headers: [] };
}

function end(ending: 'fin' | 'abandoned'): EventBody {
  return { kind: 'response-end', side: 'server', exchange: 'x', ending, framing: 'none', sizeBytes: 0 };
}

function findings(events: readonly EventBody[], mayClose = false, mayWait?: string): string[] {
  const view = historyOf(...events.map((event, index) => [index, event] as const));
  const result = copesWith('x', { ...EXPECTED, mayClose, ...(mayWait && { mayWait }) }).check(view, {
    revision: '2025-11-25',
    lagMs: 0,
  });
  return result.findings.map(({ severity, rule }) => `${severity} ${rule}`);
}

describe('copesWith', () => {
  test('takes every allowed status', () => {
    expect(findings([requestOf('x'), head(200)])).toEqual([]);
    expect(findings([requestOf('x'), head(406)])).toEqual([]);
  });

  test('warns of a tolerated status and of one that blames the server', () => {
    expect(findings([requestOf('x'), head(403)])).toEqual(['warn http.post.reply-json-or-sse']);
    expect(findings([requestOf('x'), head(500)])).toEqual(['warn guarantee.clean-errors']);
  });

  test('fails any other status', () => {
    expect(findings([requestOf('x'), head(307)])).toEqual(['fail http.post.reply-json-or-sse']);
  });

  test('fails an exchange that nobody ended, and warns where the server closed the connection instead', () => {
    expect(findings([requestOf('x'), end('abandoned')])).toEqual(['fail guarantee.no-hang']);
    expect(findings([requestOf('x'), end('fin')])).toEqual(['warn guarantee.no-hang']);
    expect(findings([requestOf('x'), end('fin')], true)).toEqual([]);
  });

  test('lets a server wait that may take the request for incomplete', () => {
    expect(findings([requestOf('x'), end('abandoned')], true, 'later')).toEqual([]);
    expect(findings([requestOf('x'), end('fin')], false, 'later')).toEqual(['warn guarantee.no-hang']);
  });

  test('sees a connection that was closed without a response in the record', () => {
    const closed: EventBody = { kind: 'connection', ...SERVER, what: 'rst', from: 'peer' };
    expect(findings([requestOf('x'), closed], true)).toEqual([]);
    expect(findings([requestOf('x'), { ...closed, from: 'link' }], true)).toEqual(['fail guarantee.no-hang']);
  });

  test('says nothing of a request that was never sent', () => {
    expect(findings([])).toEqual(['inconclusive http.post.reply-json-or-sse']);
  });
});
