import type { FaultDefinition, FaultSpec, Match } from './fault.js';
import { provenBy } from './proof.js';

/** The label under which the second delivery of an exchange is recorded. */
export function duplicateLabel(exchange: string): string {
  return `${exchange}#duplicate`;
}

/** A retry by something in between that does not know whether the first attempt arrived. */
export interface DuplicateSpec extends FaultSpec {
  readonly kind: 'duplicate';
  /** Default: every exchange. */
  readonly on?: Match;
}

/** Plans a second delivery. */
export function duplicate(options: Omit<DuplicateSpec, 'kind'>): DuplicateSpec {
  return { kind: 'duplicate', ...options };
}

export const duplicateFault: FaultDefinition<DuplicateSpec> = {
  kind: 'duplicate',
  family: 'duplication',
  summary: 'The request is delivered twice; the client gets the first answer',
  backends: ['embedded', 'nginx'],
  limits: {
    toxiproxy: 'knows no HTTP',
  },
  proof: 'the same request was forwarded over a second connection',
  observed: (view, spec) =>
    provenBy(view, spec, ({ exchange }) =>
      exchange === undefined ? undefined : view.exchange(duplicateLabel(exchange))?.request?.index,
    ),
};
