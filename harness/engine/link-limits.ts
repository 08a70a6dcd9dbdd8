import { beyondBackend } from '../faults/ability.js';
import type { FaultSpec } from '../faults/fault.js';
import type { LinkBackend } from '../link/backend.js';
import { LINK_LACKS } from '../link/traits.js';
import type { LinkTrait } from '../link/traits.js';

/** Why the links of a run can't bring about the faults of a case, where they can't. */
export function firstBeyond(faults: readonly FaultSpec[], links: LinkBackend | undefined): string | undefined {
  const { name = 'embedded', beyond = (spec: FaultSpec) => beyondBackend(spec, name) } = links ?? {};
  const reasons = faults.map((spec) => beyond(spec));
  return reasons.find((reason) => reason !== undefined);
}

/** What links with these faults on them do not leave as it is, and why. */
export function lacksOf(
  links: LinkBackend | undefined,
  faults: readonly FaultSpec[],
): Partial<Readonly<Record<LinkTrait, string>>> {
  return links?.lacks?.(faults) ?? LINK_LACKS[links?.name ?? 'embedded'];
}
