import type { KillSpec } from '../../../faults/kill.js';
import type { PauseSpec } from '../../../faults/pause.js';
import type { SutControl } from '../../sut-control.js';
import type { Exchange } from '../exchange.js';
import type { Injector, InjectorContext, InjectorFactory } from '../injector.js';
import { directionOf } from './common.js';

export const injectPause: InjectorFactory<PauseSpec> = (spec, context) =>
  createOutage(spec, context, { begin: (sut) => sut.pause(), isSeenAtOnce: false });

export const injectKill: InjectorFactory<KillSpec> = (spec, context) =>
  createOutage(spec, context, { begin: (sut) => sut.kill(), isSeenAtOnce: true });

interface Outage {
  readonly begin: (sut: SutControl) => Promise<void>;
  /** Whether the server shows that it goes away while it is being done, so that the strike comes before it. */
  readonly isSeenAtOnce: boolean;
}

/**
 * Does something to the server, once, whatever exchanges it is on: there is one server. What comes after the moment in its
 * direction waits until it is done, so that the server has all that came before and nothing that came after.
 */
function createOutage({ on, at }: PauseSpec | KillSpec, context: InjectorContext, outage: Outage): Injector {
  const { sut } = context.link;
  if (sut === undefined) throw new Error('the harness does not hold the server, and can do nothing to it');
  if (at === 'connect') throw new Error('the server is reached when a request has come: nothing can strike at connect');
  let isClaimed = false;
  let begun: Promise<void> | undefined;
  const begin = async (where: string, exchange: Exchange): Promise<void> => {
    try {
      if (outage.isSeenAtOnce) context.fired(where, exchange);
      await outage.begin(sut);
      if (!outage.isSeenAtOnce) context.fired(where, exchange);
    } catch (error) {
      context.failed(error, exchange.hop);
    }
  };
  const strike = (exchange: Exchange, where: string): void => {
    if (isClaimed) return;
    isClaimed = true;
    const { hop } = exchange;
    const owner = {};
    const pipe = directionOf(at) === 'to-server' ? hop.toServer : hop.toClient;
    const run = (): void => {
      begun = begin(where, exchange).finally(() => pipe.letGo(owner));
    };
    pipe.push([{ kind: 'mark', run }]);
    pipe.hold(owner);
  };
  return {
    on: on ?? {},
    attach: (exchange) => exchange.at(at, (where) => strike(exchange, where)),
    async heal() {
      isClaimed = true;
      await begun;
      await sut.restore();
    },
  };
}
