import type { Checker } from '../checkers/checker.js';
import type { FaultSpec } from '../faults/fault.js';
import type { Revision } from '../spec/revisions.js';
import type { Need } from '../sut/needs.js';
import type { ServerContext } from './context.js';

export type Verdict = 'pass' | 'fail' | 'warn' | 'skip' | 'inconclusive' | 'error';

/** What a case may depend on when it chooses its faults and judges. */
export interface CaseVariant {
  readonly revision: Revision;
}

/** One check of a server: data, a script that drives both ends, and the checkers that read what it left behind. */
export interface ServerCase {
  /** `suite/topic/...`, stable between versions: results and baselines refer to it. */
  readonly id: string;
  readonly title: string;
  /** What it does and why, for `faultline explain`: a few sentences. */
  readonly about: string;
  /** What to change in a server that does not pass: a few sentences. */
  readonly fix: string;
  /** Ids of the requirements and guarantees it stands for. */
  readonly requirements: readonly string[];
  /** Ids of known real defects of this class (`B001`), for reference. */
  readonly reproduces?: readonly string[];
  /** Revisions it applies to; default: every revision with sessions (2025-03-26 to 2025-11-25). */
  readonly revisions?: readonly Revision[];
  /** True: runs once a target, at the newest selected revision, because its subject does not differ between them. */
  readonly once?: boolean;
  /** What the target must offer; without it the case is skipped and says so. */
  readonly needs?: readonly Need[];
  readonly faults?: readonly FaultSpec[] | ((variant: CaseVariant) => readonly FaultSpec[]);
  /** True: it waits on purpose (idle times, silence that must last). */
  readonly waits?: boolean;
  /** True: it holds many megabytes, so that only one such case runs at a time. */
  readonly heavy?: boolean;
  /** True: runs while no other case does, because its subject is time or the load of the whole server. */
  readonly alone?: boolean;
  /**
   * True: its checkers are also applied to the histories of all other cases at the same revision, and what they find
   * there is held against this case, so that one flaw of a server is one failure and not hundreds.
   */
  readonly invariant?: boolean;
  /** Hard limit for the script; default 20 s. */
  readonly budgetMs?: number;
  readonly script: (context: ServerContext) => Promise<void>;
  readonly judges: readonly Checker[] | ((variant: CaseVariant) => readonly Checker[]);
}

/** States a case; the types do the work. */
export function serverCase(definition: ServerCase): ServerCase {
  return definition;
}

/** The suite of a case is the first part of its id. */
export function suiteOf(id: string): string {
  return id.split('/')[0] ?? id;
}

/** The checkers of a case at a revision. */
export function judgesOf(definition: ServerCase, revision: Revision): readonly Checker[] {
  return typeof definition.judges === 'function' ? definition.judges({ revision }) : definition.judges;
}

/** The faults of a case at a revision. */
export function faultsOf(definition: ServerCase, revision: Revision): readonly FaultSpec[] {
  return typeof definition.faults === 'function' ? definition.faults({ revision }) : (definition.faults ?? []);
}
