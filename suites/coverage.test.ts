import { describe, expect, test } from 'vitest';
import { revisionsOf } from '../harness/engine/case.js';
import { coverageOf } from '../harness/engine/coverage.js';
import { uncoveredKeys } from '../harness/engine/uncovered.js';
import { faultKindsOf, loadAllCases } from '../harness/engine/registry.js';
import { unlockedBy } from '../harness/faults/ability.js';
import { requirementById } from '../harness/spec/catalogue.js';
import { isGuaranteeId } from '../harness/spec/guarantees.js';
import { KNOWN_DEFECTS } from '../harness/spec/known-defects/index.js';
import { loadClientMutants } from './testing/client-kill-matrix.js';
import { loadMutants } from './testing/load-mutants.js';

const cases = await loadAllCases();

describe.each(['server', 'client'] as const)('the suites for a %s', (role) => {
  test('cover each requirement that addresses it, or say why not', () => {
    const gaps = coverageOf(role, cases).filter((row) => row.cases.length === 0 && row.reason === undefined);
    expect(gaps.map((row) => row.requirement)).toEqual([]);
  });

  test('give no reason for what is covered or does not exist', () => {
    const uncovered = coverageOf(role, cases).filter((row) => row.cases.length === 0);
    const idle = uncoveredKeys(role).filter(
      (key) =>
        !uncovered.some(({ requirement }) => requirement === key || (key.endsWith('.') && requirement.startsWith(key))),
    );
    expect(idle).toEqual([]);
  });
});

describe('the cases', () => {
  test('name only requirements and guarantees that exist, in a revision that has them', () => {
    const wrong = cases.flatMap((entry) =>
      entry.requirements
        .filter((id) => !isGuaranteeId(id))
        .filter((id) => {
          const levels = requirementById(id)?.levels;
          return levels === undefined || !revisionsOf(entry).some((revision) => levels[revision] !== undefined);
        })
        .map((id) => `${entry.id}: ${id}`),
    );
    expect(wrong).toEqual([]);
  });

  test('stand for the rules by which they judge', () => {
    const unnamed = cases.flatMap((entry) => {
      const revision = revisionsOf(entry).at(-1) ?? '2025-11-25';
      const judges = typeof entry.judges === 'function' ? entry.judges({ revision }) : entry.judges;
      const rules = new Set(judges.flatMap((judge) => judge.rules));
      return rules.size === 0 || entry.requirements.length === 0 ? [entry.id] : [];
    });
    expect(unnamed).toEqual([]);
  });

  test('run alone where they do something to the whole server', () => {
    const together = cases.filter(
      (definition) =>
        faultKindsOf(definition).some((kind) => unlockedBy(kind) !== undefined) && definition.alone !== true,
    );
    expect(together.map(({ id }) => id)).toEqual([]);
  });

  test('name only known defects, as the mutants do', async () => {
    const named = [...cases, ...(await loadMutants()), ...(await loadClientMutants())];
    const unknown = named.flatMap(({ reproduces }) => (reproduces ?? []).filter((id) => !KNOWN_DEFECTS.has(id)));
    expect(unknown).toEqual([]);
  });
});
