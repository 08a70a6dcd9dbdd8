import type { CleanEndSpec } from '../../../faults/clean-end.js';
import type { InjectorFactory } from '../injector.js';
import { isResponseMoment } from '../trigger.js';
import { createStrikeInjector } from './common.js';

export const injectCleanEnd: InjectorFactory<CleanEndSpec> = (spec, context) => {
  if (!isResponseMoment(spec.at)) throw new Error('a clean end needs a moment from the response head on');
  const injector = createStrikeInjector({
    on: spec.on,
    at: spec.at,
    strike: (exchange, where) => {
      exchange.endCleanly(() => context.fired(where, exchange));
    },
    strikeConnection: () => undefined,
  });
  return {
    ...injector,
    attach: (exchange) => {
      // How long the body will be is not known when its head goes out.
      exchange.reframe();
      injector.attach?.(exchange);
    },
  };
};
