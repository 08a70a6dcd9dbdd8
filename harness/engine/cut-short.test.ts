import { describe, expect, test } from 'vitest';
import type { Finding, Severity } from '../checkers/checker.js';
import type { EventBody } from '../history/events.js';
import { Recorder } from '../history/recorder.js';
import { viewHistory } from '../history/view.js';
import { withoutCutShort } from './cut-short.js';

function request(exchange: string): EventBody {
  return { kind: 'request', side: 'server', connection: 'c', exchange, method: 'POST', target: '/mcp', headers: [] };
}

function end(exchange: string, side: 'client' | 'server' = 'server'): EventBody {
  return { kind: 'response-end', side, exchange, ending: 'complete', framing: 'chunked', sizeBytes: 0 };
}

const ending = (exchange: string): EventBody => ({ kind: 'probe', what: 'fact', name: 'ending', exchange, value: 'x' });
const missed = (exchange: string): EventBody => ({ kind: 'probe', what: 'deadline', name: 'answer', exchange });

/** The severity that a finding has left when the case was broken off after the first events. */
function left(events: EventBody[], cited: number[], limit = events.length, severity: Severity = 'fail'): Severity {
  const recorder = new Recorder();
  for (const event of events) recorder.record(event);
  const finding: Finding = { checker: 'c', rule: 'r', severity, expected: '', seen: '', events: cited };
  const check = { checker: 'c', rules: ['r'], evidence: cited, findings: [finding] };
  return withoutCutShort([check], viewHistory(recorder.events), limit)[0]!.findings[0]!.severity;
}

describe('a finding of a case that was broken off', () => {
  test.each([
    ['its response had ended', [request('a'), end('a')]],
    ['the probe had seen it end', [request('a'), ending('a')]],
    ['it had been given all its time', [request('a'), missed('a')]],
  ])('stands when it rests on an exchange of which %s', (_name, events) => {
    expect(left(events, [0])).toBe('fail');
    expect(left(events, [0], 2, 'warn')).toBe('warn');
  });

  test.each([
    ['is still under way', [request('a')]],
    ['has ended on the side of the client only', [request('a'), end('a', 'client')]],
    ['is not the one that was over', [request('a'), request('b'), end('b')]],
  ])('is taken back when its exchange %s', (_name, events) => {
    expect(left(events, [0])).toBe('inconclusive');
    expect(left(events, [0], events.length, 'warn')).toBe('inconclusive');
  });

  test('is taken back when the exchange ended only after the break', () => {
    expect(left([request('a'), end('a')], [0], 1)).toBe('inconclusive');
  });

  test('is taken back when an event that it cites came after the break', () => {
    const events = [request('a'), end('a'), request('b'), end('b')];
    expect(left(events, [0, 2], 2)).toBe('inconclusive');
    expect(left(events, [0, 1], 2)).toBe('fail');
  });

  test('is taken back when it cites nothing', () => {
    expect(left([request('a'), end('a')], [])).toBe('inconclusive');
  });

  test('stands when it is about a connection or a problem without an exchange', () => {
    const open: EventBody = { kind: 'connection', side: 'server', connection: 'c', what: 'open', from: 'link' };
    expect(left([open], [0])).toBe('fail');
  });

  test('keeps a note', () => {
    expect(left([request('a')], [0], 1, 'note')).toBe('note');
  });
});
