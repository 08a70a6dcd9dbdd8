import { describe, expect, test } from 'vitest';
import type { CheckResult, Finding, Severity } from '../checkers/checker.js';
import { serverCase } from './case.js';
import type { ServerCase } from './case.js';
import { createInvariantWatch } from './invariants.js';
import type { CaseResult } from './result.js';

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

function aCase(id: string, more: Partial<ServerCase> = {}): ServerCase {
  const empty = { title: id, about: '', fix: '', requirements: [], judges: [], script: () => Promise.resolve() };
  return serverCase({ id, ...empty, ...more });
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
});
