import type { RequestHead, ResponseHead } from './http-head.js';

/**
 * A piece of an HTTP/1.1 byte stream. The bytes of all units of a stream (`rest` for a problem), joined in order, are
 * the stream. `offset` counts bytes of the stream: the first byte of the unit, and for `end` and for a problem
 * without bytes the position where it was found.
 */
export type HttpUnit =
  | {
      /** The head of a message up to and with its blank line; blank lines in front of it are part of `bytes`. */
      kind: 'head';
      bytes: Uint8Array;
      head: RequestHead | ResponseHead;
      offset: number;
    }
  /** A response with a 1xx status other than 101: the final response is still to come. */
  | { kind: 'informational'; bytes: Uint8Array; head: ResponseHead; offset: number }
  /** Payload bytes, as on the wire (content codings are not undone). */
  | { kind: 'data'; bytes: Uint8Array; offset: number }
  /**
   * Bytes of the chunked coding: the size line of a chunk, the CRLF after its data, the size line of the last chunk,
   * the trailer section with its blank line (often only that).
   */
  | {
      kind: 'framing';
      bytes: Uint8Array;
      offset: number;
      what: 'chunk-head' | 'chunk-end' | 'last-chunk' | 'trailers';
    }
  /** The message is complete. */
  | { kind: 'end'; offset: number; how: 'content-length' | 'chunked' | 'close' | 'no-body' }
  /** The stream cannot be followed from here on, or it ended inside of a message. All later bytes are problems too. */
  | { kind: 'problem'; message: string; offset: number; rest: Uint8Array };
