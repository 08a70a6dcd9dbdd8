const encoder = new TextEncoder();
// A byte order mark is content here: the callers decide what it means, so the decoder must not swallow it.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Joins byte arrays into a new one. */
export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  let sizeBytes = 0;
  for (const part of parts) sizeBytes += part.length;
  const joined = new Uint8Array(sizeBytes);
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

/** Encodes text as UTF-8. A lone surrogate becomes U+FFFD. */
export function utf8(value: string): Uint8Array {
  return encoder.encode(value);
}

/** Decodes UTF-8. Never throws: what is not UTF-8 becomes U+FFFD. A byte order mark is kept as U+FEFF. */
export function text(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/**
 * Index of the first occurrence of `needle` at or after `from`, or -1.
 * An empty needle is found at `from`, as with strings.
 */
export function indexOfBytes(haystack: Uint8Array, needle: Uint8Array, from = 0): number {
  return Buffer.from(haystack.buffer, haystack.byteOffset, haystack.byteLength).indexOf(needle, from);
}
