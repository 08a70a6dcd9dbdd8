import type { ResponseEndEvent } from '../../history/events.js';
import type { RequestHead, ResponseHead } from '../../wire/http-head.js';

/** How the end of a response is found; `none` where that cannot be told. */
export type Framing = ResponseEndEvent['framing'];

/**
 * What travels through one direction of a connection. `data` is payload, `chunk-head` the size line of a chunk,
 * `framing` the other bytes of the chunked coding, `raw` whatever must pass as it is (informational responses, bytes
 * that are no HTTP). `end` closes a message. A `mark` runs once everything in front of it has been written.
 */
export type Piece =
  | { readonly kind: 'request-head'; readonly bytes: Uint8Array; readonly head: RequestHead }
  | {
      readonly kind: 'response-head';
      readonly bytes: Uint8Array;
      readonly head: ResponseHead;
      readonly framing: Framing;
      readonly by: 'sut' | 'link';
    }
  | { readonly kind: 'data' | 'chunk-head' | 'framing' | 'raw'; readonly bytes: Uint8Array }
  | { readonly kind: 'end' }
  | { readonly kind: 'mark'; readonly run: () => void };

/** A piece that holds bytes. */
export type BytePiece = Extract<Piece, { readonly bytes: Uint8Array }>;

/** Pieces that arrived together; they leave in one write unless a stage divides them. */
export type Batch = readonly Piece[];

export function isBytePiece(piece: Piece): piece is BytePiece {
  return piece.kind !== 'mark' && piece.kind !== 'end';
}

/** Bytes in a batch. */
export function batchBytes(batch: Batch): number {
  let sizeBytes = 0;
  for (const piece of batch) if (isBytePiece(piece)) sizeBytes += piece.bytes.length;
  return sizeBytes;
}

/** A piece with the first bytes of a piece, and one with the others. The head that it stands for goes with the first. */
export function splitPiece(piece: BytePiece, at: number): [first: BytePiece, rest: BytePiece] {
  const kind = piece.kind === 'request-head' || piece.kind === 'response-head' ? 'raw' : piece.kind;
  return [
    { ...piece, bytes: piece.bytes.subarray(0, at) },
    { kind, bytes: piece.bytes.subarray(at) },
  ];
}
