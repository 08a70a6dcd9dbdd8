import type { SseToken } from '../../wire/sse-tokenizer.js';
import { isBytePiece, splitPiece, type BytePiece, type Piece } from './piece.js';
import type { Pipe } from './pipe.js';
import type { Trigger } from './trigger.js';

/** Payload that is kept back for a trigger; a trigger that needs more is given up. */
const HOLD_LIMIT_BYTES = 16 * 1024 * 1024;

type FeedPiece = BytePiece | { readonly kind: 'end' };

/**
 * Brings the pieces of one message into a pipe and lets triggers strike at their exact places. What was read together
 * is pushed together unless a trigger strikes in between.
 */
export class Feed {
  readonly #pipe: Pipe;
  #triggers: Trigger[] = [];
  #batch: Piece[] = [];
  #waiting: FeedPiece[] = [];
  #waitingBytes = 0;
  #arrivedBytes = 0;
  #passedBytes = 0;
  #events = 0;
  #chunkHeads = 0;
  #headPassed = false;
  #muted = false;

  constructor(pipe: Pipe) {
    this.#pipe = pipe;
  }

  /** Whether the head has gone on. */
  get headPassed(): boolean {
    return this.#headPassed;
  }

  /** Payload bytes that have gone on. */
  get passedBytes(): number {
    return this.#passedBytes;
  }

  /** Adds a trigger for a place that still lies ahead; one that lies behind never strikes. */
  watch(trigger: Trigger): void {
    this.#triggers.push(trigger);
  }

  /** Drops everything that is still to come, kept back things included. */
  mute(): void {
    this.#muted = true;
    this.#waiting = [];
    this.#batch = [];
    this.#triggers = [];
  }

  /** The next piece. `tokens` is what a piece of payload completed of an event stream. */
  take(piece: FeedPiece, tokens: readonly SseToken[] = []): void {
    if (this.#muted) return;
    if (piece.kind === 'data') this.#look(piece.bytes, tokens);
    if (this.#triggers.length === 0 && this.#waiting.length === 0) {
      this.#pass(piece);
      return;
    }
    this.#waiting.push(piece);
    if (isBytePiece(piece)) this.#waitingBytes += piece.bytes.length;
    if (piece.kind === 'end' || this.#waitingBytes > HOLD_LIMIT_BYTES) {
      this.#triggers = this.#triggers.filter(({ holdFrom }) => holdFrom === undefined);
    }
    this.#advance();
  }

  /** Hands on what has been read together. */
  flush(): void {
    if (this.#batch.length === 0) return;
    const batch = this.#batch;
    this.#batch = [];
    this.#pipe.push(batch);
  }

  /** The message will not be completed: what was kept back for a trigger goes on. */
  giveUp(): void {
    this.#triggers = [];
    this.#advance();
    this.flush();
  }

  #look(bytes: Uint8Array, tokens: readonly SseToken[]): void {
    for (const trigger of this.#triggers) trigger.look?.(bytes, this.#arrivedBytes, tokens, this.#events);
    this.#arrivedBytes += bytes.length;
    for (const token of tokens) if (token.kind === 'event' && token.dispatched) this.#events += 1;
  }

  #advance(): void {
    for (;;) {
      const piece = this.#waiting[0];
      if (piece === undefined) return;
      if (piece.kind === 'end') {
        this.#waiting.shift();
        this.#pass(piece);
      } else if (piece.kind === 'data') {
        if (!this.#advanceData(piece)) return;
      } else {
        if (this.#headPassed && this.#isHeld()) return;
        this.#waiting.shift();
        this.#waitingBytes -= piece.bytes.length;
        this.#passFraming(piece);
      }
    }
  }

  #isHeld(): boolean {
    return this.#triggers.some((trigger) => trigger.holdFrom !== undefined && trigger.holdFrom <= this.#passedBytes);
  }

  /** Passes as much of the first waiting piece as is allowed; false when none is. */
  #advanceData(piece: BytePiece): boolean {
    if (this.#isHeld()) return false;
    let limit = piece.bytes.length;
    for (const { strikeAt, holdFrom } of this.#triggers) {
      for (const stop of [strikeAt, holdFrom]) {
        if (stop !== undefined && stop > this.#passedBytes) limit = Math.min(limit, stop - this.#passedBytes);
      }
    }
    this.#waitingBytes -= limit;
    if (limit === piece.bytes.length) {
      this.#waiting.shift();
      this.#pass(piece);
    } else {
      const [first, rest] = splitPiece(piece, limit);
      this.#waiting[0] = rest;
      this.#pass(first);
    }
    return !this.#muted;
  }

  #passFraming(piece: BytePiece): void {
    const trigger =
      piece.kind === 'chunk-head'
        ? this.#triggers.find(({ insideChunkHead }) => insideChunkHead === this.#chunkHeads + 1)
        : undefined;
    if (trigger === undefined) {
      this.#pass(piece);
      return;
    }
    const [first, rest] = splitPiece(piece, 1);
    this.#pass(first);
    this.#strike(trigger, `after 1 of its ${piece.bytes.length} bytes`);
    this.#pass({ kind: 'framing', bytes: rest.bytes });
  }

  #pass(piece: FeedPiece): void {
    if (this.#muted) return;
    if (piece.kind === 'end') {
      this.#passEnd();
      return;
    }
    this.#batch.push(piece);
    if (piece.kind === 'data') this.#passedBytes += piece.bytes.length;
    else if (piece.kind === 'chunk-head') this.#chunkHeads += 1;
    else if (piece.kind === 'request-head' || piece.kind === 'response-head') this.#headPassed = true;
    else return;
    if (this.#triggers.length === 0) return;
    const due = this.#triggers.filter(({ strikeAt }) => strikeAt !== undefined && strikeAt <= this.#passedBytes);
    for (const trigger of due) this.#strike(trigger, `at body byte ${this.#passedBytes}`);
  }

  #passEnd(): void {
    const place = `at body byte ${this.#passedBytes}`;
    // The end of an event is known to within one byte: an LF that was expected after its last CR may be missing.
    for (const trigger of this.#triggers.filter(({ look, strikeAt }) => look !== undefined && strikeAt !== undefined)) {
      this.#strike(trigger, place);
    }
    if (this.#isMuted()) return;
    this.#batch.push({ kind: 'end' });
    for (const trigger of this.#triggers.filter(({ atEnd }) => atEnd)) this.#strike(trigger, place);
  }

  // A strike can mute the feed in the middle of a pass, which control flow analysis does not see.
  #isMuted(): boolean {
    return this.#muted;
  }

  #strike(trigger: Trigger, place: string): void {
    if (!this.#triggers.includes(trigger)) return;
    this.#triggers = this.#triggers.filter((other) => other !== trigger);
    this.flush();
    trigger.strike(`${trigger.where}, ${place}`);
  }
}
