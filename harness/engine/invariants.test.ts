import { describe, expect, test } from 'vitest';
import type { CheckResult, Finding, Severity } from '../checkers/checker.js';
import { createInvariantWatch } from './invariants.js';
import type { CaseResult } from './result.js';
import { aCase } from './testing/a-case.js';

const RESULT: CaseResult = {
  id: 'invariants/framing',
  title: '',
  suite: 'invariants',
  role: 'server',
  transport: 'streamable-http',
  revision: '2025-11-25',
  faults: [],
  requirements: ['rule'],
  verdict: 'pass',
  message: 'as expected',
  durationMs: 1,
  reproduce: 'faultline server --case invariants/framing',
  findings: [],
  events: [],
};

function seen(severity: Severity, rule = 'rule'): CheckResult[] {
  const finding: Finding = { checker: 'framing', rule, severity, expected: 'this', seen: 'that', events: [3] };
  return [{ checker: 'framing', rules: [rule], evidence: [3], findings: [finding] }];
}

describe('the watch over invariants', () => {
  test('leaves a result alone when nothing was seen elsewhere', () => {
    expect(createInvariantWatch().amend(RESULT, ['framing'])).toBe(RESULT);
  });

  test('holds a breach in another case against the invariant, and says where', () => {
    const watch = createInvariantWatch();
    watch.add(aCase('sessions/a'), '2025-11-25', seen('fail'));
    const amended = watch.amend(RESULT, ['framing']);
    expect(amended.verdict).toBe('fail');
    expect(amended.findings[0]?.seen).toContain('sessions/a');
    expect(amended.reproduce).toContain('--case sessions/a');
  });

  test('puts failures before warnings', () => {
    const watch = createInvariantWatch();
    for (const id of ['a', 'b', 'c', 'd']) watch.add(aCase(id), '2025-11-25', seen('warn'));
    watch.add(aCase('e'), '2025-11-25', seen('fail'));
    expect(watch.amend(RESULT, ['framing']).verdict).toBe('fail');
  });

  test('does not count what a case stands for itself, another revision, a note, or a restart', () => {
    const watch = createInvariantWatch();
    watch.add(aCase('own', { requirements: ['rule'] }), '2025-11-25', seen('fail'));
    watch.add(aCase('older'), '2025-06-18', seen('fail'));
    watch.add(aCase('noted'), '2025-11-25', seen('note'));
    watch.add(aCase('restarting', { needs: ['restart'] }), '2025-11-25', seen('fail'));
    expect(watch.amend(RESULT, ['framing'])).toBe(RESULT);
  });

  test('keeps a failure of its own as it is', () => {
    const watch = createInvariantWatch();
    watch.add(aCase('a'), '2025-11-25', seen('fail'));
    const failed = { ...RESULT, verdict: 'fail' as const };
    expect(watch.amend(failed, ['framing'])).toBe(failed);
  });

  test('names each sighting once, the worst first, and counts the cases', () => {
    const watch = createInvariantWatch();
    watch.add(aCase('a'), '2025-11-25', seen('warn'));
    watch.add(aCase('b'), '2025-11-25', [...seen('fail'), ...seen('note')]);
    const amended = watch.amend(RESULT, ['framing']);
    expect(amended.findings.map(({ severity, seen: said }) => `${severity} ${said}`)).toEqual([
      'fail that (in case b)',
      'warn that (in case a)',
    ]);
    expect(amended.message).toMatch(/\(2 cases\)$/);
    expect(amended.reproduce).toMatch(/ --case b --case a$/);
  });

  test('keeps a few examples, however many there are, and cites no event of another history', () => {
    const watch = createInvariantWatch();
    for (let index = 0; index < 5000; index += 1) watch.add(aCase(`case-${index}`), '2025-11-25', seen('fail'));
    const { findings, message } = watch.amend(RESULT, ['framing']);
    expect(findings).toHaveLength(3);
    expect(findings.flatMap(({ events }) => events)).toEqual([]);
    expect(message).toContain('(5000 cases)');
  });

  test('knows the checkers of one invariant from those of another', () => {
    const watch = createInvariantWatch();
    watch.add(aCase('a'), '2025-11-25', seen('fail'));
    expect(watch.amend(RESULT, ['other'])).toBe(RESULT);
    expect(watch.amend(RESULT, ['other', 'framing']).verdict).toBe('fail');
  });

  test('makes a failure of a warning of its own, and keeps both', () => {
    const watch = createInvariantWatch();
    watch.add(aCase('a'), '2025-11-25', seen('fail'));
    const warned = { ...RESULT, verdict: 'warn' as const, findings: seen('warn')[0]!.findings };
    const amended = watch.amend(warned, ['framing']);
    expect(amended.verdict).toBe('fail');
    expect(amended.findings.map(({ severity }) => severity)).toEqual(['warn', 'fail']);
  });
});
