import type { FaultDefinition, FaultSpec, Match, Moment } from './fault.js';
import { limitOfMoment } from './moment-limits.js';
import { silentUntilHealed } from './outage-proof.js';
import { HOLDS_NO_CONTAINER } from './server-limits.js';

/** The container of the server is taken off its network: what is sent to it is lost without a word. A heal connects it again, and what was lost is sent anew. */
export interface DisconnectSpec extends FaultSpec {
  readonly kind: 'disconnect';
  /** Which exchange brings it about; default: the first. */
  readonly on?: Match;
  readonly at: Moment;
}

/** Plans a disconnection. */
export function disconnect(options: Omit<DisconnectSpec, 'kind'>): DisconnectSpec {
  return { kind: 'disconnect', ...options };
}

export const disconnectFault: FaultDefinition<DisconnectSpec> = {
  kind: 'disconnect',
  family: 'outage',
  summary: 'The server is cut off from the network, and no end of a connection hears of it',
  backends: ['containers'],
  limits: {
    embedded: HOLDS_NO_CONTAINER,
    process: 'shares the network of this machine',
    toxiproxy: 'acts on connections and not on a server',
    nginx: 'acts on connections and not on a server',
    containers: ({ at }) => limitOfMoment(at),
  },
  proof: 'after the strike a request was sent to the server, and nothing came from it until it was healed',
  observed: silentUntilHealed,
};
