import type { Checker } from '../checkers/checker.js';
import type { Revision } from '../spec/revisions.js';
import { judgesOf, revisionsOf } from './case.js';
import type { CaseDefinition } from './case.js';

/** The checkers of the invariants among these cases that apply at a revision; each is made once. */
export function checkersByRevision(cases: readonly CaseDefinition[]): (revision: Revision) => readonly Checker[] {
  const invariants = cases.filter(({ invariant }) => invariant === true);
  const checkers = new Map<Revision, readonly Checker[]>();
  return (revision) => {
    const known = checkers.get(revision);
    if (known !== undefined) return known;
    const applicable = invariants.filter((definition) => revisionsOf(definition).includes(revision));
    const made = applicable.flatMap((definition) => judgesOf(definition, revision));
    checkers.set(revision, made);
    return made;
  };
}
