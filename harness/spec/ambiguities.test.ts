import { describe, expect, it } from 'vitest';
import { allAmbiguities, ambiguityById } from './ambiguities.js';
import { levelAt, requirementById } from './catalogue.js';
import { compareRevisions, isRevision } from './revisions.js';

describe('ambiguities', () => {
  it('are 57 with unique ids', () => {
    expect(allAmbiguities).toHaveLength(57);
    expect(new Set(allAmbiguities.map(({ id }) => id)).size).toBe(57);
  });

  it('are of three kinds', () => {
    const count = (kind: string): number => allAmbiguities.filter((ambiguity) => ambiguity.kind === kind).length;
    expect([count('contradiction'), count('unclear'), count('silence')]).toEqual([19, 10, 28]);
  });

  it('name known requirements', () => {
    for (const { id, requirements } of allAmbiguities) {
      expect(requirements.length, id).toBeGreaterThan(0);
      for (const requirement of requirements) expect(requirementById(requirement), requirement).toBeDefined();
    }
  });

  it('name known revisions in order, of which one at least has a requirement in question', () => {
    for (const { id, revisions, requirements } of allAmbiguities) {
      expect(revisions.length, id).toBeGreaterThan(0);
      expect(revisions.every(isRevision), id).toBe(true);
      expect([...revisions].sort(compareRevisions), id).toEqual(revisions);
      expect(
        revisions.some((revision) => requirements.some((requirement) => levelAt(requirement, revision))),
        id,
      ).toBe(true);
    }
  });

  it('take a stance of one or two sentences', () => {
    for (const { id, stance } of allAmbiguities) {
      const sentences = stance.match(/\.(?= |$)/g)?.length ?? 0;
      expect(sentences, id).toBeGreaterThanOrEqual(1);
      expect(sentences, id).toBeLessThanOrEqual(2);
    }
  });

  it('are found by id', () => {
    expect(ambiguityById('redirects')?.kind).toBe('silence');
    expect(ambiguityById('toString')).toBeUndefined();
  });
});
