import type { FragmentSpec } from '../../../faults/fragment.js';
import { divideBatch, type FragmentPlan } from '../fragment-points.js';
import type { InjectorFactory } from '../injector.js';
import { batchBytes, type Batch } from '../piece.js';
import type { StageFactory } from '../stage.js';
import { createStageInjector, once, requireAtLeast } from './common.js';

export const injectFragment: InjectorFactory<FragmentSpec> = (spec, { fired }) => {
  const plan: FragmentPlan = { at: spec.at ?? 'everywhere', sizeBytes: spec.sizeBytes ?? 1 };
  requireAtLeast(1, { sizeBytes: plan.sizeBytes });
  return createStageInjector({
    on: spec.on,
    direction: spec.direction,
    rank: 'fragment',
    create: (exchange, direction) =>
      createFragmentStage(
        plan,
        once((detail) => fired(`${direction}, ${detail}`, exchange)),
      ),
  });
};

function createFragmentStage(plan: FragmentPlan, struck: (detail: string) => void): StageFactory {
  return (next) => {
    const waiting: Batch[] = [];
    let waitingBytes = 0;
    let immediate: NodeJS.Immediate | undefined;
    let isReleased = false;
    const passOne = (): void => {
      const batch = waiting.shift();
      if (batch === undefined) return;
      waitingBytes -= batchBytes(batch);
      next(batch);
    };
    // One write in each turn of the event loop, so that the reader gets to run in between. The first one waits too:
    // from where bytes are read to the next immediate nobody else runs.
    const turn = (): void => {
      immediate = undefined;
      if (waiting.length === 0) return;
      immediate = setImmediate(turn);
      passOne();
    };
    return {
      push: (batch) => {
        const divided = isReleased ? [batch] : divideBatch(batch, plan);
        if (divided.length > 1) struck(`${batchBytes(batch)} bytes in ${divided.length} writes`);
        waiting.push(...divided);
        waitingBytes += batchBytes(batch);
        immediate ??= setImmediate(turn);
      },
      heldBytes: () => waitingBytes,
      release: () => {
        isReleased = true;
        while (waiting.length > 0) passOne();
      },
      dispose: () => {
        clearImmediate(immediate);
        waiting.length = 0;
        waitingBytes = 0;
      },
    };
  };
}
