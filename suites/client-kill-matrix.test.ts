import { afterAll, describe, expect, test } from 'vitest';
import type { ClientMutant } from '../fixtures/mutants/client-mutant.js';
import { loadClientCases } from '../harness/engine/registry.js';
import { clientKillsOf, loadClientMutants } from './testing/client-kill-matrix.js';
import { renderMatrix } from './testing/kill-matrix.js';
import type { KillOutcome } from './testing/kill-matrix.js';

const mutants = await loadClientMutants();
const cases = await loadClientCases();
const outcomes: KillOutcome[] = [];

function isKilled(mutant: ClientMutant): void {
  test(`${mutant.name}: ${mutant.summary}`, { timeout: 300_000 }, async ({ expect: check }) => {
    const results = await clientKillsOf(mutant);
    outcomes.push(...results);
    const alive = results
      .filter((outcome) => !outcome.killed)
      .map(({ kill, said }) => `${kill.case} (${kill.rule}): ${said}`);
    check(alive.join('\n')).toBe('');
  });
}

describe('every mutant of the client that must not be held up is failed for the stated reason', () => {
  mutants.filter(({ alone }) => alone === true).forEach(isKilled);
});

describe.concurrent('every mutant of the client is failed for the stated reason', () => {
  mutants.filter(({ alone }) => alone !== true).forEach(isKilled);
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
