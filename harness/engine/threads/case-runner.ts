import type { Checker } from '../../checkers/checker.js';
import type { Revision } from '../../spec/revisions.js';
import type { CaseDefinition } from '../case.js';
import type { Attempt, CaseHost } from '../case-host.js';
import { runCase } from '../run-case.js';
import type { FinishedCase } from '../run-case.js';

/** Runs single cases when it is told to: in this thread or in another one. */
export interface CaseRunner<Definition extends CaseDefinition = CaseDefinition> {
  /** Resolves with undefined when the run was stopped. Rejects when the thread in which it runs is lost. */
  run(definition: Definition, revision: Revision, attempt: Attempt): Promise<FinishedCase | undefined>;
}

/** Cases run in this thread. */
export function localRunner<Definition extends CaseDefinition>(
  host: CaseHost<Definition>,
  invariantsAt: (revision: Revision) => readonly Checker[],
): CaseRunner<Definition> {
  return {
    run: (definition, revision, attempt) => runCase(definition, revision, invariantsAt(revision), host, attempt),
  };
}
