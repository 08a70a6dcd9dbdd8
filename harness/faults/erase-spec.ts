import type { FaultDefinition, FaultSpec } from './fault.js';

/** A definition that can be kept together with those of other kinds; it proves nothing for a spec of another kind. */
export function eraseSpec<Spec extends FaultSpec>(definition: FaultDefinition<Spec>): FaultDefinition {
  const isOwn = (spec: FaultSpec): spec is Spec => spec.kind === definition.kind;
  return {
    ...definition,
    observed: (view, spec) => (isOwn(spec) ? definition.observed(view, spec) : undefined),
  };
}
