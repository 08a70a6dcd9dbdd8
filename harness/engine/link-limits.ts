import { beyondBackend } from '../faults/ability.js';
import type { FaultSpec } from '../faults/fault.js';
import type { LinkBackend } from '../link/backend.js';

/** Why the links of a run can't bring about the faults of a case, where they can't. */
export function firstBeyond(faults: readonly FaultSpec[], links: LinkBackend | undefined): string | undefined {
  const { name = 'embedded', beyond = (spec: FaultSpec) => beyondBackend(spec, name) } = links ?? {};
  const reasons = faults.map((spec) => beyond(spec));
  return reasons.find((reason) => reason !== undefined);
}
