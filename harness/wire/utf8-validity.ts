import { isUtf8 } from 'node:buffer';
import { text, utf8 } from './bytes.js';

/** Index of the first byte that does not belong to a well-formed UTF-8 sequence, or -1 when all of it is UTF-8. */
export function indexOfInvalidUtf8(bytes: Uint8Array): number {
  if (isUtf8(bytes)) return -1;
  // Decoding replaces every malformed sequence by U+FFFD, so encoding again gives the same bytes up to the first one.
  const repaired = utf8(text(bytes));
  let index = 0;
  while (index < bytes.length && bytes[index] === repaired[index]) index += 1;
  // A malformed sequence can share its first bytes with the encoding of U+FFFD (EF BF BD): go back to where it began.
  while (index > 0 && isContinuation(repaired[index])) index -= 1;
  return index;
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}

/** Whether the bytes would be UTF-8 if only they went on: all of it is well formed but for a character cut at the end. */
export function isUtf8Prefix(bytes: Uint8Array): boolean {
  try {
    // With `stream`, an unfinished sequence at the end is kept for more input instead of being an error.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
