import type { FaultSpec } from '../faults/fault.js';
import type { Side } from '../history/events.js';
import type { Recorder } from '../history/recorder.js';
import type { Revision } from '../spec/revisions.js';
import type { CaseDefinition, Role } from './case.js';
import type { LagMeter } from './lag.js';
import type { TargetWatch } from './target-watch.js';

/** How a case is run: for the first time, or once more. */
export interface Attempt {
  /** Factor on every deadline: above 1 where a case is repeated because the machine was busy. */
  readonly patience: number;
  /** On nothing that an earlier case has used: what that left behind could be what did not pass. */
  readonly afresh: boolean;
}

export const FIRST_ATTEMPT: Attempt = { patience: 1, afresh: false };

/** One case that is about to be played. */
export interface OpenedFor<Definition extends CaseDefinition = CaseDefinition> extends Attempt {
  readonly definition: Definition;
  readonly revision: Revision;
  readonly faults: readonly FaultSpec[];
  readonly recorder: Recorder;
}

/** Everything that one running case has open. */
export interface OpenedCase {
  /** Plays the script; settles as it does. */
  play(): Promise<void>;
  /** Hard limit for the script. */
  readonly budgetMs: number;
  /** Faults that are to be seen on the wire: the planned ones, and those that the script has put on the link since. */
  faults(): readonly FaultSpec[];
  /** How many cases had used what is under test before, where that can be told: 0 for a process of its own. */
  usedBefore?(): number;
  /** Ends every wait of the script and closes every socket. What the script asks of its context later rejects. */
  close(): Promise<void>;
  /** Takes away what the case has left on the target; outside of its history, and never a reason for an error. */
  tidy?(): Promise<void>;
}

/** What a run needs of the role that it checks: who is under test, and how one case of it is opened. */
export interface CaseHost<Definition extends CaseDefinition = CaseDefinition> {
  readonly role: Role;
  /** The side of the link that the target is on. */
  readonly judged: Side;
  /** A case holds as much of the machine while it waits as when it does not: a process, say. */
  readonly waitingCosts: boolean;
  readonly lag: LagMeter;
  readonly targetWatch: TargetWatch;
  /** Aborted when the run is to stop. */
  readonly signal: AbortSignal;
  /** What the target or the run lacks for a case, as a sentence; undefined when it can be run. */
  lackOf(definition: Definition, revision: Revision): string | undefined;
  /** The command that shows one case again. */
  reproduce(caseId: string, revision: Revision): string;
  open(opened: OpenedFor<Definition>): Promise<OpenedCase>;
  close(): Promise<void>;
}
