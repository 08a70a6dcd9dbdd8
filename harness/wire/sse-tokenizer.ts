import { text } from './bytes.js';
import { SseLineSplitter } from './sse-line-splitter.js';
import type { SseEvent, SseLineEnding, SseProblemCode, SseToken } from './sse-token.js';
import { indexOfInvalidUtf8, isUtf8Prefix } from './utf8-validity.js';

export type { SseEvent, SseLineEnding, SseProblem, SseProblemCode, SseToken } from './sse-token.js';

export interface SseTokenizerOptions {
  /** `strict` (default) also reports problems; `lenient` reports events and comments alone. Events are the same. */
  mode?: 'strict' | 'lenient';
}

interface OpenBlock {
  startOffset: number;
  dataLines: string[];
  id?: string;
  event?: string;
  retryMs?: number;
  rawRetry?: string;
}

const COLON = ':';
const ASCII_DIGITS = /^[0-9]+$/;

/**
 * Incremental parser of `text/event-stream` bodies by the rules of WHATWG HTML, section 9.2 "Server-sent events".
 *
 * The tokens do not depend on how the body is divided into pushes, and a block is reported by the push that holds the
 * first byte of its blank line's ending. Time is linear in the size of the body, for single-byte pushes and for very
 * long lines too.
 */
export class SseTokenizer {
  readonly #strict: boolean;
  readonly #lines: SseLineSplitter;
  #tokens: SseToken[] = [];
  #block: OpenBlock | undefined;
  #firstEnding: SseLineEnding | undefined;
  #mixedReported = false;
  #ended = false;
  #reconnectionTimeMs: number | undefined;

  constructor(options: SseTokenizerOptions = {}) {
    this.#strict = options.mode !== 'lenient';
    this.#lines = new SseLineSplitter({
      line: (bytes, startOffset, endOffset) => this.#line(bytes, startOffset, endOffset),
      ending: (kind, offset) => this.#ending(kind, offset),
    });
  }

  /** Body bytes pushed so far. */
  get offset(): number {
    return this.#lines.offset;
  }

  /**
   * The reconnection time that the stream has set so far, in milliseconds. A retry line counts as soon as it is
   * complete, even in a block that is never closed: that is how user agents process it.
   */
  get reconnectionTimeMs(): number | undefined {
    return this.#reconnectionTimeMs;
  }

  /**
   * Parses the next bytes of the body and returns what they complete.
   * @throws Error after {@link SseTokenizer.end}
   */
  push(bytes: Uint8Array): SseToken[] {
    if (this.#ended) throw new Error('an event stream was pushed to after its end');
    this.#lines.push(bytes);
    return this.#takeTokens();
  }

  /** End of the body. A block without its blank line is discarded; strict mode reports it as a problem. */
  end(): SseToken[] {
    if (this.#ended) return [];
    this.#ended = true;
    const partial = this.#lines.takePartial();
    // A character that is cut by the end of the body says how the body ended, not what its sender can write.
    if (!isUtf8Prefix(partial.bytes)) this.#checkUtf8(partial.bytes, partial.startOffset);
    const line = this.#decodeLine(partial.bytes, partial.startOffset);
    const startOffset = this.#block?.startOffset ?? line.startOffset;
    const isBegunField = line.text !== '' && !line.text.startsWith(COLON);
    if (this.#block !== undefined || isBegunField) {
      this.#problem(
        'unterminated-event',
        'the body ends before the blank line that closes its last event',
        startOffset,
      );
    }
    this.#block = undefined;
    return this.#takeTokens();
  }

  #takeTokens(): SseToken[] {
    const tokens = this.#tokens;
    this.#tokens = [];
    return tokens;
  }

  #problem(code: SseProblemCode, message: string, offset: number): void {
    if (this.#strict) this.#tokens.push({ kind: 'problem', code, message, offset });
  }

  #ending(kind: SseLineEnding, offset: number): void {
    this.#firstEnding ??= kind;
    if (kind === this.#firstEnding || this.#mixedReported) return;
    this.#mixedReported = true;
    const message = `a line ends with ${kind.toUpperCase()}, earlier ones with ${this.#firstEnding.toUpperCase()}`;
    this.#problem('mixed-line-endings', message, offset);
  }

  #checkUtf8(bytes: Uint8Array, startOffset: number): void {
    if (!this.#strict) return;
    const invalidAt = indexOfInvalidUtf8(bytes);
    if (invalidAt !== -1) this.#problem('invalid-utf8', 'a line is not valid UTF-8', startOffset + invalidAt);
  }

  #decodeLine(bytes: Uint8Array, startOffset: number): { text: string; startOffset: number } {
    const hasBom = startOffset === 0 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
    if (!hasBom) return { text: text(bytes), startOffset };
    this.#problem('bom', 'the body begins with a byte order mark', 0);
    return { text: text(bytes.subarray(3)), startOffset: 3 };
  }

  #line(bytes: Uint8Array, lineStart: number, endOffset: number): void {
    this.#checkUtf8(bytes, lineStart);
    const { text: line, startOffset } = this.#decodeLine(bytes, lineStart);
    if (line === '') {
      this.#closeBlock(endOffset);
    } else if (line.startsWith(COLON)) {
      this.#tokens.push({ kind: 'comment', text: valueAfterColon(line, 0), startOffset, endOffset });
    } else {
      this.#block ??= { startOffset, dataLines: [] };
      const colonAt = line.indexOf(COLON);
      const name = colonAt === -1 ? line : line.slice(0, colonAt);
      this.#field(this.#block, name, colonAt === -1 ? '' : valueAfterColon(line, colonAt), startOffset);
    }
  }

  #field(block: OpenBlock, name: string, value: string, offset: number): void {
    switch (name) {
      case 'data':
        block.dataLines.push(value);
        return;
      case 'event':
        block.event = value;
        return;
      case 'id':
        if (value.includes('\0')) this.#problem('nul-in-id', 'an id holds NUL, so parsers ignore it', offset);
        else block.id = value;
        return;
      case 'retry':
        if (ASCII_DIGITS.test(value)) {
          block.retryMs = Math.min(Number(value), Number.MAX_SAFE_INTEGER);
          this.#reconnectionTimeMs = block.retryMs;
        } else {
          block.rawRetry = value;
          this.#problem('bad-retry', `retry is not all digits: ${excerpt(value)}`, offset);
        }
        return;
      default:
        this.#problem('unknown-field', `no such field in an event stream: ${excerpt(name)}`, offset);
    }
  }

  #closeBlock(endOffset: number): void {
    const block = this.#block;
    if (block === undefined) return;
    this.#block = undefined;
    const { dataLines, startOffset, ...fields } = block;
    const dispatched = dataLines.length > 0;
    const event: SseEvent = {
      kind: 'event',
      dispatched,
      ...fields,
      data: dataLines.join('\n'),
      startOffset,
      endOffset,
    };
    this.#tokens.push(event);
  }
}

function valueAfterColon(line: string, colonAt: number): string {
  return line.slice(line[colonAt + 1] === ' ' ? colonAt + 2 : colonAt + 1);
}

function excerpt(value: string): string {
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}...` : value);
}
