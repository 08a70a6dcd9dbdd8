import type { LinkBackend } from '../link/backend.js';
import type { Revision } from '../spec/revisions.js';
import type { RevisionProfile } from '../sut/profile.js';
import type { ServerTarget } from '../sut/target.js';
import type { SessionEnder } from './end-sessions.js';
import type { LagMeter } from './lag.js';
import type { TargetWatch } from './target-watch.js';

/** What every case of a run has in common. */
export interface CaseEnvironment {
  readonly target: ServerTarget;
  readonly profileAt: (revision: Revision) => RevisionProfile;
  readonly seed: number;
  readonly timeScale: number;
  /** Factor on every deadline: above 1 where a case is repeated because the machine was busy. */
  readonly patience: number;
  readonly lag: LagMeter;
  readonly sessionEnder: SessionEnder;
  readonly targetWatch: TargetWatch;
  /** Aborted when the run is to stop. */
  readonly signal: AbortSignal;
  /** The address of a second process of the same server, for the case of two backends. */
  readonly secondTarget?: ServerTarget;
  /** What links are made of; default: the embedded one. */
  readonly links?: LinkBackend;
  /** Restarts the target, where the harness started it itself. */
  readonly restart?: () => Promise<void>;
}
