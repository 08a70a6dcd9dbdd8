import type { CaseDefinition } from '../case.js';
import { isShared, laneOf } from '../scheduler.js';
import type { Lane } from '../scheduler.js';
import type { CaseRunner } from './case-runner.js';

/** A runner in another thread. */
export interface AfarRunner extends CaseRunner {
  /** Whether it can take cases: it is neither still on its way nor lost. */
  readonly isReady: boolean;
}

/** Cases that restart the target, or want it for themselves, stay with the thread that conducts the run. */
function mayGo(definition: CaseDefinition): boolean {
  return isShared(laneOf(definition)) && definition.needs?.includes('restart') !== true;
}

/**
 * Deals cases out to a runner here and to others elsewhere: each goes to the one that has the fewest of its lane under
 * way. When a case may begin is not decided here.
 */
export function createCrew<Definition extends CaseDefinition>(
  here: CaseRunner<Definition>,
  afar: readonly AfarRunner[],
): CaseRunner<Definition> {
  const underWay = new Map<CaseRunner<Definition>, Map<Lane, number>>();
  const countOf = (runner: CaseRunner<Definition>, lane: Lane): number => underWay.get(runner)?.get(lane) ?? 0;
  const count = (runner: CaseRunner<Definition>, lane: Lane, step: number): void => {
    const lanes = underWay.get(runner) ?? new Map<Lane, number>();
    underWay.set(runner, lanes.set(lane, countOf(runner, lane) + step));
  };
  const choose = (definition: Definition, lane: Lane): CaseRunner<Definition> => {
    const able = mayGo(definition) ? afar.filter(({ isReady }) => isReady) : [];
    return able.reduce<CaseRunner<Definition>>(
      (best, runner) => (countOf(runner, lane) < countOf(best, lane) ? runner : best),
      here,
    );
  };
  return {
    async run(definition, revision, attempt) {
      const lane = laneOf(definition);
      const runner = choose(definition, lane);
      count(runner, lane, 1);
      try {
        return await runner.run(definition, revision, attempt);
      } finally {
        count(runner, lane, -1);
      }
    },
  };
}
