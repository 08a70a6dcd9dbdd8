import { isBytePiece, type Batch, type BytePiece } from './piece.js';

/** Where a batch goes. */
export interface BatchWriter {
  /** One write: the pieces and their bytes, joined. */
  write(bytes: Uint8Array, pieces: readonly BytePiece[]): void;
  /** A message is complete. */
  end(): void;
}

/** Writes what a batch holds in as few writes as its marks allow, and runs the marks. */
export function writeBatch(batch: Batch, writer: BatchWriter): void {
  let group: BytePiece[] = [];
  const flush = (): void => {
    if (group.length === 0) return;
    const pieces = group;
    group = [];
    writer.write(join(pieces), pieces);
  };
  for (const piece of batch) {
    if (isBytePiece(piece)) {
      group.push(piece);
      continue;
    }
    flush();
    if (piece.kind === 'mark') piece.run();
    else writer.end();
  }
  flush();
}

function join(pieces: readonly BytePiece[]): Uint8Array {
  const [first] = pieces;
  if (first !== undefined && pieces.length === 1) return first.bytes;
  return Buffer.concat(pieces.map(({ bytes }) => bytes));
}
