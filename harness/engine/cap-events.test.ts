import { describe, expect, test } from 'vitest';
import type { Finding, Severity } from '../checkers/checker.js';
import type { EventBody, HistoryEvent } from '../history/events.js';
import { capEvents, capFindings } from './cap-events.js';
import type { Judgement } from './verdict.js';

function history(length: number, bodyAt: (index: number) => EventBody = mark): HistoryEvent[] {
  return Array.from({ length }, (_, index) => ({ index, t: index, ...bodyAt(index) }));
}

function mark(index: number): EventBody {
  return { kind: 'probe', what: 'mark', name: `mark ${index}` };
}

function response(side: 'client' | 'server'): EventBody {
  return { kind: 'response', side, connection: 'c', exchange: 'e', by: 'sut', status: 200, headers: [] };
}

function finding(events: number[], severity: Severity = 'fail'): Finding {
  return { checker: 'c', rule: 'r', severity, expected: 'this', seen: 'that', events };
}

function judgement(verdict: Judgement['verdict'], ...findings: Finding[]): Judgement {
  return { verdict, message: '', findings };
}

describe('the events of a result', () => {
  test('are all of a history of ordinary length', () => {
    expect(capEvents(history(300), judgement('fail', finding([3])))).toEqual(history(300));
  });

  test('of a passed case are the heads from the server and the faults', () => {
    const events = history(10, (index) => {
      if (index === 2) return response('server');
      if (index === 3) return response('client');
      return index === 5 ? { kind: 'fault', fault: 'reset', status: 'fired' } : mark(index);
    });
    expect(capEvents(events, judgement('pass')).map(({ index }) => index)).toEqual([2, 5]);
    const many = history(5000, () => response('server'));
    expect(capEvents(many, judgement('pass')).length).toBeLessThan(100);
  });

  test('of a long history are the cited ones with their surroundings, the faults, the beginning and the end', () => {
    const events = history(20_000, (index) =>
      index === 15_000 ? { kind: 'fault', fault: 'reset', status: 'fired' } : mark(index),
    );
    const indexes = capEvents(events, judgement('fail', finding([10_000]))).map(({ index }) => index);
    expect(indexes).toEqual(expect.arrayContaining([0, 1, 9995, 10_000, 10_005, 15_000, 19_999]));
    expect(indexes.length).toBeLessThanOrEqual(400);
    expect(indexes).toEqual([...indexes].sort((left, right) => left - right));
  });

  test('stay in bounds however many events are cited', () => {
    const findings = Array.from({ length: 300 }, (_, at) => finding(history(50).map(({ index }) => index + 100 * at)));
    expect(capEvents(history(30_000), judgement('fail', ...findings)).length).toBeLessThanOrEqual(400);
  });

  test('stay in bounds however much each of them holds', () => {
    const events = history(400, () => ({ ...mark(0), value: { text: 'x'.repeat(10_000_000) } }) as EventBody);
    const kept = capEvents(events, judgement('fail', finding([200])));
    expect(JSON.stringify(kept).length).toBeLessThan(500_000);
    expect(kept.map(({ index }) => index)).toContain(200);
  });

  test('survive indexes that the history does not have', () => {
    expect(capEvents(history(3), judgement('fail', finding([-1, 99])))).toEqual(history(3));
  });
});

describe('the findings of a result', () => {
  test('are the heaviest when there are too many', () => {
    const findings = [...Array.from({ length: 500 }, () => finding([1], 'note')), finding([2], 'fail')];
    const kept = capFindings(findings);
    expect(kept.length).toBeLessThanOrEqual(50);
    expect(kept[0]?.severity).toBe('fail');
  });

  test('keep their order and cite a limited number of events', () => {
    const [first, second] = capFindings([finding([1], 'warn'), finding(history(5000).map(({ index }) => index))]);
    expect(first?.severity).toBe('warn');
    expect(second?.events.length).toBeLessThanOrEqual(20);
  });
});
