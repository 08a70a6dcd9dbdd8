import type { BlackHoleSpec } from '../../../faults/black-hole.js';
import type { Hop } from '../hop.js';
import type { InjectorFactory } from '../injector.js';
import { createStrikeInjector, directionOf, directionsOf } from './common.js';

export const injectBlackHole: InjectorFactory<BlackHoleSpec> = (spec, context) => {
  const owner = {};
  const holes = new Set<Hop>();
  const directions = directionsOf(spec.direction);
  const hold = (hop: Hop): void => {
    holes.add(hop);
    if (directions.includes('to-client')) hop.toClient.hold(owner);
    if (directions.includes('to-server')) hop.toServer.hold(owner);
  };
  const release = (hop: Hop): void => {
    hop.dialNow();
    hop.releaseClient(owner);
    hop.toServer.letGo(owner);
    hop.toClient.letGo(owner);
  };
  return createStrikeInjector({
    on: spec.on,
    at: spec.at,
    strike: (exchange, where) => {
      const pipe = directionOf(spec.at) === 'to-server' ? exchange.hop.toServer : exchange.hop.toClient;
      pipe.push([{ kind: 'mark', run: () => context.fired(where, exchange) }]);
      hold(exchange.hop);
    },
    strikeConnection: (hop, where) => {
      context.fired(where);
      if (directions.includes('to-server')) {
        hop.deferDial();
        hop.holdClient(owner);
      }
      hold(hop);
    },
    heal: () => {
      for (const hop of holes) {
        if (spec.heal === 'lossy') hop.sever('rst', 'both');
        else release(hop);
      }
      holes.clear();
    },
  });
};
