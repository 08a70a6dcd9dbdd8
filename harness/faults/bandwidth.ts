import type { FaultDefinition, FaultSpec, Match } from './fault.js';
import type { ExchangeView, HistoryView } from '../history/view.js';
import { clientRequest, exchangeOf, provenBy } from './proof.js';

/** A thin line. */
export interface BandwidthSpec extends FaultSpec {
  readonly kind: 'bandwidth';
  /** Default: every exchange. */
  readonly on?: Match;
  readonly direction: 'to-client' | 'to-server' | 'both';
  readonly bytesPerSecond: number;
}

/** Plans a limit of the rate. */
export function bandwidth(options: Omit<BandwidthSpec, 'kind'>): BandwidthSpec {
  return { kind: 'bandwidth', ...options };
}

export const bandwidthFault: FaultDefinition<BandwidthSpec> = {
  kind: 'bandwidth',
  family: 'timing',
  summary: 'Bytes pass no faster than a rate',
  backends: ['embedded', 'toxiproxy'],
  limits: {
    toxiproxy: ({ bytesPerSecond }) => (bytesPerSecond < 1000 ? 'counts in whole kilobytes a second' : undefined),
    nginx: 'lets the first second of a response through at once',
  },
  proof: 'a message took at least the time that its size takes at that rate',
  observed: (view, spec) =>
    provenBy(view, spec, (firing) => {
      const exchange = exchangeOf(view, firing);
      return exchange === undefined ? undefined : slowMessage(view, exchange, spec);
    }),
};

/** The rate is kept over the whole of a message, while single pieces may come a little earlier. */
const TOLERANCE = 0.9;

function slowMessage(view: HistoryView, exchange: ExchangeView, spec: BandwidthSpec): number | undefined {
  const { server, client, requestBody } = exchange;
  const last = client.data.at(-1);
  const first = server.data[0];
  if (spec.direction !== 'to-server' && first !== undefined && last !== undefined) {
    if (isSlow(last.offset + last.sizeBytes, last.t - first.t, spec)) return last.index;
  }
  const sent = clientRequest(view, exchange.label);
  if (spec.direction === 'to-client' || sent === undefined || requestBody === undefined) return undefined;
  return isSlow(requestBody.sizeBytes, requestBody.t - sent.t, spec) ? requestBody.index : undefined;
}

function isSlow(sizeBytes: number, tookMs: number, spec: BandwidthSpec): boolean {
  return sizeBytes > 0 && tookMs >= (sizeBytes / spec.bytesPerSecond) * 1000 * TOLERANCE;
}
