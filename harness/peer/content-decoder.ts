import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { BrotliDecompress, Gunzip, Inflate } from 'node:zlib';

/** Undoes the content coding of a response, piece by piece, in order. */
export interface ContentDecoder {
  push(bytes: Uint8Array): void;
  /** Calls `done` after everything that can be decoded was handed on; with the reason when the coding is broken. */
  end(done: (problem?: string) => void): void;
  /** Drops what is not decoded yet. */
  discard(): void;
}

function createStream(coding: string): Gunzip | Inflate | BrotliDecompress | undefined {
  if (coding === 'gzip' || coding === 'x-gzip') return createGunzip();
  if (coding === 'deflate') return createInflate();
  if (coding === 'br') return createBrotliDecompress();
  return undefined;
}

/**
 * A decoder for a `Content-Encoding` as a server sends it (RFC 9110, section 8.4.1). What has no coding, or one that
 * is not known here, is handed on as it is, at once. `onBytes` gets the decoded bytes.
 */
export function createContentDecoder(
  contentEncoding: string | undefined,
  onBytes: (bytes: Uint8Array) => void,
): ContentDecoder {
  const stream = createStream((contentEncoding ?? '').trim().toLowerCase());
  if (stream === undefined) return { push: onBytes, end: (done) => done(), discard: () => undefined };
  let problem: string | undefined;
  let ended: ((problem?: string) => void) | undefined;
  const settle = (): void => {
    ended?.(problem);
    ended = undefined;
  };
  stream.on('data', (bytes: Buffer) => onBytes(bytes));
  stream.on('error', (error) => {
    problem = error.message;
    settle();
  });
  stream.on('end', settle);
  return {
    push: (bytes) => {
      if (problem === undefined) stream.write(bytes);
    },
    end(done) {
      ended = done;
      if (problem === undefined) stream.end();
      else settle();
    },
    discard() {
      ended = undefined;
      stream.destroy();
    },
  };
}
