import { ACCEL_BUFFERING_HONOURED, type BufferSpec } from '../../../faults/buffer.js';
import { headerValue, type ResponseHead } from '../../../wire/http-head.js';
import type { InjectorFactory } from '../injector.js';
import { batchBytes, splitPiece, type Batch, type Piece } from '../piece.js';
import type { Stage } from '../stage.js';
import { createStageInjector, once, requireAtLeast } from './common.js';

const DEFAULT_THRESHOLD_BYTES = 4096;

export const injectBuffer: InjectorFactory<BufferSpec> = (spec, { fired }) => {
  const thresholdBytes = spec.thresholdBytes ?? DEFAULT_THRESHOLD_BYTES;
  requireAtLeast(1, { thresholdBytes });
  return createStageInjector({
    on: spec.on,
    direction: 'to-client',
    rank: 'buffer',
    create: (exchange) => (next) =>
      new BufferStage(
        thresholdBytes,
        spec.honoursAccelBuffering,
        next,
        once((detail) => fired(detail, exchange)),
      ),
  });
};

/** Holds a response from its head on and lets it through in steps of payload, and at its end. */
class BufferStage implements Stage {
  readonly #thresholdBytes: number;
  readonly #honours: boolean;
  readonly #next: (batch: Batch) => void;
  readonly #struck: (detail: string) => void;
  #held: Piece[] = [];
  #heldPayloadBytes = 0;
  #isOpen = false;

  constructor(
    thresholdBytes: number,
    honours: boolean,
    next: (batch: Batch) => void,
    struck: (detail: string) => void,
  ) {
    this.#thresholdBytes = thresholdBytes;
    this.#honours = honours;
    this.#next = next;
    this.#struck = struck;
  }

  push(batch: Batch): void {
    const passing: Piece[] = [];
    for (const piece of batch) {
      if (piece.kind === 'response-head' && this.#honours && asksForNoBuffering(piece.head)) {
        this.#isOpen = true;
        this.#struck(`the response passes: ${ACCEL_BUFFERING_HONOURED}`);
      }
      this.#hold(piece, passing);
    }
    if (this.#heldPayloadBytes > 0 || this.#held.length > 0) {
      this.#struck(`held from the head on, ${this.#thresholdBytes} bytes at a time`);
    }
    if (passing.length > 0) this.#next(passing);
  }

  heldBytes(): number {
    return batchBytes(this.#held);
  }

  release(): void {
    this.#isOpen = true;
    const held = this.#takeHeld();
    if (held.length > 0) this.#next(held);
  }

  dispose(): void {
    this.#takeHeld();
  }

  /** Adds a piece to what is held and moves what may go on to `passing`. */
  #hold(piece: Piece, passing: Piece[]): void {
    // An end or a mark lets everything go: whoever buffers has nothing to wait for any more.
    const isFree = this.#isOpen || piece.kind === 'end' || piece.kind === 'mark';
    const isInterim = piece.kind === 'raw' && this.#held.length === 0;
    if (isFree || isInterim) {
      passing.push(...this.#takeHeld(), piece);
      return;
    }
    let rest = piece;
    while (rest.kind === 'data' && this.#heldPayloadBytes + rest.bytes.length >= this.#thresholdBytes) {
      const [first, others] = splitPiece(rest, this.#thresholdBytes - this.#heldPayloadBytes);
      passing.push(...this.#takeHeld(), first);
      rest = others;
    }
    if (rest.kind === 'data') {
      if (rest.bytes.length === 0) return;
      this.#heldPayloadBytes += rest.bytes.length;
    }
    this.#held.push(rest);
  }

  #takeHeld(): Piece[] {
    const held = this.#held;
    this.#held = [];
    this.#heldPayloadBytes = 0;
    return held;
  }
}

function asksForNoBuffering(head: ResponseHead): boolean {
  return headerValue(head.headers, 'X-Accel-Buffering')?.trim().toLowerCase() === 'no';
}
