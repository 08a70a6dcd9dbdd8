import type { FaultDefinition, FaultSpec, Match, Moment } from './fault.js';
import { limitOfMoment } from './moment-limits.js';
import { leftByServer } from './outage-proof.js';
import { HOLDS_NO_SERVER } from './server-limits.js';

/** Every process of the server is killed. A heal starts it again, with nothing that it held in memory. */
export interface KillSpec extends FaultSpec {
  readonly kind: 'kill';
  /** Which exchange brings it about; default: the first. */
  readonly on?: Match;
  readonly at: Moment;
}

/** Plans a kill. */
export function kill(options: Omit<KillSpec, 'kind'>): KillSpec {
  return { kind: 'kill', ...options };
}

export const killFault: FaultDefinition<KillSpec> = {
  kind: 'kill',
  family: 'outage',
  summary: 'The server is killed',
  backends: ['process', 'containers'],
  limits: {
    embedded: HOLDS_NO_SERVER,
    process: ({ at }) => (at === 'connect' ? 'is struck at a moment of a request' : undefined),
    toxiproxy: 'acts on connections and not on a server',
    nginx: 'acts on connections and not on a server',
    containers: ({ at }) => limitOfMoment(at),
  },
  proof: 'after the strike the server ended a connection or accepted none',
  observed: leftByServer,
};
