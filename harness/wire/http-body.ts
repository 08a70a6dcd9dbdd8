import { concatBytes, utf8 } from './bytes.js';

const CRLF = utf8('\r\n');

/** The last chunk of a chunked body with an empty trailer section (RFC 9112, section 7.1). */
export const LAST_CHUNK: Uint8Array = utf8('0\r\n\r\n');

/** One chunk of a chunked body. Empty for no bytes: a chunk of size 0 would end the body. */
export function encodeChunk(bytes: Uint8Array): Uint8Array {
  if (bytes.length === 0) return new Uint8Array(0);
  return concatBytes([utf8(`${bytes.length.toString(16)}\r\n`), bytes, CRLF]);
}

/** A complete chunked body: one chunk for each part that is not empty, then the last chunk. */
export function encodeChunked(parts: readonly Uint8Array[]): Uint8Array {
  return concatBytes([...parts.map((part) => encodeChunk(part)), LAST_CHUNK]);
}
