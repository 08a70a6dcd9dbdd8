import type { BandwidthSpec } from '../../../faults/bandwidth.js';
import type { InjectorFactory } from '../injector.js';
import { isBytePiece, splitPiece, type Batch, type Piece } from '../piece.js';
import type { StageFactory } from '../stage.js';
import { TimedQueue } from '../timed-queue.js';
import { createStageInjector, once, requireAtLeast } from './common.js';

/** Bytes are let through in portions of the rate, so many a second. */
const PORTIONS_PER_SECOND = 20;

export const injectBandwidth: InjectorFactory<BandwidthSpec> = (spec, { fired }) => {
  const { bytesPerSecond } = spec;
  requireAtLeast(1, { bytesPerSecond });
  return createStageInjector({
    on: spec.on,
    direction: spec.direction,
    rank: 'bandwidth',
    create: (exchange, direction) =>
      createBandwidthStage(
        bytesPerSecond,
        once((detail) => fired(`${direction}, ${detail}`, exchange)),
      ),
  });
};

function createBandwidthStage(bytesPerSecond: number, struck: (detail: string) => void): StageFactory {
  const portionBytes = Math.max(1, Math.floor(bytesPerSecond / PORTIONS_PER_SECOND));
  return (next) => {
    const queue = new TimedQueue(next);
    let freeAtMs = 0;
    return {
      push: (batch) => {
        for (const piece of batch.flatMap((whole) => divide(whole, portionBytes))) {
          const sizeBytes = isBytePiece(piece) ? piece.bytes.length : 0;
          // A piece has passed when its last byte would have passed a line of that rate.
          freeAtMs = Math.max(freeAtMs, performance.now()) + (sizeBytes / bytesPerSecond) * 1000;
          struck(`${bytesPerSecond} bytes per second from now on`);
          queue.push([piece], freeAtMs);
        }
      },
      heldBytes: () => queue.heldBytes,
      release: () => queue.release(),
      dispose: () => queue.dispose(),
    };
  };
}

function divide(piece: Piece, portionBytes: number): Batch {
  if (!isBytePiece(piece)) return [piece];
  const portions: Piece[] = [];
  let rest = piece;
  while (rest.bytes.length > portionBytes) {
    const [portion, others] = splitPiece(rest, portionBytes);
    portions.push(portion);
    rest = others;
  }
  portions.push(rest);
  return portions;
}
