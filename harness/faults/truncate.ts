import type { FaultDefinition, FaultSpec, Match, Moment } from './fault.js';
import { endedByLink, provenBy, sidesOf } from './proof.js';
import { limitOfMoment, limitOfSides } from './moment-limits.js';

/** A FIN without the rest of the message: no last chunk, too few bytes for the length. */
export interface TruncateSpec extends FaultSpec {
  readonly kind: 'truncate';
  /** Default: every exchange. */
  readonly on?: Match;
  readonly at: Moment;
  /** Default both. */
  readonly sides?: 'client' | 'server' | 'both';
}

/** Plans a truncation. */
export function truncate(options: Omit<TruncateSpec, 'kind'>): TruncateSpec {
  return { kind: 'truncate', ...options };
}

export const truncateFault: FaultDefinition<TruncateSpec> = {
  kind: 'truncate',
  family: 'truncation',
  summary: 'The connection is closed with FIN at a place in the byte stream, without the rest',
  backends: ['embedded', 'toxiproxy', 'nginx'],
  limits: {
    toxiproxy: ({ at, sides }) => limitOfSides(sides) ?? limitOfMoment(at),
    nginx: ({ at, sides }) =>
      limitOfSides(sides) ??
      (at === 'request-head' ? 'dials the server when the head of a request has come' : limitOfMoment(at)),
  },
  proof: 'a FIN from the link on each side that was asked for, after the strike',
  observed: (view, spec) =>
    provenBy(view, spec, (firing) => {
      // At connect there is no upstream connection yet.
      const sides = spec.at === 'connect' ? 'client' : (spec.sides ?? 'both');
      return endedByLink(view, firing, 'fin', sidesOf(sides));
    }),
};
