import { describe, expect, test } from 'vitest';
import type { Revision } from '../spec/revisions.js';
import type { CheckResult } from './checker.js';
import type { Judge } from './judge.js';
import { checker, severityOf } from './judge.js';
import { endOf, historyOf, requestOf, streamHeadOf } from './testing/history-of.js';

const view = historyOf([0, requestOf('a')], [1, streamHeadOf('a')], [2, endOf('a')]);

function check(fold: (judge: Judge) => void, revision: Revision = '2025-11-25', lagMs = 0): CheckResult {
  return checker('made-up', ['ping.respond'], (_view, judge) => fold(judge)).check(view, { revision, lagMs });
}

describe('the weight of a rule', () => {
  test.each([
    ['ping.respond', '2025-11-25', 'fail'],
    ['guarantee.no-crash', '2025-03-26', 'fail'],
    ['guarantee.keep-alive', '2025-03-26', 'warn'],
    ['http.stream.priming-event', '2025-11-25', 'warn'],
    ['http.stream.priming-event', '2025-03-26', 'note'],
    ['no.such.rule', '2025-11-25', 'note'],
  ] as const)('%s at %s: %s', (rule, revision, severity) => {
    expect(severityOf(rule, revision)).toBe(severity);
  });
});

describe('a checker', () => {
  test('without evidence has seen nothing', () => {
    expect(check(() => undefined)).toEqual({
      checker: 'made-up',
      rules: ['ping.respond'],
      evidence: [],
      findings: [],
    });
  });

  test('takes what it saw for evidence, as far as it was there', () => {
    const result = check((judge) => judge.saw(view.events[1], undefined, view.events[2]));
    expect(result).toMatchObject({ evidence: [1, 2], findings: [] });
  });

  test('cites the events of a breach, which are evidence too', () => {
    const result = check((judge) =>
      judge.breach('ping.respond', { expected: 'this', seen: 'that', events: [view.events[0], undefined] }),
    );
    const finding = { checker: 'made-up', rule: 'ping.respond', severity: 'fail', expected: 'this', seen: 'that' };
    expect(result).toMatchObject({ evidence: [0], findings: [{ ...finding, events: [0] }] });
  });

  test('can weigh a breach less than its rule', () => {
    const [finding] = check((judge) =>
      judge.breach('ping.respond', { expected: '', seen: '', severity: 'warn' }),
    ).findings;
    expect(finding?.severity).toBe('warn');
  });

  test.each([
    ['http.stream.priming-event', 'fail', 'warn'],
    ['no.such.rule', 'fail', 'note'],
    ['no.such.rule', 'warn', 'warn'],
    ['ping.respond', 'fail', 'fail'],
    ['ping.respond', 'note', 'note'],
  ] as const)('cannot make a failure of what is none: %s as %s is a %s', (rule, severity, weight) => {
    const [finding] = check((judge) => judge.breach(rule, { expected: '', seen: '', severity })).findings;
    expect(finding?.severity).toBe(weight);
  });

  test('counts neither a note nor what could not be judged as evidence', () => {
    const result = check((judge) => {
      judge.note('ping.respond', 'this', 'that', view.events[1]);
      judge.inconclusive('ping.respond', 'this', 'that');
    });
    expect(result.evidence).toEqual([]);
    expect(result.findings.map(({ severity, events }) => [severity, ...events])).toEqual([
      ['note', 1],
      ['inconclusive'],
    ]);
  });

  test('cites a limited number of events', () => {
    const many = Array.from({ length: 5000 }, () => view.events[0]);
    const [finding] = check((judge) => judge.breach('ping.respond', { expected: '', seen: '', events: many })).findings;
    expect(finding?.events.length).toBeLessThanOrEqual(50);
  });

  test('knows the revision and the hold-up of the harness', () => {
    check(
      (judge) => {
        expect([judge.revision, judge.lagMs]).toEqual(['2025-03-26', 40]);
      },
      '2025-03-26',
      40,
    );
    expect.assertions(1);
  });
});
