import type { Revision } from '../spec/revisions.js';
import { SESSION_REVISIONS, compareRevisions } from '../spec/revisions.js';
import { missingNeed } from '../sut/needs.js';
import type { ServerProfile } from '../sut/profile.js';
import type { ServerCase } from './case.js';

/** One case at one revision, with the reason why it can't run where that is known beforehand. */
export interface PlannedCase {
  readonly definition: ServerCase;
  readonly revision: Revision;
  readonly skip?: string;
}

/** What this run can do beyond what the target offers. */
export interface RunAbilities {
  readonly restart: boolean;
  readonly userTool: boolean;
  readonly secondUpstream: boolean;
}

/** Revisions that a case applies to, oldest first. */
export function revisionsOf(definition: ServerCase): Revision[] {
  return [...(definition.revisions ?? SESSION_REVISIONS)].sort(compareRevisions);
}

function revisionsToRun(definition: ServerCase, spoken: readonly Revision[]): Revision[] {
  const applicable = revisionsOf(definition).filter((revision) => spoken.includes(revision));
  return definition.once === true ? applicable.slice(-1) : applicable;
}

/** Every selected case at every revision that it has in common with the target. */
export function planServerCases(
  cases: readonly ServerCase[],
  profile: ServerProfile,
  revisions: readonly Revision[],
  abilities: RunAbilities,
): PlannedCase[] {
  return cases.flatMap((definition) =>
    revisionsToRun(definition, revisions).map((revision): PlannedCase => {
      const skip = missingNeed(profile, revision, definition.needs ?? [], abilities);
      return { definition, revision, ...(skip === undefined ? {} : { skip }) };
    }),
  );
}
