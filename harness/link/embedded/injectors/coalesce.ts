import type { CoalesceSpec } from '../../../faults/coalesce.js';
import { callAfter } from '../delay.js';
import type { InjectorFactory } from '../injector.js';
import { batchBytes, type Piece } from '../piece.js';
import type { StageFactory } from '../stage.js';
import { createStageInjector, once, requireAtLeast } from './common.js';

export const injectCoalesce: InjectorFactory<CoalesceSpec> = (spec, { fired }) => {
  const { windowMs } = spec;
  requireAtLeast(0, { windowMs });
  return createStageInjector({
    on: spec.on,
    direction: spec.direction,
    rank: 'coalesce',
    create: (exchange, direction) =>
      createCoalesceStage(
        windowMs,
        once((detail) => fired(`${direction}, ${detail}`, exchange)),
      ),
  });
};

function createCoalesceStage(windowMs: number, struck: (detail: string) => void): StageFactory {
  return (next) => {
    let held: Piece[] = [];
    let cancel: (() => void) | undefined;
    let isReleased = false;
    const pass = (): void => {
      cancel?.();
      cancel = undefined;
      const together = held;
      held = [];
      if (together.length > 0) next(together);
    };
    return {
      push: (batch) => {
        held.push(...batch);
        if (isReleased) {
          pass();
          return;
        }
        struck(`held for ${windowMs} ms from the first byte on`);
        cancel ??= callAfter(windowMs, pass);
      },
      heldBytes: () => batchBytes(held),
      release: () => {
        isReleased = true;
        pass();
      },
      dispose: () => {
        cancel?.();
        held = [];
      },
    };
  };
}
