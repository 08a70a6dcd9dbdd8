import type { FaultDefinition, FaultSpec, Match } from './fault.js';
import { exchangeOf, provenBy } from './proof.js';

/** Times are floating point numbers; their differences are not exact. */
const CLOCK_SLACK_MS = 0.01;

/** A client on a bad line, or one that means harm. */
export interface SlowWriterSpec extends FaultSpec {
  readonly kind: 'slowWriter';
  /** Default: every exchange. */
  readonly on?: Match;
  readonly pieceBytes: number;
  readonly intervalMs: number;
}

/** Plans a slow writer. */
export function slowWriter(options: Omit<SlowWriterSpec, 'kind'>): SlowWriterSpec {
  return { kind: 'slowWriter', ...options };
}

export const slowWriterFault: FaultDefinition<SlowWriterSpec> = {
  kind: 'slowWriter',
  family: 'slow peer',
  summary: 'The body of the request reaches the server in small pieces over time',
  backends: ['embedded'],
  limits: {
    toxiproxy: 'stands in front of a recorder that reads heads whole',
    nginx: 'stands in front of a recorder that reads heads whole',
  },
  proof: 'the body of the request took at least one interval',
  observed: (view, spec) =>
    provenBy(view, spec, (firing) => {
      const exchange = exchangeOf(view, firing);
      if (exchange?.requestBody === undefined || exchange.request === undefined) return undefined;
      const tookMs = exchange.requestBody.t - exchange.request.t;
      return tookMs >= spec.intervalMs - CLOCK_SLACK_MS ? exchange.requestBody.index : undefined;
    }),
};
