import { describe, expect, it } from 'vitest';
import { requirementById } from './catalogue.js';
import { allGuarantees, guarantee, isGuaranteeId } from './guarantees.js';

describe('guarantees', () => {
  it('are 22, under their own prefix, apart from the requirements', () => {
    expect(allGuarantees).toHaveLength(22);
    for (const { id } of allGuarantees) {
      expect(id).toMatch(/^guarantee\.[a-z]+(-[a-z]+)*$/);
      expect(requirementById(id), id).toBeUndefined();
    }
  });

  it('only warn where a user is put at risk but nothing has gone wrong yet', () => {
    const warnings = allGuarantees.filter(({ weight }) => weight === 'warn').map(({ id }) => id);
    expect(warnings).toEqual(['guarantee.keep-alive', 'guarantee.bounded-memory', 'guarantee.clean-errors']);
  });

  it('say who must do what, and why', () => {
    for (const { id, rule, why } of allGuarantees) {
      expect(rule, id).toMatch(/^(Server|Client|Adapter|Both sides): .+\.$/);
      expect(rule.length, id).toBeLessThan(110);
      expect(why, id).toMatch(/\.$/);
    }
  });

  it('are found by id', () => {
    expect(guarantee('guarantee.no-loss')).toMatchObject({ id: 'guarantee.no-loss', weight: 'fail' });
    expect(isGuaranteeId('guarantee.no-loss')).toBe(true);
    expect(isGuaranteeId('guarantee.luck')).toBe(false);
    expect(isGuaranteeId('toString')).toBe(false);
  });
});
