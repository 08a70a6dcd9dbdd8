import type { FaultDefinition, FaultSpec } from './fault.js';
import { endedByLink, firstAfter, provenBy } from './proof.js';

/** A limit of a proxy or a process. */
export interface ConnectionLimitSpec extends FaultSpec {
  readonly kind: 'connectionLimit';
  /** Connections that are let in at the same time. */
  readonly max: number;
  /** What happens to those beyond: closed at once, or each of their requests answered. */
  readonly beyond: 'close' | '503';
}

/** Plans a limit of connections. */
export function connectionLimit(options: Omit<ConnectionLimitSpec, 'kind'>): ConnectionLimitSpec {
  return { kind: 'connectionLimit', ...options };
}

export const connectionLimitFault: FaultDefinition<ConnectionLimitSpec> = {
  kind: 'connectionLimit',
  family: 'connection limit',
  summary: 'Connections beyond a number are turned away',
  backends: ['embedded'],
  limits: {
    toxiproxy: 'has no limit of connections',
    nginx: 'counts requests under way and not connections',
  },
  proof: 'a connection was closed or answered 503 by the link, after the strike',
  observed: (view, spec) =>
    provenBy(view, spec, (firing) =>
      spec.beyond === 'close'
        ? endedByLink(view, firing, 'fin', ['client'])
        : firstAfter(view, firing, (event) => event.kind === 'response' && event.by === 'link' && event.status === 503)
            ?.index,
    ),
};
