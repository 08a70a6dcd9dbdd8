import type { SlowReaderSpec } from '../../../faults/slow-reader.js';
import type { Hop } from '../hop.js';
import type { InjectorFactory } from '../injector.js';
import { createStrikeInjector, requireAtLeast } from './common.js';

export const injectSlowReader: InjectorFactory<SlowReaderSpec> = (spec, { fired }) => {
  const { on, afterBytes } = spec;
  requireAtLeast(0, { afterBytes });
  const owner = {};
  const held = new Set<Hop>();
  return createStrikeInjector({
    on,
    at: { bodyBytes: afterBytes },
    strike: (exchange, where) => {
      const { hop } = exchange;
      hop.toClient.push([{ kind: 'mark', run: () => fired(where, exchange) }]);
      hop.toClient.hold(owner);
      hop.holdServer(owner);
      held.add(hop);
    },
    strikeConnection: () => undefined,
    heal: () => {
      for (const hop of held) {
        hop.toClient.letGo(owner);
        hop.releaseServer(owner);
      }
      held.clear();
    },
  });
};
