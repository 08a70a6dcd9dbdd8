import { LAST_CHUNK, encodeChunk } from '../../wire/http-body.js';
import type { Batch, Piece } from './piece.js';
import type { Stage, StageFactory } from './stage.js';

const CRLF_BYTES = 2;

/**
 * Puts payload into chunks of its own, one for each piece, and ends with a last chunk. The chunked coding that came
 * with the payload is dropped, trailers included. Does nothing while `isActive` says no.
 */
export function createReframeStage(isActive: () => boolean): StageFactory {
  return (next): Stage => ({
    push: (batch) => {
      next(isActive() ? reframe(batch) : batch);
    },
    heldBytes: () => 0,
    release: () => undefined,
    dispose: () => undefined,
  });
}

function reframe(batch: Batch): Batch {
  return batch.flatMap((piece): Piece[] => {
    switch (piece.kind) {
      case 'chunk-head':
      case 'framing':
        return [];
      case 'data':
        return toChunk(piece.bytes);
      case 'end':
        return [{ kind: 'framing', bytes: LAST_CHUNK }, piece];
      default:
        return [piece];
    }
  });
}

function toChunk(payload: Uint8Array): Piece[] {
  if (payload.length === 0) return [];
  const chunk = encodeChunk(payload);
  const dataEnd = chunk.length - CRLF_BYTES;
  const dataStart = dataEnd - payload.length;
  return [
    { kind: 'chunk-head', bytes: chunk.subarray(0, dataStart) },
    { kind: 'data', bytes: chunk.subarray(dataStart, dataEnd) },
    { kind: 'framing', bytes: chunk.subarray(dataEnd) },
  ];
}
