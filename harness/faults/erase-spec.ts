import type { Backend, FaultDefinition, FaultSpec, Limit } from './fault.js';

/** A definition that can be kept together with those of other kinds; it proves nothing for a spec of another kind. */
export function eraseSpec<Spec extends FaultSpec>(definition: FaultDefinition<Spec>): FaultDefinition {
  const isOwn = (spec: FaultSpec): spec is Spec => spec.kind === definition.kind;
  const { limits, ...rest } = definition;
  return {
    ...rest,
    ...(limits && { limits: erased(limits, isOwn) }),
    observed: (view, spec) => (isOwn(spec) ? definition.observed(view, spec) : undefined),
  };
}

function erased<Spec extends FaultSpec>(
  limits: NonNullable<FaultDefinition<Spec>['limits']>,
  isOwn: (spec: FaultSpec) => spec is Spec,
): NonNullable<FaultDefinition['limits']> {
  const erase = (limit: Limit<Spec>): Limit<FaultSpec> =>
    typeof limit === 'string' ? limit : (spec) => (isOwn(spec) ? limit(spec) : undefined);
  const entries = Object.entries(limits) as [Backend, Limit<Spec>][];
  return Object.fromEntries(entries.map(([backend, limit]) => [backend, erase(limit)]));
}
