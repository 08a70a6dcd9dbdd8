import { ByteAccumulator } from './byte-accumulator.js';
import type { SseLineEnding } from './sse-token.js';

const LF = 0x0a;
const CR = 0x0d;

/** Receives what an {@link SseLineSplitter} finds, in the order of the bytes. */
export interface SseLineSink {
  /** A complete line without its ending; `bytes` is valid during the call only. `endOffset` as in `SseEvent`. */
  line(bytes: Uint8Array, startOffset: number, endOffset: number): void;
  /** Which ending the latest line turned out to have; for a CR, called once the byte after it is known. */
  ending(kind: SseLineEnding, offset: number): void;
}

/**
 * Splits the bytes of an event stream into lines at LF, CRLF or CR (WHATWG HTML, 9.2.5 and 9.2.6).
 * A CR ends its line at once and a directly following LF is swallowed, so that no line waits for one more byte.
 * What it reports does not depend on how the bytes are divided, and costs linear time.
 */
export class SseLineSplitter {
  readonly #sink: SseLineSink;
  readonly #partial = new ByteAccumulator();
  #offset = 0;
  #lineStart = 0;
  #afterCr = false;
  // Guess for the end of a line that ended in CR. Streams of lone CRs are hardly ever met, so CRLF is the first guess.
  #expectLfAfterCr = true;

  constructor(sink: SseLineSink) {
    this.#sink = sink;
  }

  /** Bytes pushed so far. */
  get offset(): number {
    return this.#offset;
  }

  push(bytes: Uint8Array): void {
    const base = this.#offset;
    this.#offset += bytes.length;
    let index = 0;
    while (index < bytes.length) {
      if (this.#afterCr) {
        const swallowed = this.#settleCarriageReturn(bytes[index] === LF, base + index);
        if (swallowed) {
          index += 1;
          continue;
        }
      }
      const end = indexOfLineEnd(bytes, index);
      if (end === -1) {
        this.#partial.append(bytes.subarray(index));
        return;
      }
      this.#finishLine(bytes.subarray(index, end), bytes[end] === CR, base + end);
      index = end + 1;
    }
  }

  /** The line that was begun and not ended, and where it starts. Empties the splitter. */
  takePartial(): { bytes: Uint8Array; startOffset: number } {
    return { bytes: this.#partial.take(), startOffset: this.#lineStart };
  }

  #settleCarriageReturn(lfFollows: boolean, offset: number): boolean {
    this.#afterCr = false;
    this.#expectLfAfterCr = lfFollows;
    if (lfFollows) this.#lineStart = offset + 1;
    this.#sink.ending(lfFollows ? 'crlf' : 'cr', offset - 1);
    return lfFollows;
  }

  #finishLine(tail: Uint8Array, isCr: boolean, endingOffset: number): void {
    const startOffset = this.#lineStart;
    let line = tail;
    if (this.#partial.length > 0) {
      this.#partial.append(tail);
      line = this.#partial.take();
    }
    this.#lineStart = endingOffset + 1;
    this.#afterCr = isCr;
    this.#sink.line(line, startOffset, endingOffset + (isCr && this.#expectLfAfterCr ? 2 : 1));
    if (!isCr) this.#sink.ending('lf', endingOffset);
  }
}

// A plain loop: searching for LF and CR separately would scan a chunk of LF lines to its end once for every line.
function indexOfLineEnd(bytes: Uint8Array, from: number): number {
  for (let index = from; index < bytes.length; index += 1) {
    const byte = bytes[index];
    if (byte === LF || byte === CR) return index;
  }
  return -1;
}
