import type { IdleCutSpec } from '../../../faults/idle-cut.js';
import { callAfter } from '../delay.js';
import type { Exchange } from '../exchange.js';
import type { InjectorFactory } from '../injector.js';
import { requireAtLeast } from './common.js';

export const injectIdleCut: InjectorFactory<IdleCutSpec> = (spec, { fired }) => {
  requireAtLeast(0, { silenceMs: spec.silenceMs });
  const watches = new Set<() => void>();
  return {
    on: spec.on ?? {},
    attach: (exchange) => {
      const stop = watchSilence(exchange, spec, () => {
        const phase = exchange.clientRecord.hasHead ? 'after' : 'before';
        fired(`after ${spec.silenceMs} ms of silence, ${phase} the response head`, exchange);
        exchange.mute();
        exchange.hop.sever(spec.ending, 'both');
      });
      watches.add(stop);
      exchange.onOver(() => {
        stop();
        watches.delete(stop);
      });
    },
    heal: () => {
      for (const stop of watches) stop();
      watches.clear();
    },
  };
};

/** Calls `cut` once the exchange is silent for long enough in the phase that counts. Returns what ends the watch. */
function watchSilence(exchange: Exchange, { silenceMs, phase }: IdleCutSpec, cut: () => void): () => void {
  let cancel: (() => void) | undefined;
  let isStopped = false;
  const renew = (): void => {
    cancel?.();
    const counts = phase === 'any' || (phase === 'after-head') === exchange.clientRecord.hasHead;
    cancel = counts && !isStopped ? callAfter(silenceMs, cut) : undefined;
  };
  exchange.onForwarded(renew);
  renew();
  return () => {
    isStopped = true;
    cancel?.();
  };
}
