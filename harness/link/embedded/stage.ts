import type { Batch } from './piece.js';

/**
 * One transformation of one direction of an exchange. It passes on every piece that it was given, in order: a mark
 * leaves after the bytes that were in front of it.
 */
export interface Stage {
  push(batch: Batch): void;
  /** Bytes that wait inside. */
  heldBytes(): number;
  /** Passes on what waits, at once, and lets everything through from now on. */
  release(): void;
  /** Drops what waits and ends all timers. */
  dispose(): void;
}

export type StageFactory = (next: (batch: Batch) => void) => Stage;

/**
 * Where a stage stands among the others, whatever the order in which the faults were armed: first what changes the
 * content, then what holds it back, last what decides the size of the writes, so that no stage undoes another.
 */
export const STAGE_RANKS = {
  gzip: 10,
  reframe: 20,
  buffer: 30,
  latency: 40,
  bandwidth: 50,
  coalesce: 60,
  fragment: 70,
  dribble: 80,
} as const;

export type StageRank = keyof typeof STAGE_RANKS;
