import { describe, expect, it } from 'vitest';
import {
  atLeast,
  compareRevisions,
  foreignOriginStatus,
  hasBatches,
  hasPriming,
  hasVersionHeader,
  inputValidationIsResult,
  isRevision,
  REVISIONS,
  SESSION_REVISIONS,
} from './revisions.js';
import type { Revision } from './revisions.js';

function where(predicate: (revision: Revision) => boolean): Revision[] {
  return REVISIONS.filter(predicate);
}

describe('revisions', () => {
  it('are listed from the oldest to the newest', () => {
    expect([...REVISIONS].sort(compareRevisions)).toEqual(REVISIONS);
    expect([...REVISIONS].sort()).toEqual(REVISIONS);
  });

  it('are recognised by their exact name alone', () => {
    expect(REVISIONS.every(isRevision)).toBe(true);
    for (const text of ['', '2025-06', '2025-06-18 ', '1900-01-01', 'latest', 'DRAFT-2026-v1']) {
      expect(isRevision(text), text).toBe(false);
    }
  });

  it('compare by age', () => {
    expect(compareRevisions('2024-11-05', '2026-07-28')).toBeLessThan(0);
    expect(compareRevisions('2025-11-25', '2025-06-18')).toBeGreaterThan(0);
    expect(compareRevisions('2025-06-18', '2025-06-18')).toBe(0);
    expect(atLeast('2025-06-18', '2025-06-18')).toBe(true);
    expect(atLeast('2025-03-26', '2025-06-18')).toBe(false);
  });

  it('differ in what they have', () => {
    expect(where(hasBatches)).toEqual(['2025-03-26']);
    expect(where(hasVersionHeader)).toEqual(['2025-06-18', '2025-11-25', '2026-07-28']);
    expect(where(hasPriming)).toEqual(['2025-11-25']);
    expect(where(inputValidationIsResult)).toEqual(['2025-11-25', '2026-07-28']);
    expect(REVISIONS.map(foreignOriginStatus)).toEqual([null, null, null, 403, 403]);
    expect(SESSION_REVISIONS).toEqual(['2025-03-26', '2025-06-18', '2025-11-25']);
  });
});
