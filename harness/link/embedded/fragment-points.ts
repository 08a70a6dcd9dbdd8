import type { FragmentSpec } from '../../faults/fragment.js';
import { isBytePiece, splitPiece, type Batch, type BytePiece, type Piece } from './piece.js';

/** Where pieces are divided. */
export interface FragmentPlan {
  readonly at: NonNullable<FragmentSpec['at']>;
  readonly sizeBytes: number;
}

const LF = 0x0a;
const CR = 0x0d;
const FIRST_LEAD_BYTE = 0xc2;

/** Divides a batch into the batches that are to be written one by one. Marks and ends stay where they are. */
export function divideBatch(batch: Batch, plan: FragmentPlan): Batch[] {
  const batches: Batch[] = [];
  let group: Piece[] = [];
  let groupBytes = 0;
  const close = (): void => {
    if (group.length > 0) batches.push(group);
    group = [];
    groupBytes = 0;
  };
  for (const piece of batch) {
    if (!isBytePiece(piece)) {
      group.push(piece);
      continue;
    }
    let rest: BytePiece = piece;
    for (let at = cutIn(rest, plan, groupBytes); at !== undefined; at = cutIn(rest, plan, groupBytes)) {
      if (at > 0) {
        const [first, others] = splitPiece(rest, at);
        group.push(first);
        rest = others;
      }
      close();
    }
    group.push(rest);
    groupBytes += rest.bytes.length;
  }
  close();
  return batches;
}

/** Offset in the piece at which the next write begins, given the bytes that this write already holds. */
function cutIn(piece: BytePiece, plan: FragmentPlan, groupBytes: number): number | undefined {
  const { bytes } = piece;
  switch (plan.at) {
    case 'everywhere':
      return groupBytes + bytes.length > plan.sizeBytes ? plan.sizeBytes - groupBytes : undefined;
    case 'chunk-heads':
      return piece.kind === 'chunk-head' && bytes.length > 1 ? 1 : undefined;
    case 'characters': {
      const lead = piece.kind === 'data' ? bytes.findIndex((byte) => byte >= FIRST_LEAD_BYTE) : -1;
      return lead === -1 || lead + 1 === bytes.length ? undefined : lead + 1;
    }
    case 'line-ends': {
      if (piece.kind !== 'data') return undefined;
      const at = bytes.findIndex((byte, index) => index + groupBytes > 0 && (byte === CR || byte === LF));
      return at === -1 ? undefined : at;
    }
  }
}
