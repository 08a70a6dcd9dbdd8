import type { FaultDefinition, FaultSpec, Match, Moment } from './fault.js';
import { limitOfMoment } from './moment-limits.js';
import { silentUntilHealed } from './outage-proof.js';
import { HOLDS_NO_SERVER } from './server-limits.js';

/**
 * Every process of the server is stopped where it is: connections stand and are accepted, and nobody answers. A heal goes
 * on.
 */
export interface PauseSpec extends FaultSpec {
  readonly kind: 'pause';
  /** Which exchange brings it about; default: the first. */
  readonly on?: Match;
  readonly at: Moment;
}

/** Plans a pause. */
export function pause(options: Omit<PauseSpec, 'kind'>): PauseSpec {
  return { kind: 'pause', ...options };
}

export const pauseFault: FaultDefinition<PauseSpec> = {
  kind: 'pause',
  family: 'outage',
  summary: 'The server is stopped where it is, and its connections stand',
  backends: ['process', 'containers'],
  limits: {
    embedded: HOLDS_NO_SERVER,
    process: ({ at }) => (at === 'connect' ? 'is struck at a moment of a request' : undefined),
    toxiproxy: 'acts on connections and not on a server',
    nginx: 'acts on connections and not on a server',
    containers: ({ at }) => limitOfMoment(at),
  },
  proof: 'after the strike a request reached the server, and it answered none until it was healed',
  observed: silentUntilHealed,
};
