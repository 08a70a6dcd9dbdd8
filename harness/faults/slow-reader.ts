import type { FaultDefinition, FaultSpec, Match } from './fault.js';
import { firstFiring } from './proof.js';

/** A client that does not keep up: TCP back-pressure reaches the server. A heal reads on. */
export interface SlowReaderSpec extends FaultSpec {
  readonly kind: 'slowReader';
  /** Default: every exchange. */
  readonly on?: Match;
  /** Payload after which reading stops. */
  readonly afterBytes: number;
}

/** Plans a slow reader. */
export function slowReader(options: Omit<SlowReaderSpec, 'kind'>): SlowReaderSpec {
  return { kind: 'slowReader', ...options };
}

export const slowReaderFault: FaultDefinition<SlowReaderSpec> = {
  kind: 'slowReader',
  family: 'slow peer',
  summary: 'The response is not read any more after some bytes',
  backends: ['embedded'],
  limits: {
    toxiproxy: 'reads as fast as bytes come',
    nginx: 'reads as fast as bytes come',
  },
  proof: 'the link stopped reading from the server',
  observed: firstFiring,
};
