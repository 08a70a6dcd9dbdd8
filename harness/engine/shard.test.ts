import { describe, expect, test } from 'vitest';
import type { Revision } from '../spec/revisions.js';
import { SESSION_REVISIONS } from '../spec/revisions.js';
import type { ServerCase } from './case.js';
import type { PlannedCase } from './plan.js';
import { planCases } from './plan.js';
import { inShard } from './shard.js';
import { aCase } from './testing/a-case.js';

const CASES: ServerCase[] = Array.from({ length: 31 }, (_, index) =>
  aCase(`case-${String(index).padStart(2, '0')}`, {
    ...(index % 5 === 0 && { alone: true }),
    ...(index % 3 === 0 && { waits: true }),
    ...(index % 4 === 0 && { once: true }),
    ...(index % 7 === 0 && { revisions: ['2025-11-25'] }),
  }),
);

function plan(revisions: readonly Revision[] = SESSION_REVISIONS): PlannedCase[] {
  return planCases(CASES, revisions, () => undefined);
}

function names(planned: readonly PlannedCase[]): string[] {
  return planned.map(({ definition, revision }) => `${definition.id} ${revision}`);
}

function shards(count: number, planned: readonly PlannedCase[]): PlannedCase[][] {
  return Array.from({ length: count }, (_, position) => planned.filter(inShard(CASES, { index: position + 1, count })));
}

describe('the shards of a run', () => {
  test.each([1, 2, 3, 4, 7, 50])('%i of them have no case in common and leave none out', (count) => {
    const all = shards(count, plan()).flatMap(names);
    expect(all.sort()).toEqual(names(plan()).sort());
  });

  test.each([
    ['all revisions', SESSION_REVISIONS],
    ['the newest one', ['2025-11-25'] as const],
  ])('have their share of every lane, at %s', (_name, revisions) => {
    for (const lane of ['alone', 'waits'] as const) {
      const sizes = shards(3, plan(revisions)).map((part) => part.filter(({ definition }) => definition[lane]).length);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(3);
      expect(Math.min(...sizes)).toBeGreaterThan(0);
    }
  });

  test('give a case the same place whatever the target speaks', () => {
    const newest = plan(['2025-11-25']).filter(({ definition }) => definition.once !== true);
    const isFirst = inShard(CASES, { index: 1, count: 3 });
    const ofAll = names(plan().filter(isFirst));
    for (const name of names(newest.filter(isFirst))) expect(ofAll).toContain(name);
  });

  test('without a shard everything belongs to the run', () => {
    expect(plan().every(inShard(CASES, undefined))).toBe(true);
  });
});
