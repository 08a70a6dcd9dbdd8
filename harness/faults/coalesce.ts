import type { FaultDefinition, FaultSpec, Match } from './fault.js';
import { crossings, exchangeOf, provenBy } from './proof.js';

/** Times are floating point numbers; their differences are not exact. */
const CLOCK_SLACK_MS = 0.01;

/** Writes that arrive as one read. */
export interface CoalesceSpec extends FaultSpec {
  readonly kind: 'coalesce';
  /** Default: every exchange. */
  readonly on?: Match;
  readonly direction: 'to-client' | 'to-server' | 'both';
  /** From the first byte that is held to the write. */
  readonly windowMs: number;
}

/** Plans coalescing. */
export function coalesce(options: Omit<CoalesceSpec, 'kind'>): CoalesceSpec {
  return { kind: 'coalesce', ...options };
}

export const coalesceFault: FaultDefinition<CoalesceSpec> = {
  kind: 'coalesce',
  family: 'fragmentation',
  summary: 'Bytes are held for a window and written together',
  backends: ['embedded'],
  limits: {
    toxiproxy: 'holds each piece for a time of its own',
    nginx: 'holds back no part of a request for a time',
  },
  proof: 'something left the link at least the window after it arrived, or in fewer writes than it came in reads',
  observed: (view, spec) =>
    provenBy(view, spec, (firing) => {
      const exchange = exchangeOf(view, firing);
      if (exchange === undefined) return undefined;
      const { client, server } = exchange;
      if (spec.direction !== 'to-server' && client.end !== undefined && client.data.length < server.data.length) {
        return client.end.index;
      }
      return crossings(view, exchange, spec.direction).find(
        ({ arrivedAtMs, leftAtMs }) => leftAtMs - arrivedAtMs >= spec.windowMs - CLOCK_SLACK_MS,
      )?.index;
    }),
};
