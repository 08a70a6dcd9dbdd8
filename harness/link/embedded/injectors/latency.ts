import type { LatencySpec } from '../../../faults/latency.js';
import type { InjectorFactory } from '../injector.js';
import type { StageFactory } from '../stage.js';
import { TimedQueue } from '../timed-queue.js';
import { createStageInjector, once, requireAtLeast } from './common.js';

export const injectLatency: InjectorFactory<LatencySpec> = (spec, { random, fired }) => {
  const { delayMs, jitterMs } = spec;
  requireAtLeast(0, { delayMs, jitterMs });
  const drawDelayMs = (): number => Math.max(0, delayMs + (random() * 2 - 1) * jitterMs);
  return createStageInjector({
    on: spec.on,
    direction: spec.direction,
    rank: 'latency',
    create: (exchange, direction) =>
      createLatencyStage(
        drawDelayMs,
        once((detail) => fired(`${direction}, ${detail}`, exchange)),
      ),
  });
};

function createLatencyStage(drawDelayMs: () => number, struck: (detail: string) => void): StageFactory {
  return (next) => {
    const queue = new TimedQueue(next);
    let latestDueAtMs = 0;
    return {
      push: (batch) => {
        const delayMs = drawDelayMs();
        struck(`first piece held for ${Math.round(delayMs)} ms`);
        // Jitter moves pieces in time, never past one another.
        latestDueAtMs = Math.max(latestDueAtMs, performance.now() + delayMs);
        queue.push(batch, latestDueAtMs);
      },
      heldBytes: () => queue.heldBytes,
      release: () => queue.release(),
      dispose: () => queue.dispose(),
    };
  };
}
