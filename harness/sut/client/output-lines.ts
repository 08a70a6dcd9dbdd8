/** One line of output; `text` is undefined where it was longer than the limit, and nothing of it was kept but `head`. */
export interface OutputLine {
  readonly text: string | undefined;
  /** Its beginning. */
  readonly head: string;
  readonly sizeBytes: number;
}

const HEAD_BYTES = 200;
const LF = 0x0a;

/** Cuts output into lines, in memory that is bounded by the length of the longest line that is kept. */
export class OutputLines {
  readonly #limitBytes: number;
  #kept: Buffer[] = [];
  #sizeBytes = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  /** The lines that end in this chunk. */
  *push(chunk: Buffer): Generator<OutputLine> {
    let from = 0;
    for (let at = chunk.indexOf(LF); at >= 0; at = chunk.indexOf(LF, from)) {
      this.#keep(chunk.subarray(from, at));
      from = at + 1;
      yield this.#take();
    }
    this.#keep(chunk.subarray(from));
  }

  /** What came after the last line end, if anything. */
  rest(): OutputLine | undefined {
    return this.#sizeBytes === 0 ? undefined : this.#take();
  }

  #keep(part: Buffer): void {
    if (part.length === 0) return;
    const before = this.#sizeBytes;
    this.#sizeBytes += part.length;
    if (this.#sizeBytes <= this.#limitBytes) this.#kept.push(part);
    else if (before <= this.#limitBytes) this.#kept = [Buffer.concat([...this.#kept, part]).subarray(0, HEAD_BYTES)];
  }

  #take(): OutputLine {
    const sizeBytes = this.#sizeBytes;
    const kept = Buffer.concat(this.#kept);
    this.#kept = [];
    this.#sizeBytes = 0;
    const head = kept.subarray(0, HEAD_BYTES).toString('utf8');
    return {
      text: sizeBytes <= this.#limitBytes ? kept.toString('utf8').replace(/\r$/, '') : undefined,
      head,
      sizeBytes,
    };
  }
}
