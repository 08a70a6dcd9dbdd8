import { afterAll, describe, expect, test } from 'vitest';
import { loadServerCases } from '../harness/engine/registry.js';
import { killsOf, renderMatrix } from './testing/kill-matrix.js';
import type { KillOutcome } from './testing/kill-matrix.js';
import { loadMutants } from './testing/load-mutants.js';

const mutants = await loadMutants();
const cases = await loadServerCases();
const outcomes: KillOutcome[] = [];

describe.concurrent('every mutant is failed for the stated reason', () => {
  for (const mutant of mutants) {
    test(`${mutant.name}: ${mutant.summary}`, { timeout: 300_000 }, async ({ expect: check }) => {
      const results = await killsOf(mutant);
      outcomes.push(...results);
      const alive = results
        .filter((outcome) => !outcome.killed)
        .map(({ kill, said }) => `${kill.case} (${kill.rule}): ${said}`);
      check(alive.join('\n')).toBe('');
    });
  }
});

afterAll(() => {
  console.log(renderMatrix(cases, outcomes));
});

test('every case has a mutant that it promises to fail', () => {
  const killers = new Set(mutants.flatMap(({ kills }) => kills.map((kill) => kill.case)));
  expect(cases.map(({ id }) => id).filter((id) => !killers.has(id))).toEqual([]);
});

test('every promised killer is a case', () => {
  const ids = new Set(cases.map(({ id }) => id));
  expect(mutants.flatMap(({ kills }) => kills.map((kill) => kill.case)).filter((id) => !ids.has(id))).toEqual([]);
});
