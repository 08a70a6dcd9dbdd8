import { describe, expect, test } from 'vitest';
import type { Revision } from '../spec/revisions.js';
import type { RevisionProfile, ServerProfile } from '../sut/profile.js';
import { serverCase } from './case.js';
import type { ServerCase } from './case.js';
import { planServerCases } from './plan.js';

const REVISIONS: Revision[] = ['2025-03-26', '2025-06-18', '2025-11-25'];
const ABILITIES = { restart: false, userTool: false, secondUpstream: false };

const offered: RevisionProfile = {
  capabilities: {},
  tools: [],
  resources: [],
  paginates: false,
  sessions: true,
  answers: 'sse',
  getStream: false,
  eventIds: false,
  deletes: true,
  answerMs: 1,
};
const profile: ServerProfile = {
  revisions: REVISIONS,
  byRevision: Object.fromEntries(REVISIONS.map((revision) => [revision, offered])),
};

function aCase(id: string, more: Partial<ServerCase> = {}): ServerCase {
  const empty = { title: id, about: '', fix: '', requirements: [], judges: [], script: () => Promise.resolve() };
  return serverCase({ id, ...empty, ...more });
}

describe('the plan', () => {
  test('has each case at every revision that it applies to', () => {
    const planned = planServerCases(
      [aCase('a'), aCase('b', { revisions: ['2025-11-25'] })],
      profile,
      REVISIONS,
      ABILITIES,
    );
    expect(planned.map(({ definition, revision }) => `${definition.id} ${revision}`)).toEqual([
      ...REVISIONS.map((revision) => `a ${revision}`),
      'b 2025-11-25',
    ]);
  });

  test('has a case that runs once at the newest chosen revision', () => {
    const planned = planServerCases([aCase('a', { once: true })], profile, REVISIONS.slice(0, 2), ABILITIES);
    expect(planned.map(({ revision }) => revision)).toEqual(['2025-06-18']);
  });

  test('keeps what the target lacks, with the reason', () => {
    const cases = [
      aCase('a', { needs: ['get-stream'] }),
      aCase('b', { needs: ['restart'] }),
      aCase('c', { needs: ['sessions'] }),
    ];
    const reasons = planServerCases(cases, profile, ['2025-11-25'], ABILITIES).map(({ skip }) => skip);
    expect(reasons[0]).toContain('GET');
    expect(reasons[1]).toContain('restart');
    expect(reasons[2]).toBeUndefined();
  });
});
