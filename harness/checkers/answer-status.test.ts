import { describe, expect, test } from 'vitest';
import type { EventBody } from '../history/events.js';
import { answersWithStatus, statusIsOneOf } from './answer-status.js';
import type { StatusExpectation } from './answer-status.js';
import type { CheckResult } from './checker.js';
import { historyOf, requestOf } from './testing/history-of.js';

const RULE = 'http.session.missing-400';

function head(status: number): EventBody {
  return { kind: 'response', side: 'server', connection: 'c', exchange: 'a', by: 'sut', status, headers: [] };
}

function check(expectation: StatusExpectation, ...events: EventBody[]): CheckResult {
  const view = historyOf(...events.map((event, index) => [index, event] as const));
  return answersWithStatus('a', RULE, expectation).check(view, { revision: '2025-11-25', lagMs: 0 });
}

describe('a status', () => {
  test.each([
    [200, ['2xx'], true],
    [299, ['2xx'], true],
    [300, ['2xx'], false],
    [404, [400, '5xx'], false],
    [404, [404], true],
    [503, [400, '5xx'], true],
    [404, [], false],
  ] as const)('%i is one of %j: %s', (status, allowed, expected) => {
    expect(statusIsOneOf(status, allowed)).toBe(expected);
  });
});

describe('an exchange that is to be answered with a status', () => {
  test('keeps the rule with an allowed one', () => {
    expect(check({ allowed: [400] }, requestOf('a'), head(400))).toMatchObject({ evidence: [1], findings: [] });
  });

  // The rule is a SHOULD.
  test.each([
    [{ allowed: [400] }, 'warn'],
    [{ allowed: [400], severity: 'note' }, 'note'],
    [{ allowed: [400], tolerated: ['2xx'] }, 'warn'],
    [{ allowed: [400], tolerated: ['4xx'], severity: 'note' }, 'note'],
  ] as const)('breaks it with another one: %j', (expectation, severity) => {
    const { findings } = check(expectation, requestOf('a'), head(200));
    expect(findings).toMatchObject([{ rule: RULE, severity, events: [1] }]);
    expect(findings[0]?.expected).toBe('a is answered with 400');
    expect(findings[0]?.seen).toContain('status 200');
  });

  test('breaks it when no answer comes', () => {
    const end: EventBody = {
      kind: 'response-end',
      side: 'server',
      exchange: 'a',
      ending: 'rst',
      framing: 'none',
      sizeBytes: 0,
    };
    const { findings } = check({ allowed: [400] }, requestOf('a'), end);
    expect(findings).toMatchObject([{ severity: 'warn', events: [0, 1] }]);
    expect(findings[0]?.seen).toBe('no answer: nothing came, connection ended by RST');
  });

  test('says nothing when it was never sent', () => {
    expect(check({ allowed: [400] }).findings).toMatchObject([{ severity: 'inconclusive', events: [] }]);
  });

  test('is judged by what the server sent, not by what a fault made of it', () => {
    const faked: EventBody = { ...head(400), side: 'client', by: 'link' } as EventBody;
    expect(check({ allowed: [400] }, requestOf('a'), faked).findings).toMatchObject([{ severity: 'warn' }]);
  });
});
