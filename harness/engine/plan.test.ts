import { describe, expect, test } from 'vitest';
import type { Revision } from '../spec/revisions.js';
import { missingNeed } from '../sut/needs.js';
import type { ServerCase } from './case.js';
import { planCases, waitingFirst } from './plan.js';
import type { PlannedCase } from './plan.js';
import { aCase } from './testing/a-case.js';
import { OFFERED, PROFILE } from './testing/environment.js';
import type { ServerProfile } from '../sut/profile.js';

const REVISIONS: Revision[] = ['2025-03-26', '2025-06-18', '2025-11-25'];

/** A server with sessions, but without a GET stream. */
const profile: ServerProfile = {
  ...PROFILE,
  byRevision: Object.fromEntries(REVISIONS.map((revision) => [revision, { ...OFFERED, getStream: false }])),
};

function plan(cases: readonly ServerCase[], revisions: readonly Revision[]): PlannedCase[] {
  return planCases(cases, revisions, ({ needs = [] }, revision) => missingNeed(profile, revision, needs));
}

describe('the plan', () => {
  test('has each case at every revision that it applies to', () => {
    const planned = plan([aCase('a'), aCase('b', { revisions: ['2025-11-25'] })], REVISIONS);
    expect(planned.map(({ definition, revision }) => `${definition.id} ${revision}`)).toEqual([
      ...REVISIONS.map((revision) => `a ${revision}`),
      'b 2025-11-25',
    ]);
  });

  test('has a case that runs once at the newest chosen revision', () => {
    const planned = plan([aCase('a', { once: true })], REVISIONS.slice(0, 2));
    expect(planned.map(({ revision }) => revision)).toEqual(['2025-06-18']);
  });

  test('takes the newest revision for the newest, in whatever order a case names them', () => {
    const planned = plan(
      [aCase('a', { once: true, revisions: ['2025-11-25', '2025-03-26', '2025-06-18'] })],
      REVISIONS,
    );
    expect(planned.map(({ revision }) => revision)).toEqual(['2025-11-25']);
  });

  test('has nothing of a case that shares no revision with the target', () => {
    const planned = plan([aCase('a', { revisions: ['2025-03-26'] })], ['2025-11-25']);
    expect(planned).toEqual([]);
  });

  test('keeps what the target lacks, with the reason', () => {
    const cases = [
      aCase('a', { needs: ['get-stream'] }),
      aCase('b', { needs: ['restart'] }),
      aCase('c', { needs: ['sessions'] }),
    ];
    const reasons = plan(cases, ['2025-11-25']).map(({ skip }) => skip);
    expect(reasons[0]).toContain('GET');
    expect(reasons[1]).toContain('restart');
    expect(reasons[2]).toBeUndefined();
  });

  test('has long waits first where they hold a place, and all else in its order', () => {
    const planned = plan(
      [aCase('a'), aCase('b', { waits: true }), aCase('c'), aCase('d', { waits: true })],
      ['2025-11-25'],
    );
    expect(waitingFirst(planned).map(({ definition }) => definition.id)).toEqual(['b', 'd', 'a', 'c']);
  });
});
