const INITIAL_CAPACITY_BYTES = 256;
const KEPT_CAPACITY_BYTES = 64 * 1024;
/** Beyond this, bytes are added in blocks of this size: doubling would hold three times what it collects. */
const BLOCK_BYTES = 1024 * 1024;
const NOTHING = new Uint8Array(0);

/**
 * Collects bytes that arrive in pieces. Collecting n bytes costs O(n) for any division into pieces, single bytes
 * included, and holds little more than n bytes.
 */
export class ByteAccumulator {
  #blocks: Uint8Array[] = [];
  #blocksLength = 0;
  #buffer = NOTHING;
  #length = 0;

  /** Bytes held now. */
  get length(): number {
    return this.#blocksLength + this.#length;
  }

  /** Copies `bytes` to the end; the caller may reuse its array. */
  append(bytes: Uint8Array): void {
    const needed = this.#length + bytes.length;
    if (needed > this.#buffer.length) this.#makeRoom(needed, bytes.length);
    this.#buffer.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** A view of what is held, valid until the next `append` or `take`. */
  view(): Uint8Array {
    if (this.#blocks.length > 0) {
      this.#buffer = this.#joined();
      this.#length = this.#buffer.length;
      this.#blocks = [];
      this.#blocksLength = 0;
    }
    return this.#buffer.subarray(0, this.#length);
  }

  /** Returns what is held, and empties the accumulator. */
  take(): Uint8Array {
    const view = this.view();
    this.#length = 0;
    if (this.#buffer.length <= KEPT_CAPACITY_BYTES) return view.slice();
    // One huge line must not pin its memory for the life of a stream, nor be held twice.
    this.#buffer = NOTHING;
    return view;
  }

  #makeRoom(neededBytes: number, addedBytes: number): void {
    if (neededBytes > BLOCK_BYTES) {
      if (this.#length > 0) this.#blocks.push(this.#buffer.subarray(0, this.#length));
      this.#blocksLength += this.#length;
      this.#length = 0;
      this.#buffer = new Uint8Array(Math.max(addedBytes, BLOCK_BYTES));
      return;
    }
    const capacity = Math.min(BLOCK_BYTES, Math.max(neededBytes, this.#buffer.length * 2, INITIAL_CAPACITY_BYTES));
    const grown = new Uint8Array(capacity);
    grown.set(this.#buffer.subarray(0, this.#length));
    this.#buffer = grown;
  }

  #joined(): Uint8Array<ArrayBuffer> {
    const joined = new Uint8Array(this.length);
    let offset = 0;
    for (const block of [...this.#blocks, this.#buffer.subarray(0, this.#length)]) {
      joined.set(block, offset);
      offset += block.length;
    }
    return joined;
  }
}
