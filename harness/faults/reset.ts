import type { FaultDefinition, FaultSpec, Match, Moment } from './fault.js';
import { endedByLink, provenBy, sidesOf } from './proof.js';

/** A RST: bytes up to the moment are delivered, none after it. */
export interface ResetSpec extends FaultSpec {
  readonly kind: 'reset';
  /** Default: every exchange. */
  readonly on?: Match;
  readonly at: Moment;
  /** Default both. */
  readonly sides?: 'client' | 'server' | 'both';
}

/** Plans a reset. */
export function reset(options: Omit<ResetSpec, 'kind'>): ResetSpec {
  return { kind: 'reset', ...options };
}

export const resetFault: FaultDefinition<ResetSpec> = {
  kind: 'reset',
  family: 'reset',
  summary: 'The connection is reset at a place in the byte stream',
  backends: ['embedded'],
  limits: {
    toxiproxy: 'ends a connection on which data flows with FIN',
    nginx: 'never sends an RST, and passes none on',
  },
  proof: 'a RST from the link on each side that was asked for, after the strike',
  observed: (view, spec) =>
    provenBy(view, spec, (firing) => {
      // At connect there is no upstream connection yet.
      const sides = spec.at === 'connect' ? 'client' : (spec.sides ?? 'both');
      return endedByLink(view, firing, 'rst', sidesOf(sides));
    }),
};
