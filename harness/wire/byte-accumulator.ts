const INITIAL_CAPACITY_BYTES = 256;
const KEPT_CAPACITY_BYTES = 64 * 1024;

/**
 * Collects bytes that arrive in pieces. Capacity is doubled, so that collecting n bytes costs O(n) for any division
 * into pieces, single bytes included.
 */
export class ByteAccumulator {
  #buffer = new Uint8Array(INITIAL_CAPACITY_BYTES);
  #length = 0;

  /** Bytes held now. */
  get length(): number {
    return this.#length;
  }

  /** Copies `bytes` to the end; the caller may reuse its array. */
  append(bytes: Uint8Array): void {
    const needed = this.#length + bytes.length;
    if (needed > this.#buffer.length) {
      const grown = new Uint8Array(Math.max(needed, this.#buffer.length * 2));
      grown.set(this.#buffer.subarray(0, this.#length));
      this.#buffer = grown;
    }
    this.#buffer.set(bytes, this.#length);
    this.#length = needed;
  }

  /** A view of what is held, valid until the next `append` or `take`. */
  view(): Uint8Array {
    return this.#buffer.subarray(0, this.#length);
  }

  /** Returns a copy of what is held, and empties the accumulator. */
  take(): Uint8Array {
    const taken = this.#buffer.slice(0, this.#length);
    this.#length = 0;
    // One huge line must not pin its memory for the life of a stream.
    if (this.#buffer.length > KEPT_CAPACITY_BYTES) this.#buffer = new Uint8Array(INITIAL_CAPACITY_BYTES);
    return taken;
  }
}
