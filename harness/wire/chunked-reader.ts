import { BlankLineScanner } from './blank-line-scanner.js';
import { ByteAccumulator } from './byte-accumulator.js';

/** A piece of a chunked body, as found in one push. */
export interface ChunkedPiece {
  what: 'data' | 'chunk-head' | 'chunk-end' | 'last-chunk' | 'trailers';
  bytes: Uint8Array;
}

/**
 * The result of one read. All bytes before index `next` are in `piece`, in an earlier piece or pending. A `problem`
 * says how the coding is broken; nothing can be read after it.
 */
export interface ChunkedRead {
  next: number;
  piece?: ChunkedPiece;
  problem?: string;
}

const LF = 0x0a;
const CR = 0x0d;
const MAX_SIZE_LINE_BYTES = 16 * 1024;
const MAX_TRAILERS_BYTES = 256 * 1024;
// Extensions may hold anything that a field value may, quoted strings included. A bare LF is not accepted: senders and
// proxies that disagree about it are how requests get smuggled (RFC 9112, sections 2.2 and 11.2).
const SIZE_LINE = /^([0-9A-Fa-f]+)[ \t]*(?:;[^\r\n\0]*)?\r\n$/;

type Phase = 'size-line' | 'data' | 'data-end' | 'trailers' | 'done';

/** Incremental reader of one body in the chunked transfer coding (RFC 9112, section 7.1). */
export class ChunkedReader {
  readonly #pending = new ByteAccumulator();
  readonly #trailerScanner = new BlankLineScanner({ skipLeadingBlankLines: false });
  #phase: Phase = 'size-line';
  #remainingBytes = 0;

  /** Whether the blank line after the trailer section was read. */
  get done(): boolean {
    return this.#phase === 'done';
  }

  /** Takes the bytes of a size line, chunk end or trailer section that is not complete. */
  takePending(): Uint8Array {
    return this.#pending.take();
  }

  /** Reads at most one piece from `from`, where there must be at least one byte; not to be called once done. */
  read(bytes: Uint8Array, from: number): ChunkedRead {
    switch (this.#phase) {
      case 'data':
        return this.#readData(bytes, from);
      case 'data-end':
        return this.#readDataEnd(bytes, from);
      case 'trailers':
        return this.#readTrailers(bytes, from);
      default:
        return this.#readSizeLine(bytes, from);
    }
  }

  #readSizeLine(bytes: Uint8Array, from: number): ChunkedRead {
    if (this.#pending.length === 0 && !isHexDigit(bytes[from])) {
      return { next: from, problem: 'a chunk size does not begin with a hexadecimal digit' };
    }
    const lineEnd = bytes.indexOf(LF, from);
    const next = lineEnd === -1 ? bytes.length : lineEnd + 1;
    if (this.#pending.length + next - from > MAX_SIZE_LINE_BYTES) {
      return { next: from, problem: 'a chunk size line is too long' };
    }
    const piece = this.#pieceUpTo(next, lineEnd !== -1, bytes, from);
    if (piece === undefined) return { next };
    const line = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength).toString('latin1');
    const sizeBytes = Number.parseInt(SIZE_LINE.exec(line)?.[1] ?? '', 16);
    if (!Number.isSafeInteger(sizeBytes)) {
      this.#pending.append(piece);
      return { next, problem: `not a chunk size line: ${JSON.stringify(line.slice(0, 80))}` };
    }
    this.#remainingBytes = sizeBytes;
    this.#phase = sizeBytes === 0 ? 'trailers' : 'data';
    return { next, piece: { what: sizeBytes === 0 ? 'last-chunk' : 'chunk-head', bytes: piece } };
  }

  /** What is pending with the bytes up to `next`, once that is complete; until then it is kept. */
  #pieceUpTo(next: number, isComplete: boolean, bytes: Uint8Array, from: number): Uint8Array | undefined {
    // Most pieces come whole, and then need not be collected.
    if (isComplete && this.#pending.length === 0) return bytes.subarray(from, next);
    this.#pending.append(bytes.subarray(from, next));
    return isComplete ? this.#pending.take() : undefined;
  }

  #readData(bytes: Uint8Array, from: number): ChunkedRead {
    const next = Math.min(bytes.length, from + this.#remainingBytes);
    this.#remainingBytes -= next - from;
    if (this.#remainingBytes === 0) this.#phase = 'data-end';
    return { next, piece: { what: 'data', bytes: bytes.subarray(from, next) } };
  }

  #readDataEnd(bytes: Uint8Array, from: number): ChunkedRead {
    const expected = this.#pending.length === 0 ? CR : LF;
    if (expected === CR && bytes[from] === CR && bytes[from + 1] === LF) {
      this.#phase = 'size-line';
      return { next: from + 2, piece: { what: 'chunk-end', bytes: bytes.subarray(from, from + 2) } };
    }
    if (bytes[from] !== expected) return { next: from, problem: 'the data of a chunk is not followed by CRLF' };
    this.#pending.append(bytes.subarray(from, from + 1));
    if (expected === CR) return { next: from + 1 };
    this.#phase = 'size-line';
    return { next: from + 1, piece: { what: 'chunk-end', bytes: this.#pending.take() } };
  }

  #readTrailers(bytes: Uint8Array, from: number): ChunkedRead {
    const end = this.#trailerScanner.scan(bytes, from);
    const next = end === -1 ? bytes.length : end;
    if (this.#pending.length + next - from > MAX_TRAILERS_BYTES) {
      return { next: from, problem: 'a trailer section is too long' };
    }
    const trailers = this.#pieceUpTo(next, end !== -1, bytes, from);
    if (trailers === undefined) return { next };
    this.#phase = 'done';
    return { next, piece: { what: 'trailers', bytes: trailers } };
  }
}

function isHexDigit(byte: number | undefined): boolean {
  return byte !== undefined && /^[0-9A-Fa-f]$/.test(String.fromCharCode(byte));
}
