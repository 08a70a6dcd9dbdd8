import type { FaultDefinition, FaultSpec, Match, Moment } from './fault.js';
import { exchangeOf, provenBy } from './proof.js';
import { limitOfMoment } from './moment-limits.js';

/** The client reads a complete response (a body with a length becomes a chunked one); the server sees a FIN. */
export interface CleanEndSpec extends FaultSpec {
  readonly kind: 'cleanEnd';
  /** Default: every exchange. */
  readonly on?: Match;
  /** A moment from the response head on. */
  readonly at: Moment;
}

/** Plans a clean end. */
export function cleanEnd(options: Omit<CleanEndSpec, 'kind'>): CleanEndSpec {
  return { kind: 'cleanEnd', ...options };
}

export const cleanEndFault: FaultDefinition<CleanEndSpec> = {
  kind: 'cleanEnd',
  family: 'clean end',
  summary: 'The response ends like a complete one, without the rest of it',
  backends: ['embedded', 'nginx'],
  limits: {
    toxiproxy: 'knows no HTTP',
    nginx: ({ at }) => limitOfMoment(at),
  },
  proof: 'the end of the response was written by the link, after the strike',
  observed: (view, spec) =>
    provenBy(view, spec, (firing) => {
      const end = exchangeOf(view, firing)?.client.end;
      return end?.ending === 'link' && end.index > firing.index ? end.index : undefined;
    }),
};
