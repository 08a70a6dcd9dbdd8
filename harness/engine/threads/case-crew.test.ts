import { describe, expect, test } from 'vitest';
import type { CaseDefinition } from '../case.js';
import { FIRST_ATTEMPT } from '../case-host.js';
import { bareResult } from '../run-case.js';
import type { FinishedCase } from '../run-case.js';
import { aCase } from '../testing/a-case.js';
import { createCrew } from './case-crew.js';
import type { AfarRunner } from './case-crew.js';

const host = { role: 'server', transport: 'streamable-http', reproduce: () => '' } as const;

/** A runner whose cases end when the test says so. */
function runner(isReady = true): AfarRunner & { readonly ids: string[]; finish: () => void } {
  const ids: string[] = [];
  const pending: (() => void)[] = [];
  return {
    isReady,
    ids,
    finish: () => pending.shift()?.(),
    run: (definition, revision) =>
      new Promise<FinishedCase>((resolve) => {
        ids.push(definition.id);
        const result = bareResult(definition, revision, 'pass', '', host);
        pending.push(() => resolve({ result, invariants: [], lagMs: 0 }));
      }),
  };
}

function start(crew: ReturnType<typeof createCrew>, id: string, more: Partial<CaseDefinition> = {}): void {
  void crew.run({ ...aCase(id), ...more }, '2025-11-25', FIRST_ATTEMPT);
}

describe('a crew', () => {
  test('gives a case to the runner that has the fewest of its lane under way', async () => {
    const [here, afar] = [runner(), runner()];
    const crew = createCrew(here, [afar]);
    for (const id of ['a', 'b', 'c']) start(crew, id);
    for (const id of ['d', 'e']) start(crew, id, { waits: true });
    expect([here.ids, afar.ids]).toEqual([
      ['a', 'c', 'd'],
      ['b', 'e'],
    ]);
    here.finish();
    here.finish();
    await new Promise((resolve) => void setImmediate(resolve));
    start(crew, 'f');
    expect(here.ids).toEqual(['a', 'c', 'd', 'f']);
  });

  test('keeps everything here while the other thread is not ready', () => {
    const [here, afar] = [runner(), runner(false)];
    const crew = createCrew(here, [afar]);
    for (const id of ['a', 'b', 'c']) start(crew, id);
    expect(here.ids).toHaveLength(3);
    expect(afar.ids).toEqual([]);
  });

  test.each<[string, Partial<CaseDefinition>]>([
    ['wants the target for itself', { alone: true }],
    ['restarts the target', { needs: ['restart'] }],
  ])('keeps here a case that %s', (_what, more) => {
    const [here, afar] = [runner(), runner()];
    const crew = createCrew(here, [afar]);
    for (const id of ['a', 'b']) start(crew, id, more);
    expect(here.ids).toEqual(['a', 'b']);
    expect(afar.ids).toEqual([]);
  });
});
