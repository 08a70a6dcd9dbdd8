/** How a line of an event stream ends. */
export type SseLineEnding = 'lf' | 'crlf' | 'cr';

/**
 * One block of an event stream: one or more field lines closed by a blank line.
 *
 * Offsets count bytes of the body. `startOffset` is the first byte of the block's first field line (comments in front
 * are tokens of their own), `endOffset` the first byte after the blank line. A block is reported at the CR of its
 * blank line, before anyone can know whether an LF follows; `endOffset` then counts that LF if the line before ended
 * with CRLF. So it is exact in a stream that keeps to one line ending, and off by at most one byte, which can lie
 * outside of the body, in a stream that mixes them.
 */
export interface SseEvent {
  kind: 'event';
  /** False for a block without a data field (id only, retry only): a conforming parser dispatches nothing for it. */
  dispatched: boolean;
  /** Value of the last id field of this block that holds no NUL; empty means that the last event id is reset. */
  id?: string;
  /** Value of the last event field of this block; empty counts as the default type `message`. */
  event?: string;
  /** The values of all data fields, joined by LF; empty without one. */
  data: string;
  /** Last valid retry value in milliseconds, capped at `Number.MAX_SAFE_INTEGER`. */
  retryMs?: number;
  /** Last retry value that is not all ASCII digits (or is empty), as written; parsers ignore it. */
  rawRetry?: string;
  startOffset: number;
  endOffset: number;
}

/** A comment line; `text` is what follows the colon and one optional space. Offsets as in {@link SseEvent}. */
export interface SseComment {
  kind: 'comment';
  text: string;
  startOffset: number;
  endOffset: number;
}

/**
 * What a careful emitter would not send. Not all of it is illegal: the grammar allows a byte order mark and mixed
 * line endings, and parsers must skip unknown fields.
 */
export type SseProblemCode =
  'unknown-field' | 'bad-retry' | 'nul-in-id' | 'invalid-utf8' | 'mixed-line-endings' | 'bom' | 'unterminated-event';

export interface SseProblem {
  kind: 'problem';
  code: SseProblemCode;
  message: string;
  /** Body offset of the first byte that the problem is about. */
  offset: number;
}

export type SseToken = SseEvent | SseComment | SseProblem;
