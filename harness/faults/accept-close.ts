import type { FaultDefinition, FaultSpec } from './fault.js';
import { endedByLink, provenBy } from './proof.js';

/** What a port forwarder does in front of a dead backend. */
export interface AcceptCloseSpec extends FaultSpec {
  readonly kind: 'acceptClose';
  /** How many connections. */
  readonly count: number;
  readonly ending: 'fin' | 'rst';
}

/** Plans accepted connections that end at once. */
export function acceptClose(options: Omit<AcceptCloseSpec, 'kind'>): AcceptCloseSpec {
  return { kind: 'acceptClose', ...options };
}

export const acceptCloseFault: FaultDefinition<AcceptCloseSpec> = {
  kind: 'acceptClose',
  family: 'refusal',
  summary: 'The next connections are accepted and ended at once',
  backends: ['embedded'],
  limits: {
    toxiproxy: 'stands behind the recorder that has accepted the connection',
    nginx: 'stands behind the recorder that has accepted the connection',
  },
  proof: 'an accepted connection was ended by the link',
  observed: (view, spec) => provenBy(view, spec, (firing) => endedByLink(view, firing, spec.ending, ['client'])),
};
