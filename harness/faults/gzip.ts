import type { FaultDefinition, FaultSpec, Match } from './fault.js';
import { headerValue } from '../wire/http-head.js';
import { exchangeOf, provenBy } from './proof.js';

/**
 * A proxy that compresses. A request whose Accept-Encoding rules gzip out is left alone, as a proxy has to (RFC 9110,
 * section 12.5.3).
 */
export interface GzipSpec extends FaultSpec {
  readonly kind: 'gzip';
  /** Default: every exchange. */
  readonly on?: Match;
  /** Whether each piece is flushed, or nothing before the end. */
  readonly flush: boolean;
}

/** Plans compression. */
export function gzip(options: Omit<GzipSpec, 'kind'>): GzipSpec {
  return { kind: 'gzip', ...options };
}

export const gzipFault: FaultDefinition<GzipSpec> = {
  kind: 'gzip',
  family: 'compression',
  summary: 'The response is compressed on its way',
  backends: ['embedded', 'nginx'],
  limits: {
    toxiproxy: 'knows no HTTP',
  },
  proof: 'the client was sent a response with Content-Encoding: gzip',
  observed: (view, spec) =>
    provenBy(view, spec, (firing) => {
      const head = exchangeOf(view, firing)?.client.head;
      const coding = head === undefined ? undefined : headerValue(head.headers, 'Content-Encoding');
      return coding === 'gzip' ? head?.index : undefined;
    }),
};
