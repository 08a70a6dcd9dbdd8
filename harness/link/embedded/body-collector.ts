import { TEXT_LIMIT_BYTES } from '../../history/events.js';

/** Bodies up to this size are read for messages. Larger than any that the probe tools can ask for. */
const MESSAGE_LIMIT_BYTES = 128 * 1024 * 1024;

/** Collects a body as far as it is needed: its beginning for the record, all of it where messages are looked for. */
export class BodyCollector {
  readonly #keepAll: boolean;
  #parts: Uint8Array[] = [];
  #keptBytes = 0;
  #sizeBytes = 0;

  constructor(options: { keepAll: boolean }) {
    this.#keepAll = options.keepAll;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  add(bytes: Uint8Array): void {
    this.#sizeBytes += bytes.length;
    if (this.#keptBytes >= (this.#keepAll ? MESSAGE_LIMIT_BYTES : TEXT_LIMIT_BYTES)) return;
    this.#parts.push(bytes);
    this.#keptBytes += bytes.length;
  }

  /** The beginning of the body as text, at most {@link TEXT_LIMIT_BYTES} long. */
  excerpt(): string {
    const kept = this.#joined();
    if (kept.length <= TEXT_LIMIT_BYTES) return kept.toString('utf8');
    let end = TEXT_LIMIT_BYTES;
    // A character that the limit would divide is left out: half of it would read as a breach of UTF-8.
    while (end > 0 && ((kept[end] ?? 0) & 0xc0) === 0x80) end -= 1;
    return kept.toString('utf8', 0, end);
  }

  /** The whole body as text, or undefined when it is not all there. */
  text(): string | undefined {
    return this.#keptBytes === this.#sizeBytes ? this.#joined().toString('utf8') : undefined;
  }

  /** Forgets the bytes. */
  clear(): void {
    this.#parts = [];
  }

  #joined(): Buffer {
    const [only] = this.#parts;
    if (only !== undefined && this.#parts.length === 1) return Buffer.from(only.buffer, only.byteOffset, only.length);
    const joined = Buffer.concat(this.#parts);
    this.#parts = [joined];
    return joined;
  }
}
