import type { GzipSpec } from '../../../faults/gzip.js';
import { headerValue, headerValues, setHeader } from '../../../wire/http-head.js';
import type { Exchange } from '../exchange.js';
import { GzipEncoder } from '../gzip-encoder.js';
import type { InjectorFactory } from '../injector.js';
import type { Batch, Piece } from '../piece.js';
import type { Stage, StageFactory } from '../stage.js';
import { createStageInjector } from './common.js';

/** Compressed bytes that may wait for the end of a response. */
const HELD_LIMIT_BYTES = 1024 * 1024;

export const injectGzip: InjectorFactory<GzipSpec> = (spec, { fired }) =>
  createStageInjector({
    on: spec.on,
    direction: 'to-client',
    rank: 'gzip',
    create: (exchange) => {
      let isActive = false;
      exchange.editResponseHead((head, framing) => {
        const isPlain = headerValue(head.headers, 'Content-Encoding') === undefined;
        isActive = framing.kind !== 'no-body' && isPlain && acceptsGzip(exchange);
        if (!isActive) return head;
        fired(spec.flush ? 'compressed, flushed after each piece' : 'compressed, flushed at the end', exchange);
        return { ...head, headers: setHeader(head.headers, 'Content-Encoding', 'gzip') };
      });
      exchange.reframe(() => isActive);
      return createGzipStage(() => isActive, spec.flush);
    },
  });

/** Without an Accept-Encoding every coding is welcome (RFC 9110, section 12.5.3). */
function acceptsGzip({ requestHead }: Exchange): boolean {
  const fields = headerValues(requestHead.headers, 'Accept-Encoding');
  if (fields.length === 0) return true;
  const codings = fields.join(',').toLowerCase().split(',');
  return codings.some((coding) => /^\s*(?:gzip|x-gzip|\*)\s*(?:;\s*q=(?!0(?:\.0*)?\s*$).*)?$/.test(coding));
}

function createGzipStage(isActive: () => boolean, flush: boolean): StageFactory {
  return (next): Stage => {
    const encoder = new GzipEncoder();
    let held: Piece[] = [];
    let heldBytes = 0;
    let isFlushing = flush;
    const compress = (bytes: Uint8Array): Piece[] => {
      const data: Piece = { kind: 'data', bytes };
      if (isFlushing) return [data];
      held.push(data);
      heldBytes += bytes.length;
      return heldBytes > HELD_LIMIT_BYTES ? takeHeld() : [];
    };
    const takeHeld = (): Piece[] => {
      const taken = held;
      held = [];
      heldBytes = 0;
      return taken;
    };
    const encode = (piece: Piece): Piece[] => {
      if (piece.kind === 'data') return compress(encoder.add(piece.bytes));
      if (piece.kind === 'end') return [...takeHeld(), { kind: 'data', bytes: encoder.end() }, piece];
      if (piece.kind === 'mark') return [...takeHeld(), piece];
      return [piece];
    };
    return {
      push: (batch: Batch) => {
        const encoded = isActive() ? batch.flatMap(encode) : batch;
        if (encoded.length > 0) next(encoded);
      },
      heldBytes: () => heldBytes,
      release: () => {
        isFlushing = true;
        const taken = takeHeld();
        if (taken.length > 0) next(taken);
      },
      dispose: () => {
        takeHeld();
      },
    };
  };
}
