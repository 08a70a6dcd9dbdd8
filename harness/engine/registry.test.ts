import { describe, expect, test } from 'vitest';
import { reset } from '../faults/index.js';
import { byId, faultKindsOf, globMatcher, loadServerCases, selectCases } from './registry.js';
import type { Selection } from './registry.js';
import { aCase } from './testing/a-case.js';

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
    expect(globMatcher(glob)(id)).toBe(matches);
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

describe('cases of any origin', () => {
  const cases = [
    aCase('b/two', { faults: ({ revision }) => (revision === '2025-11-25' ? [reset({ at: 'connect' })] : []) }),
    aCase('a/one'),
    aCase('b/one/x'),
  ];
  const everything: Selection = { cases: [], suites: [], faults: [] };
  const ids = (selection: Partial<Selection>): string[] =>
    selectCases(cases, { ...everything, ...selection }).map(({ id }) => id);

  test('are sorted by id', () => {
    expect(byId(cases).map(({ id }) => id)).toEqual(['a/one', 'b/one/x', 'b/two']);
  });

  test('are refused when two have the same id', () => {
    expect(() => byId([...cases, aCase('a/one')])).toThrow('two cases have the id a/one');
  });

  test('are selected by every kind of filter at once, by any entry of each', () => {
    expect(ids({})).toHaveLength(3);
    expect(ids({ suites: ['b'] })).toEqual(['b/two', 'b/one/x']);
    expect(ids({ cases: ['a/*', 'b/one'] })).toEqual(['a/one', 'b/one/x']);
    expect(ids({ suites: ['b'], cases: ['b/one'] })).toEqual(['b/one/x']);
    expect(ids({ faults: ['reset'] })).toEqual(['b/two']);
    expect(ids({ faults: ['latency'] })).toEqual([]);
  });

  test('tell the kinds of fault at any of their revisions', () => {
    expect(faultKindsOf(cases[0]!)).toEqual(['reset']);
    expect(faultKindsOf(cases[1]!)).toEqual([]);
  });
});
