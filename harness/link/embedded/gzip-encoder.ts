import { constants, crc32, deflateRawSync } from 'node:zlib';
import { concatBytes } from '../../wire/bytes.js';

/** Magic number, method deflate, no flags, no time, no extra flags, unknown system (RFC 1952, section 2.3). */
const HEADER = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255);
const SIZE_MODULUS = 2 ** 32;

/**
 * Compresses a body piece by piece. Each piece is flushed, so that a reader can decode it at once, and the result of a
 * call is there when it returns, which the streams of node:zlib do not offer.
 */
export class GzipEncoder {
  #checksum = 0;
  #sizeBytes = 0;
  #headerSent = false;

  /** The compressed form of the next bytes. */
  add(bytes: Uint8Array): Uint8Array {
    this.#checksum = crc32(bytes, this.#checksum);
    this.#sizeBytes = (this.#sizeBytes + bytes.length) % SIZE_MODULUS;
    // Ended by a sync flush, the blocks are not final and end at a byte boundary: they can be put one after the other.
    return concatBytes([this.#header(), deflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH })]);
  }

  /** What closes the compressed body. */
  end(): Uint8Array {
    const trailer = Buffer.alloc(8);
    trailer.writeUInt32LE(this.#checksum, 0);
    trailer.writeUInt32LE(this.#sizeBytes, 4);
    return concatBytes([this.#header(), deflateRawSync(new Uint8Array(0)), trailer]);
  }

  #header(): Uint8Array {
    if (this.#headerSent) return new Uint8Array(0);
    this.#headerSent = true;
    return HEADER;
  }
}
