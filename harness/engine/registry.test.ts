import { describe, expect, test } from 'vitest';
import { globMatches, loadServerCases, selectCases } from './registry.js';

describe('globs on case ids', () => {
  test.each([
    ['sessions/delete/twice', 'sessions/delete/twice', true],
    ['sessions/delete', 'sessions/delete/twice', true],
    ['sessions', 'sessions/delete/twice', true],
    ['sess', 'sessions/delete/twice', false],
    ['sessions/*', 'sessions/delete/twice', true],
    ['*', 'sessions/delete/twice', true],
    ['*/delete/*', 'sessions/delete/twice', true],
    ['sessions/*/twice', 'sessions/delete/twice', true],
    ['**/twice', 'sessions/delete/twice', true],
    ['streams/*', 'sessions/delete/twice', false],
  ])('%s and %s: %s', (glob, id, matches) => {
    expect(globMatches(glob, id)).toBe(matches);
  });
});

describe('the cases', () => {
  test('are found by folder, sorted, and complete in what they must say', async () => {
    const cases = await loadServerCases();
    expect(cases.length).toBeGreaterThan(200);
    expect(cases.map(({ id }) => id)).toEqual(cases.map(({ id }) => id).sort());
    const poor = cases.filter(
      ({ id, title, about, fix, requirements }) =>
        !/^[a-z0-9-]+(\/[a-z0-9.-]+)+$/.test(id) ||
        title === '' ||
        about.length < 20 ||
        fix.length < 20 ||
        requirements.length === 0,
    );
    expect(poor.map(({ id }) => id)).toEqual([]);
  });

  test('are the same whether all modules are loaded or only those of a suite', async () => {
    const selection = { cases: ['sessions/*'], suites: [], faults: [] };
    const some = selectCases(await loadServerCases(selection), selection);
    const all = selectCases(await loadServerCases(), selection);
    expect(some.length).toBeGreaterThan(5);
    expect(some.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
  });

  test('can be selected by fault', async () => {
    const selection = { cases: [], suites: [], faults: ['latency'] };
    const selected = selectCases(await loadServerCases(), selection);
    expect(selected.length).toBeGreaterThan(0);
    for (const { faults } of selected) expect(JSON.stringify(faults)).toContain('latency');
  });
});
