import type { FaultDefinition, FaultSpec, Match, Moment } from './fault.js';
import { leftByServer } from './outage-proof.js';
import { endedByLink, provenBy } from './proof.js';
import { limitOfMoment } from './moment-limits.js';

/**
 * All connections are reset and new ones refused, until the means to start the server anew (where the link has it) is
 * done and the time has passed. Strikes once, and heals by itself.
 */
export interface RestartSpec extends FaultSpec {
  readonly kind: 'restart';
  /** Default: every exchange. */
  readonly on?: Match;
  readonly at: Moment;
  /** Least time for which connections are refused. */
  readonly downMs: number;
}

/** Plans a restart. */
export function restart(options: Omit<RestartSpec, 'kind'>): RestartSpec {
  return { kind: 'restart', ...options };
}

export const restartFault: FaultDefinition<RestartSpec> = {
  kind: 'restart',
  family: 'restart',
  summary: 'The server goes away and comes back',
  backends: ['embedded', 'containers'],
  limits: {
    toxiproxy: 'ends connections with FIN',
    nginx: 'ends connections with FIN',
    containers: ({ at }) => limitOfMoment(at),
  },
  proof:
    'after the strike, a RST from the link on the side of the server, or the end of a connection by a server that is gone',
  observed: (view, spec) =>
    provenBy(view, spec, (firing) => endedByLink(view, firing, 'rst', [spec.at === 'connect' ? 'client' : 'server'])) ??
    leftByServer(view, spec),
};
