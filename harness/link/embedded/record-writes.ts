import type { Exchange } from './exchange.js';
import type { BytePiece } from './piece.js';

/** Records what of a request one write to the server held. */
export function recordRequestWrite(
  exchange: Exchange | undefined,
  pieces: readonly BytePiece[],
  connection: string,
): void {
  for (const piece of pieces) {
    if (piece.kind === 'request-head') exchange?.requestRecord.head(piece.head, connection);
    else if (piece.kind === 'data') exchange?.requestRecord.data(piece.bytes);
  }
}

/** Records what of a response one write to the client held. */
export function recordResponseWrite(exchange: Exchange | undefined, pieces: readonly BytePiece[]): void {
  if (exchange === undefined) return;
  let payloadBytes = 0;
  for (const piece of pieces) {
    if (piece.kind === 'data') payloadBytes += piece.bytes.length;
    else if (piece.kind === 'response-head') {
      exchange.clientRecord.head(piece.head, piece.framing, piece.by);
    }
  }
  exchange.clientRecord.data(payloadBytes);
}
