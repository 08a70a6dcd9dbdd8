import { callAfter } from './delay.js';
import { batchBytes, type Batch } from './piece.js';

interface Entry {
  readonly batch: Batch;
  readonly dueAtMs: number;
}

/** Hands on batches in order, each no earlier than its time. */
export class TimedQueue {
  readonly #next: (batch: Batch) => void;
  readonly #entries: Entry[] = [];
  #heldBytes = 0;
  #cancel: (() => void) | undefined;
  #released = false;

  constructor(next: (batch: Batch) => void) {
    this.#next = next;
  }

  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** `dueAtMs` is on the clock of `performance.now()`. What comes after a release is handed on at once. */
  push(batch: Batch, dueAtMs: number): void {
    const isDue = this.#released || dueAtMs <= performance.now();
    if (isDue && this.#entries.length === 0) {
      this.#next(batch);
      return;
    }
    this.#entries.push({ batch, dueAtMs });
    this.#heldBytes += batchBytes(batch);
    this.#schedule();
  }

  /** Hands on everything now, and whatever comes later. */
  release(): void {
    this.#released = true;
    this.#passDue();
  }

  dispose(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#entries.length = 0;
    this.#heldBytes = 0;
  }

  #schedule(): void {
    const first = this.#entries[0];
    if (first === undefined || this.#cancel !== undefined) return;
    this.#cancel = callAfter(first.dueAtMs - performance.now(), () => {
      this.#cancel = undefined;
      this.#passDue();
    });
  }

  #passDue(): void {
    for (let first = this.#entries[0]; first !== undefined; first = this.#entries[0]) {
      if (!this.#released && first.dueAtMs > performance.now()) break;
      this.#entries.shift();
      this.#heldBytes -= batchBytes(first.batch);
      this.#next(first.batch);
    }
    if (this.#entries.length === 0) {
      this.#cancel?.();
      this.#cancel = undefined;
    } else this.#schedule();
  }
}
