import type { FaultDefinition, FaultSpec } from './fault.js';
import { firstFiring } from './proof.js';

/** A port on which nobody listens. A heal opens the same port again. */
export interface RefuseSpec extends FaultSpec {
  readonly kind: 'refuse';
}

/** Plans a refusal of the whole link. */
export function refuse(options: Omit<RefuseSpec, 'kind'>): RefuseSpec {
  return { kind: 'refuse', ...options };
}

export const refuseFault: FaultDefinition<RefuseSpec> = {
  kind: 'refuse',
  family: 'refusal',
  summary: 'New connections are refused; those that are open go on',
  backends: ['embedded'],
  limits: {
    toxiproxy: 'ends open connections when it closes its port',
    nginx: 'stands behind the recorder that has accepted the connection',
  },
  proof: 'the port was closed',
  observed: firstFiring,
};
