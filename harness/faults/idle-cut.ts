import type { FaultDefinition, FaultSpec, Match } from './fault.js';
import { endedByLink, provenBy } from './proof.js';

/** What a load balancer or proxy does to a silent exchange. */
export interface IdleCutSpec extends FaultSpec {
  readonly kind: 'idleCut';
  /** Default: every exchange. */
  readonly on?: Match;
  /** Silence in either direction of the exchange after which it is cut; each forwarded byte starts it anew. */
  readonly silenceMs: number;
  readonly ending: 'fin' | 'rst';
  /** When silence counts: until the response head was forwarded, from then on, or always. */
  readonly phase: 'before-head' | 'after-head' | 'any';
}

/** Plans a cut after silence. */
export function idleCut(options: Omit<IdleCutSpec, 'kind'>): IdleCutSpec {
  return { kind: 'idleCut', ...options };
}

export const idleCutFault: FaultDefinition<IdleCutSpec> = {
  kind: 'idleCut',
  family: 'idle timeout',
  summary: 'Both sides are cut once nothing was forwarded in either direction for a time',
  backends: ['embedded', 'nginx'],
  limits: {
    toxiproxy: 'has no idle timeout: its toxic of that name drops what passes',
    nginx: ({ ending, phase }) => {
      if (ending === 'rst') return 'ends with FIN and never with RST';
      return phase === 'after-head' ? undefined : 'answers 504 before the response head instead of cutting';
    },
  },
  proof: 'both connections are ended by the link after the strike',
  observed: (view, spec) =>
    provenBy(view, spec, (firing) => endedByLink(view, firing, spec.ending, ['client', 'server'])),
};
