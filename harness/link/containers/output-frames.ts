/** A piece of what a container without a terminal has written. */
export interface OutputFrame {
  readonly stream: 'stdout' | 'stderr';
  readonly bytes: Buffer;
}

const HEAD_BYTES = 8;
const LENGTH_AT = 4;
const STDERR = 2;

/**
 * Takes the output of a container apart. The engine puts a head of eight bytes before each piece of it: the first one is
 * the number of the stream, the last four are the length.
 */
export class OutputFrames {
  #rest = Buffer.alloc(0);

  /** The pieces that are complete with this chunk. */
  push(chunk: Buffer): OutputFrame[] {
    const frames: OutputFrame[] = [];
    let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    while (bytes.length >= HEAD_BYTES) {
      const end = HEAD_BYTES + bytes.readUInt32BE(LENGTH_AT);
      if (bytes.length < end) break;
      frames.push({ stream: bytes[0] === STDERR ? 'stderr' : 'stdout', bytes: bytes.subarray(HEAD_BYTES, end) });
      bytes = bytes.subarray(end);
    }
    this.#rest = Buffer.from(bytes);
    return frames;
  }
}
