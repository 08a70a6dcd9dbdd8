import type { Revision } from '../spec/revisions.js';
import { compareRevisions } from '../spec/revisions.js';
import { revisionsOf } from './case.js';
import type { CaseDefinition } from './case.js';

/** One case at one revision, with the reason why it can't run where that is known beforehand. */
export interface PlannedCase<Definition extends CaseDefinition = CaseDefinition> {
  readonly definition: Definition;
  readonly revision: Revision;
  readonly skip?: string;
}

/** Revisions that a case applies to, oldest first. */
export function revisionsByAge(definition: CaseDefinition): Revision[] {
  return [...revisionsOf(definition)].sort(compareRevisions);
}

function revisionsToRun(definition: CaseDefinition, spoken: readonly Revision[]): Revision[] {
  const applicable = revisionsByAge(definition).filter((revision) => spoken.includes(revision));
  return definition.once === true ? applicable.slice(-1) : applicable;
}

/**
 * Every selected case at every revision that it has in common with the target.
 * @param lackOf what the target lacks for a case, as a sentence; undefined when it has all
 */
export function planCases<Definition extends CaseDefinition>(
  cases: readonly Definition[],
  revisions: readonly Revision[],
  lackOf: (definition: Definition, revision: Revision) => string | undefined,
): PlannedCase<Definition>[] {
  return cases.flatMap((definition) =>
    revisionsToRun(definition, revisions).map((revision): PlannedCase<Definition> => {
      const skip = lackOf(definition, revision);
      return { definition, revision, ...(skip === undefined ? {} : { skip }) };
    }),
  );
}

/** Where waiting holds a place, long waits come first: one that came last would be all that is left of the run. */
export function waitingFirst<Planned extends PlannedCase>(planned: readonly Planned[]): Planned[] {
  const isWaiting = ({ definition }: Planned): boolean => definition.waits === true;
  return [...planned.filter(isWaiting), ...planned.filter((one) => !isWaiting(one))];
}
