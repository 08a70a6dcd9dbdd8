const LF = 0x0a;
const CR = 0x0d;

/**
 * Finds the blank line that ends a block of lines (an HTTP head, a trailer section) in bytes that arrive in pieces.
 * Lines end with LF or CRLF.
 */
export class BlankLineScanner {
  readonly #skipLeadingBlankLines: boolean;
  #lineBytes = 0;
  #lastByte = 0;
  #hasContent = false;

  /** @param options `skipLeadingBlankLines`: only a blank line after some content counts */
  constructor(options: { skipLeadingBlankLines: boolean }) {
    this.#skipLeadingBlankLines = options.skipLeadingBlankLines;
  }

  /** Whether anything but blank lines (and the CR of a possible one) was seen. */
  get hasContent(): boolean {
    return this.#hasContent || this.#lineBytes > 1 || (this.#lineBytes === 1 && this.#lastByte !== CR);
  }

  /** Scans the next piece from `from`. Returns the index after the blank line, or -1 when it is not in this piece. */
  scan(piece: Uint8Array, from: number): number {
    for (let index = from; index < piece.length; index += 1) {
      const byte = piece[index] ?? 0;
      if (byte !== LF) {
        this.#lineBytes += 1;
        this.#lastByte = byte;
        continue;
      }
      const isBlank = this.#lineBytes === 0 || (this.#lineBytes === 1 && this.#lastByte === CR);
      this.#lineBytes = 0;
      if (!isBlank) this.#hasContent = true;
      else if (this.#hasContent || !this.#skipLeadingBlankLines) return index + 1;
    }
    return -1;
  }
}
