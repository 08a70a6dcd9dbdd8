import type { FaultDefinition, FaultSpec } from './fault.js';
import { firstFiring } from './proof.js';

/** Two backends without affinity. */
export interface AlternateSpec extends FaultSpec {
  readonly kind: 'alternate';
}

/** Plans turns between the upstream and the second one. */
export function alternate(options: Omit<AlternateSpec, 'kind'>): AlternateSpec {
  return { kind: 'alternate', ...options };
}

export const alternateFault: FaultDefinition<AlternateSpec> = {
  kind: 'alternate',
  family: 'affinity',
  summary: 'Requests go by turns to two servers',
  backends: ['embedded', 'nginx'],
  limits: {
    toxiproxy: 'has one upstream for each of its ports',
  },
  proof: 'a request was sent to the second server',
  observed: firstFiring,
};
