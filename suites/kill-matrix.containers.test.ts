import { describe, expect, inject, test } from 'vitest';
import { killsInContainers } from './testing/kill-matrix.js';
import { loadMutants } from './testing/load-mutants.js';

const mutants = (await loadMutants()).filter(({ kills }) =>
  kills.some((kill) => kill.case.startsWith('outage/disconnect/')),
);

describe.skipIf(inject('noContainers') !== '')(
  'every mutant that needs a container is failed for the stated reason',
  () => {
    for (const mutant of mutants) {
      test(`${mutant.name}: ${mutant.summary}`, { timeout: 120_000 }, async () => {
        const alive = (await killsInContainers(mutant))
          .filter(({ killed }) => !killed)
          .map(({ kill, said }) => `${kill.case} (${kill.rule}): ${said}`);
        expect(alive.join('\n')).toBe('');
      });
    }
  },
);
