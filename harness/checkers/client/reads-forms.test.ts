import { describe, expect, test } from 'vitest';
import type { ClientEvent } from '../../history/events.js';
import { historyOf } from '../testing/history-of.js';
import type { Timed } from '../testing/history-of.js';
import { FORM_FACT, readsForms } from './reads-forms.js';

function said(t: number, body: Omit<ClientEvent, 'kind' | 'client'>): Timed {
  return [t, { kind: 'client', client: 'client', ...body }];
}

function called(t: number, label: string, text: string): Timed[] {
  const result = { content: [{ type: 'text', text: JSON.stringify({ text }) }] };
  return [
    [t, { kind: 'probe', what: 'fact', name: FORM_FACT, value: { label, form: 'a form', text: 'sent' } }],
    said(t + 1, { what: 'operation', id: t, op: 'callTool', label }),
    said(t + 2, { what: 'answer', id: t, op: 'callTool', label, value: { ok: true, result } }),
  ];
}

function rulesBroken(...events: readonly Timed[]): string[] {
  const { findings } = readsForms('sse.bom').check(historyOf(...events), { revision: '2025-11-25', lagMs: 0 });
  return findings.map(({ rule }) => rule);
}

describe('reads-forms', () => {
  test('passes calls that return the text of their form, and fails each of the others', () => {
    expect(rulesBroken(...called(1, 'one', 'sent'), ...called(11, 'two', 'sent'))).toEqual([]);
    expect(rulesBroken(...called(1, 'one', 'sent'), ...called(11, 'two', 'other'))).toEqual(['sse.bom']);
  });

  test('takes the first operation of a label', () => {
    expect(rulesBroken(...called(1, 'one', 'sent'), ...called(11, 'one', 'other'))).toEqual([]);
  });

  test('fails what the end of a stream left unfinished and was handed on all the same', () => {
    const value = { event: 'notification', method: 'notifications/message', params: { level: 'info', data: 'lost' } };
    expect(rulesBroken(said(1, { what: 'event', value }))).toEqual(['sse.eof-discards']);
  });

  test('does not take a connection that is lost for that', () => {
    expect(rulesBroken(said(1, { what: 'event', value: { event: 'closed', reason: 'lost' } }))).toEqual([]);
  });
});
