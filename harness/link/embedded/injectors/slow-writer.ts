import type { SlowWriterSpec } from '../../../faults/slow-writer.js';
import { divideBatch } from '../fragment-points.js';
import type { InjectorFactory } from '../injector.js';
import { isBytePiece, type Piece } from '../piece.js';
import type { StageFactory } from '../stage.js';
import { TimedQueue } from '../timed-queue.js';
import { createStageInjector, once, requireAtLeast } from './common.js';

export const injectSlowWriter: InjectorFactory<SlowWriterSpec> = (spec, { fired }) => {
  const { pieceBytes, intervalMs } = spec;
  requireAtLeast(1, { pieceBytes });
  requireAtLeast(0, { intervalMs });
  return createStageInjector({
    on: spec.on,
    direction: 'to-server',
    rank: 'dribble',
    create: (exchange) =>
      createDribbleStage(
        pieceBytes,
        intervalMs,
        once((detail) => fired(detail, exchange)),
      ),
  });
};

function createDribbleStage(pieceBytes: number, intervalMs: number, struck: (detail: string) => void): StageFactory {
  return (next) => {
    const queue = new TimedQueue(next);
    let latestAtMs = Number.NEGATIVE_INFINITY;
    const push = (pieces: readonly Piece[], isBody: boolean): void => {
      // The first piece of the body goes with nothing in front of it to wait for.
      if (isBody) latestAtMs = Math.max(performance.now(), latestAtMs + intervalMs);
      queue.push(pieces, latestAtMs);
    };
    return {
      push: (batch) => {
        for (const piece of batch) {
          if (!isBytePiece(piece) || piece.kind === 'request-head') {
            push([piece], false);
            continue;
          }
          struck(`the body goes out ${pieceBytes} bytes every ${intervalMs} ms`);
          for (const part of divideBatch([piece], { at: 'everywhere', sizeBytes: pieceBytes })) push(part, true);
        }
      },
      heldBytes: () => queue.heldBytes,
      release: () => queue.release(),
      dispose: () => queue.dispose(),
    };
  };
}
