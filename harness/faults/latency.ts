import type { FaultDefinition, FaultSpec, Match } from './fault.js';
import { crossings, exchangeOf, provenBy } from './proof.js';

/** Times are floating point numbers; their differences are not exact. */
const CLOCK_SLACK_MS = 0.01;

/** A long way. */
export interface LatencySpec extends FaultSpec {
  readonly kind: 'latency';
  /** Default: every exchange. */
  readonly on?: Match;
  readonly direction: 'to-client' | 'to-server' | 'both';
  readonly delayMs: number;
  /** The delay of each piece lies within this distance of `delayMs`, chosen by the seed. */
  readonly jitterMs: number;
}

/** Plans latency. */
export function latency(options: Omit<LatencySpec, 'kind'>): LatencySpec {
  return { kind: 'latency', ...options };
}

export const latencyFault: FaultDefinition<LatencySpec> = {
  kind: 'latency',
  family: 'timing',
  summary: 'Each piece is held for a delay, in order',
  backends: ['embedded', 'toxiproxy'],
  limits: {
    nginx: 'holds nothing for a time',
  },
  proof: 'something left the link at least the delay (less the jitter) after it arrived',
  observed: (view, spec) =>
    provenBy(view, spec, (firing) => {
      const exchange = exchangeOf(view, firing);
      const leastMs = Math.max(0, spec.delayMs - spec.jitterMs) - CLOCK_SLACK_MS;
      return (exchange === undefined ? [] : crossings(view, exchange, spec.direction)).find(
        ({ arrivedAtMs, leftAtMs }) => leftAtMs - arrivedAtMs >= leastMs,
      )?.index;
    }),
};
