import { BlankLineScanner } from './blank-line-scanner.js';
import { ByteAccumulator } from './byte-accumulator.js';
import { concatBytes } from './bytes.js';
import { ChunkedReader } from './chunked-reader.js';
import type { BodyFraming } from './http-framing.js';
import type { HttpUnit } from './http-unit.js';
import { WireError } from './wire-error.js';

/** Longest head that is read, in bytes, blank lines in front of it included. */
export const MAX_HEAD_BYTES = 256 * 1024;

/** A head that was read. Without `framing` neither a body nor an end follows (an informational response). */
export interface HeadRead {
  unit: HttpUnit;
  framing?: BodyFraming;
}

/** What requests and responses do differently. */
export interface HttpDialect {
  /** Whether a head can begin with these bytes. An early no keeps garbage from being held back. */
  canBegin(prefix: Uint8Array): boolean;
  /**
   * Reads a complete head that begins at `offset` of the stream.
   * @throws WireError when it, or the framing that it announces, cannot be understood
   */
  readHead(bytes: Uint8Array, offset: number): HeadRead;
}

type Body =
  { kind: 'content-length'; remainingBytes: number } | { kind: 'chunked'; reader: ChunkedReader } | { kind: 'close' };

/** The state machine under both HTTP parsers: heads, bodies and pipelined messages, without losing a byte. */
export class HttpSplitter {
  readonly #dialect: HttpDialect;
  readonly #head = new ByteAccumulator();
  #scanner = newHeadScanner();
  #body: Body | undefined;
  #brokenBy: string | undefined;
  #offset = 0;
  #units: HttpUnit[] = [];

  constructor(dialect: HttpDialect) {
    this.#dialect = dialect;
  }

  /** `idle` between messages, `body` also after a problem. */
  get state(): 'idle' | 'head' | 'body' {
    if (this.#body !== undefined || this.#brokenBy !== undefined) return 'body';
    return this.#scanner.hasContent ? 'head' : 'idle';
  }

  push(bytes: Uint8Array): HttpUnit[] {
    let index = 0;
    while (index < bytes.length) {
      if (this.#brokenBy !== undefined) {
        this.#problem(this.#brokenBy, bytes.subarray(index));
        break;
      }
      index = this.#body === undefined ? this.#readHead(bytes, index) : this.#readBody(this.#body, bytes, index);
    }
    return this.#takeUnits();
  }

  end(): HttpUnit[] {
    if (this.#brokenBy !== undefined) return [];
    const body = this.#body;
    if (body?.kind === 'close') {
      this.#finish('close');
    } else if (body?.kind === 'content-length') {
      this.#problem(
        `truncated body: ${body.remainingBytes} bytes of its Content-Length are missing`,
        new Uint8Array(0),
      );
    } else if (body?.kind === 'chunked') {
      this.#problem('truncated body: the end of its chunked coding is missing', body.reader.takePending());
    } else if (this.#head.length > 0) {
      const message = this.#scanner.hasContent ? 'truncated head' : 'blank lines that no message follows';
      this.#problem(message, this.#head.take());
    }
    this.#brokenBy = 'bytes after the end of the stream';
    return this.#takeUnits();
  }

  #takeUnits(): HttpUnit[] {
    const units = this.#units;
    this.#units = [];
    return units;
  }

  #problem(message: string, rest: Uint8Array): void {
    this.#brokenBy = message;
    this.#units.push({ kind: 'problem', message, offset: this.#offset, rest });
    this.#offset += rest.length;
  }

  #finish(how: BodyFraming['kind']): void {
    this.#body = undefined;
    this.#units.push({ kind: 'end', offset: this.#offset, how });
  }

  #readHead(bytes: Uint8Array, from: number): number {
    const end = this.#scanner.scan(bytes, from);
    const next = end === -1 ? bytes.length : end;
    const isTooLong = this.#head.length + next - from > MAX_HEAD_BYTES;
    // Most heads come in one piece, and then need not be collected.
    const whole = end !== -1 && this.#head.length === 0 ? bytes.subarray(from, next) : undefined;
    if (!isTooLong && whole === undefined) this.#head.append(bytes.subarray(from, next));
    if (isTooLong || !this.#dialect.canBegin(whole ?? this.#head.view())) {
      const message = isTooLong
        ? `a head of more than ${MAX_HEAD_BYTES} bytes`
        : 'the bytes do not begin an HTTP/1 head';
      const isCollected = !isTooLong && whole === undefined;
      this.#problem(message, concatBytes([this.#head.take(), bytes.subarray(isCollected ? next : from)]));
      return bytes.length;
    }
    if (end === -1) return next;
    const head = whole ?? this.#head.take();
    this.#scanner = newHeadScanner();
    try {
      const { unit, framing } = this.#dialect.readHead(head, this.#offset);
      this.#units.push(unit);
      this.#offset += head.length;
      if (framing !== undefined) this.#beginBody(framing);
      return next;
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      this.#problem(error.message, concatBytes([head, bytes.subarray(next)]));
      return bytes.length;
    }
  }

  #beginBody(framing: BodyFraming): void {
    if (framing.kind === 'no-body' || (framing.kind === 'content-length' && framing.sizeBytes === 0)) {
      this.#finish(framing.kind);
    } else if (framing.kind === 'content-length') {
      this.#body = { kind: 'content-length', remainingBytes: framing.sizeBytes };
    } else if (framing.kind === 'chunked') {
      this.#body = { kind: 'chunked', reader: new ChunkedReader() };
    } else {
      this.#body = { kind: 'close' };
    }
  }

  #readBody(body: Body, bytes: Uint8Array, from: number): number {
    if (body.kind === 'chunked') return this.#readChunked(body.reader, bytes, from);
    const sizeBytes = body.kind === 'close' ? bytes.length - from : Math.min(bytes.length - from, body.remainingBytes);
    this.#bytesUnit('data', bytes.subarray(from, from + sizeBytes));
    if (body.kind === 'content-length') {
      body.remainingBytes -= sizeBytes;
      if (body.remainingBytes === 0) this.#finish('content-length');
    }
    return from + sizeBytes;
  }

  #readChunked(reader: ChunkedReader, bytes: Uint8Array, from: number): number {
    const { next, piece, problem } = reader.read(bytes, from);
    if (piece !== undefined) this.#bytesUnit(piece.what, piece.bytes);
    if (problem !== undefined) {
      this.#problem(problem, concatBytes([reader.takePending(), bytes.subarray(next)]));
      return bytes.length;
    }
    if (reader.done) this.#finish('chunked');
    return next;
  }

  #bytesUnit(what: 'data' | 'chunk-head' | 'chunk-end' | 'last-chunk' | 'trailers', bytes: Uint8Array): void {
    const offset = this.#offset;
    this.#units.push(what === 'data' ? { kind: 'data', bytes, offset } : { kind: 'framing', bytes, offset, what });
    this.#offset += bytes.length;
  }
}

function newHeadScanner(): BlankLineScanner {
  return new BlankLineScanner({ skipLeadingBlankLines: true });
}
