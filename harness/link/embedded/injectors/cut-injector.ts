import type { Match, Moment } from '../../../faults/fault.js';
import type { Ending, Sides } from '../hop.js';
import type { Injector, InjectorContext } from '../injector.js';
import { createStrikeInjector, directionOf } from './common.js';

interface CutSpec {
  readonly on?: Match;
  readonly at: Moment;
  readonly sides?: Sides;
}

/** Ends the connection at a moment: what came before it is delivered, nothing after it. */
export function createCutInjector(spec: CutSpec, how: Ending, context: InjectorContext): Injector {
  const sides = spec.sides ?? 'both';
  return createStrikeInjector({
    on: spec.on,
    at: spec.at,
    strike: (exchange, where) => {
      exchange.cutAfter(directionOf(spec.at), how, sides, () => context.fired(where, exchange));
    },
    strikeConnection: (hop, where) => {
      context.fired(where);
      hop.sever(how, 'both');
    },
  });
}
