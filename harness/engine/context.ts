import type { HistoryEvent } from '../history/events.js';
import type { ArmedFault } from '../link/link.js';
import type { Probe } from '../peer/probe.js';
import type { Revision } from '../spec/revisions.js';
import type { RevisionProfile } from '../sut/profile.js';

/** What the script of a server case works with. Everything it opens is closed by the engine. */
export interface ServerContext extends Probe {
  readonly revision: Revision;
  /** What the target was found to offer at this revision. */
  readonly profile: RevisionProfile;
  /** The tool that the user allowed to be called, if any. */
  readonly userTool: { readonly name: string; readonly args: Readonly<Record<string, unknown>> } | undefined;
  /** Seeded numbers in [0, 1): the same for the same seed, case and revision. */
  random(): number;
  /** A short text that occurs nowhere else in the run, for payloads that must not turn up elsewhere. */
  nonce(name: string): string;
  /** An armed fault of this case, by its id (default: its kind). */
  fault(id: string): ArmedFault;
  /** Waits until the fault has struck; a fault that does not strike in time makes the case inconclusive. */
  fired(id: string, deadlineMs?: number): Promise<void>;
  /** Ends connections of an exchange now. `server` plays a client that leaves. */
  cut(exchange: string, how: 'fin' | 'rst', sides?: 'client' | 'server' | 'both'): boolean;
  /** Waits for an event of the history; a missed deadline is recorded, not thrown. */
  until(
    name: string,
    accepts: (event: HistoryEvent) => boolean,
    deadlineMs?: number,
  ): Promise<HistoryEvent | undefined>;
  /** Lets time pass on purpose (scaled by --time-scale). Only for cases with `waits`, where silence itself is the subject. */
  silence(ms: number): Promise<void>;
  /** A named point for checkers to refer to. */
  mark(name: string): void;
  /** A named value for checkers to refer to. */
  fact(name: string, value: unknown): void;
  /** Ends the case as inconclusive unless `condition` holds. */
  require(condition: unknown, what: string): asserts condition;
  /** A time in ms multiplied by --time-scale. */
  scaled(ms: number): number;
  /** Limit for one answer on a healthy link, calibrated on this target. */
  readonly answerDeadlineMs: number;
  /** A second way to the same target that no fault touches, with its own connections and recorded under its own labels. */
  bystander(): Promise<Probe>;
  /** Restarts the target; only with the need `restart`. */
  restart(): Promise<void>;
}
